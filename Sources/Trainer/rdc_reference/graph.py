"""Networks: rdc-pack(5), Graphs. Every operation is one function of this module."""

from collections.abc import Callable, Mapping

import numpy as np

from .float32 import chain, fma

Tensors = Mapping[str, np.ndarray]


def run(graph: dict, tensors: Tensors, inputs: Mapping[str, np.ndarray]) -> np.ndarray:
    """The output of a graph for the inputs, float32."""
    values = {entry["name"]: inputs[entry["name"]] for entry in graph["inputs"]}
    with np.errstate(all="ignore"):
        for layer in graph["layers"]:
            operands = [values[name] for name in layer["inputs"]]
            result = OPERATIONS[layer["op"]](layer, tensors, *operands)
            result = np.ascontiguousarray(result, dtype=np.float32)
            result[np.isnan(result)] = np.nan
            values[layer["output"]] = result
    return values[graph["output"]]


def linear(layer, tensors, x):
    weight = widened(tensors[layer["weight"]])
    return chain(x, weight, bias(layer, tensors, weight.shape[1]))


def conv2d(layer, tensors, x):
    weight = widened(tensors[layer["weight"]])
    height, width, _, outputs = weight.shape
    stride = layer["stride"]
    top, left, bottom, right = layer["padding"]
    mode = {"zeros": "constant", "replicate": "edge"}[layer["paddingMode"]]
    x = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)), mode)
    rows = (x.shape[1] - height) // stride + 1
    columns = (x.shape[2] - width) // stride + 1
    taps = [
        x[:, r : r + stride * rows : stride, c : c + stride * columns : stride][
            :, :rows, :columns
        ]
        for r in range(height)
        for c in range(width)
    ]
    start = bias(layer, tensors, outputs)
    if layer["groups"] == 1:
        patches = np.concatenate(taps, axis=3).reshape(x.shape[0] * rows * columns, -1)
        result = chain(patches, weight.reshape(-1, outputs), start)
        return result.reshape(x.shape[0], rows, columns, outputs)
    result = np.broadcast_to(start, taps[0].shape)
    for tap, row in zip(taps, weight.reshape(-1, outputs), strict=True):
        result = fma(tap, row, result)
    return result


def depth_to_space(layer, tensors, x):
    b = layer["block"]
    n, h, w, c = x.shape
    x = x.reshape(n, h, w, b, b, c // (b * b)).transpose(0, 1, 3, 2, 4, 5)
    return x.reshape(n, h * b, w * b, c // (b * b))


def space_to_depth(layer, tensors, x):
    b = layer["block"]
    n, h, w, c = x.shape
    x = x.reshape(n, h // b, b, w // b, b, c).transpose(0, 1, 3, 2, 4, 5)
    return x.reshape(n, h // b, w // b, b * b * c)


def upsample(layer, tensors, x):
    return x.repeat(layer["factor"], axis=1).repeat(layer["factor"], axis=2)


def mirror_pad(layer, tensors, x):
    n = layer["size"]
    return np.pad(x, ((0, 0), (n, n), (n, n), (0, 0)), "symmetric")


def crop(layer, tensors, x):
    n = layer["size"]
    return x[:, n : x.shape[1] - n, n : x.shape[2] - n]


def leaky_relu(layer, tensors, x):
    return np.where(x > 0, x, x * np.float32(layer["slope"]))


def hard_swish(layer, tensors, x):
    return x * clamp(
        {"low": 0, "high": 1}, tensors, x * np.float32(layer["slope"]) + np.float32(0.5)
    )


def clamp(layer, tensors, x):
    low, high = np.float32(layer["low"]), np.float32(layer["high"])
    return np.where(x < low, low, np.where(x > high, high, x))


def spread(x, y):
    """A second operand [C] or [N, C] stands for all places of its picture."""
    return y[:, None, None] if x.ndim == 4 and y.ndim == 2 else y


def pool(layer, x, combine):
    """Combines the values of each window, in the order rows, columns."""
    kernel, stride = layer["kernel"], layer["stride"]
    rows = (x.shape[1] - kernel) // stride + 1
    columns = (x.shape[2] - kernel) // stride + 1
    result = None
    for r in range(kernel):
        for c in range(kernel):
            tap = x[
                :, r : r + stride * rows : stride, c : c + stride * columns : stride
            ]
            result = combine(result, tap[:, :rows, :columns])
    return result


def max_pool(layer, tensors, x):
    return pool(
        layer, x, lambda m, tap: tap if m is None else np.where(tap > m, tap, m)
    )


def average_pool(layer, tensors, x):
    total = pool(layer, x, lambda m, tap: (np.float32(0) if m is None else m) + tap)
    return total / np.float32(layer["kernel"] ** 2)


def global_average_pool(layer, tensors, x):
    total = np.zeros((x.shape[0], x.shape[3]), np.float32)
    for r in range(x.shape[1]):
        for c in range(x.shape[2]):
            total = total + x[:, r, c]
    return total / np.float32(x.shape[1] * x.shape[2])


def widened(tensor):
    return tensor.astype(np.float32)


def bias(layer, tensors, outputs):
    if "bias" in layer:
        return widened(tensors[layer["bias"]])
    return np.zeros(outputs, np.float32)


OPERATIONS: dict[str, Callable[..., np.ndarray]] = {
    "linear": linear,
    "conv2d": conv2d,
    "depthToSpace": depth_to_space,
    "spaceToDepth": space_to_depth,
    "upsample": upsample,
    "mirrorPad": mirror_pad,
    "crop": crop,
    "relu": lambda layer, tensors, x: np.where(x > 0, x, np.float32(0)),
    "leakyRelu": leaky_relu,
    "hardSwish": hard_swish,
    "clamp": clamp,
    "add": lambda layer, tensors, x, y: x + spread(x, y),
    "multiply": lambda layer, tensors, x, y: x * spread(x, y),
    "scale": lambda layer, tensors, x: x * widened(tensors[layer["weight"]]),
    "affine": lambda layer, tensors, x: fma(
        x, widened(tensors[layer["scale"]]), widened(tensors[layer["shift"]])
    ),
    "maxPool": max_pool,
    "averagePool": average_pool,
    "globalAveragePool": global_average_pool,
    "flatten": lambda layer, tensors, x: x.reshape(len(x), -1),
    "reshape": lambda layer, tensors, x: x.reshape(len(x), *layer["shape"]),
    "concat": lambda layer, tensors, *xs: np.concatenate(xs, axis=-1),
    "slice": lambda layer, tensors, x: x[..., layer["from"] : layer["to"]],
}
