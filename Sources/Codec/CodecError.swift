/// Why one codec cannot do its work, in the codec's own terms; its text is one
/// line for people.
public protocol CodecError: Error, Sendable, CustomStringConvertible {}
