import StrictJSON

/// The attributes of a `conv2d` layer.
public struct ConvolutionDescription: Encodable, Sendable, Equatable {
  /// Name of the weight `[kh, kw, cin / groups, cout]`.
  public let weight: String
  /// Name of the bias `[cout]`; +0 where there is none.
  public let bias: String?
  /// Distance of two neighbouring windows, in both directions.
  public let stride: Int
  /// The border around the picture.
  public let padding: Padding
  /// What the border holds.
  public let paddingMode: PaddingMode
  /// 1, or the number of channels (each with itself: cin = cout = groups).
  public let groups: Int

  /// Makes a description; it is checked when a graph is built from it.
  public init(
    weight: String, bias: String?, stride: Int, padding: Padding,
    paddingMode: PaddingMode, groups: Int
  ) {
    self.weight = weight
    self.bias = bias
    self.stride = stride
    self.padding = padding
    self.paddingMode = paddingMode
    self.groups = groups
  }
}

extension ConvolutionDescription {
  /// Reads the attributes from the object of their layer.
  init(_ json: JSONValue) throws(JSONError) {
    let mode = try json.member("paddingMode")
    guard let paddingMode = PaddingMode(rawValue: try mode.string()) else {
      throw mode.failure("is no padding mode")
    }
    self.init(
      weight: try json.member("weight").string(),
      bias: try json.member(ifPresent: "bias")?.string(),
      stride: try json.member("stride").integer(),
      padding: try Padding(json.member("padding")), paddingMode: paddingMode,
      groups: try json.member("groups").integer())
  }
}
