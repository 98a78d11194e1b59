"""Expected numbers for the tests of Metrics, from independent code.

Run with NumPy, SciPy, scikit-image and pytorch-msssim (PyTorch):

    python Tests/MetricsTests/reference.py > Tests/MetricsTests/Golden.swift

Every input is made by a generator of whole numbers that the tests repeat
(`Inputs.swift`), so only results are stored.  Independent means: no formula is
copied from the Swift code; the Frechet distance uses scipy.linalg.sqrtm, the
sliced distances numpy.sort after repeating samples to a common size, PCHIP and
its integrals scipy.interpolate, MS-SSIM pytorch-msssim, SSIM scikit-image.
"""
import math

import numpy as np
import scipy.interpolate
import scipy.linalg
import scipy.special
import torch
from pytorch_msssim import ms_ssim
from skimage.metrics import (mean_squared_error, peak_signal_noise_ratio,
                             structural_similarity)

MASK = (1 << 64) - 1


def uniform(seed, count):
    """24-bit uniforms on [0, 1) by Knuth's MMIX generator, high bits."""
    out = np.empty(count)
    x = seed
    for i in range(count):
        x = (x * 6364136223846793005 + 1442695040888963407) & MASK
        out[i] = (x >> 40) / 2.0 ** 24
    return out


def picture(seed, width, height, channels, noise):
    """8-bit picture of whole-number waves, with uniform noise."""
    u = uniform(seed, width * height * channels)
    y, x, c = np.mgrid[0:height, 0:width, 0:channels]
    wave = ((x * x * 3 + y * y * 5 + x * y * (c + 1)) >> 6) & 255
    value = wave + np.floor((u.reshape(height, width, channels) - 0.5)
                            * noise)
    return np.clip(value, 0, 255).astype(np.uint8)


def splitmix(seed):
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def normals(bits):
    while True:
        u = ((next(bits) >> 11) + 1) / 2.0 ** 53
        v = (next(bits) >> 11) / 2.0 ** 53
        r = math.sqrt(-2 * math.log(u))
        yield r * math.cos(2 * math.pi * v)
        yield r * math.sin(2 * math.pi * v)


def directions(seed, count, dimension):
    source = normals(splitmix(seed))
    out = np.array([[next(source) for _ in range(dimension)]
                    for _ in range(count)])
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def features(seed, count, dimension, rank):
    """Uniforms mixed by a uniform matrix: correlated, of a given rank."""
    a = uniform(seed, count * rank).reshape(count, rank)
    m = uniform(seed + 1, rank * dimension).reshape(rank, dimension)
    a32, m32 = a.astype(np.float32), m.astype(np.float32)
    out = np.zeros((count, dimension), np.float32)
    for k in range(rank):  # float32 in this order, as the test sums
        out += a32[:, k:k + 1] * m32[k:k + 1]
    return out.astype(np.float64)


def frechet(a, b):
    ca, cb = np.cov(a.T), np.cov(b.T)
    # sqrtm of the whole is unreliable for low rank: shift nothing, use the
    # singular values of Ra Rb^T with C = R^T R from an SVD of the data.
    ra = np.linalg.svd(a - a.mean(0), full_matrices=False)
    rb = np.linalg.svd(b - b.mean(0), full_matrices=False)
    fa = (ra[1][:, None] * ra[2]) / math.sqrt(len(a) - 1)
    fb = (rb[1][:, None] * rb[2]) / math.sqrt(len(b) - 1)
    root = np.linalg.svd(fa @ fb.T, compute_uv=False).sum()
    d = ((a.mean(0) - b.mean(0)) ** 2).sum()
    return d + np.trace(ca) + np.trace(cb) - 2 * root


def frechet_sqrtm(a, b):
    ca, cb = np.cov(a.T), np.cov(b.T)
    root = scipy.linalg.sqrtm(ca @ cb).real
    d = ((a.mean(0) - b.mean(0)) ** 2).sum()
    return d + np.trace(ca + cb - 2 * root)


def w2squared(a, b):
    size = math.lcm(len(a), len(b))
    a = np.repeat(np.sort(a), size // len(a))
    b = np.repeat(np.sort(b), size // len(b))
    return ((a - b) ** 2).mean()


def sliced(a, b, seed, projections):
    t = directions(seed, projections, a.shape[1])
    return math.sqrt(np.mean([w2squared(a @ v, b @ v) for v in t]))


def patches(p, t):
    w = np.lib.stride_tricks.sliding_window_view(p, (7, 7), axis=(0, 1))
    w = w - w.mean(axis=(-2, -1), keepdims=True)  # rows, columns, channel, 7, 7
    return w.reshape(w.shape[0] * w.shape[1], -1) @ t.T


def halved(p):
    return (p[0::2, 0::2] + p[1::2, 0::2] + p[0::2, 1::2]
            + p[1::2, 1::2]) / 4


def patch_sliced(a, b, seed, projections):
    t = directions(seed, projections, 49 * a.shape[2])
    out = []
    for x, y in ((a, b), (halved(a), halved(b))):
        x, y = patches(x, t), patches(y, t)
        out.append(math.sqrt(np.mean([w2squared(x[:, i], y[:, i])
                                      for i in range(projections)])))
    return out


def bd_rate(ra, qa, rt, qt, rates=None):
    def interval(r, q):
        if rates is None:
            return q[0], q[-1]
        f = scipy.interpolate.PchipInterpolator(np.log(r), q)
        return (float(f(math.log(max(rates[0], r[0])))),
                float(f(math.log(min(rates[1], r[-1])))))
    a, t = interval(ra, qa), interval(rt, qt)
    lo, hi = max(a[0], t[0]), min(a[1], t[1])
    fa = scipy.interpolate.PchipInterpolator(qa, np.log(ra))
    ft = scipy.interpolate.PchipInterpolator(qt, np.log(rt))
    return (math.exp((ft.integrate(lo, hi) - fa.integrate(lo, hi))
                     / (hi - lo)) - 1) * 100


def bd_psnr(ra, qa, rt, qt):
    lo, hi = math.log(max(ra[0], rt[0])), math.log(min(ra[-1], rt[-1]))
    fa = scipy.interpolate.PchipInterpolator(np.log(ra), qa)
    ft = scipy.interpolate.PchipInterpolator(np.log(rt), qt)
    return (ft.integrate(lo, hi) - fa.integrate(lo, hi)) / (hi - lo)


def tensor(p):
    return torch.tensor(p.astype(np.float64) / 255).permute(2, 0, 1)[None]


lines = []


def put(name, value):
    if np.ndim(value):
        body = ", ".join(repr(float(v)) for v in np.ravel(value))
        lines.append(f"  static let {name}: [Double] = [{body}]")
    else:
        lines.append(f"  static let {name} = {float(value)!r}")


a, b = picture(1, 192, 176, 3, 9), picture(2, 192, 176, 3, 60)
put("meanSquaredError", mean_squared_error(a / 255, b / 255))
put("peakSignalToNoise", peak_signal_noise_ratio(a, b))
put("multiScaleSSIMColor", ms_ssim(tensor(a), tensor(b), data_range=1,
                                   size_average=True))
put("multiScaleSSIMGray", ms_ssim(tensor(a[..., :1]), tensor(b[..., :1]),
                                  data_range=1))
_, full = structural_similarity(
    a[..., 0] / 255, b[..., 0] / 255, data_range=1, gaussian_weights=True,
    sigma=1.5, use_sample_covariance=False, full=True)
put("singleScaleSSIM", full[5:-5, 5:-5].mean())

z = ((uniform(3, 500 * 10) - 0.5) * 40).astype(np.float32).astype(np.float64)
z = z.reshape(500, 10)
labels = np.floor(uniform(4, 500) * 10).astype(int)
put("accuracy", (z.argmax(1) == labels).mean())
put("crossEntropy",
    -scipy.special.log_softmax(z, 1)[np.arange(500), labels].mean())

put("frechetFull", frechet_sqrtm(features(10, 700, 24, 24),
                                 features(20, 500, 24, 24)))
assert abs(frechet_sqrtm(features(10, 700, 24, 24), features(20, 500, 24, 24))
           - frechet(features(10, 700, 24, 24), features(20, 500, 24, 24))
           ) < 1e-9
put("frechetLowRank", frechet(features(30, 300, 24, 5),
                              features(40, 12, 24, 24)))

s, t = features(50, 300, 20, 20), features(60, 300, 20, 20)
put("slicedEqual", sliced(s, t, 7, 40))
put("slicedUnequal", sliced(s, t[:187], 7, 40))
put("firstNormals", [v for v, _ in zip(normals(splitmix(42)), range(4))])
put("patchSliced", patch_sliced(picture(5, 48, 40, 3, 9) / 255,
                                picture(6, 48, 40, 3, 90) / 255, 11, 20))

x = np.array([0.0, 0.5, 1.25, 2.0, 3.5, 3.75])
y = np.array([1.0, 3.0, 3.0, 2.0, 7.0, 7.5])
f = scipy.interpolate.PchipInterpolator(x, y)
put("monotoneValues", f(np.array([0.1, 0.3, 0.9, 1.5, 2.6, 3.6])))
put("monotoneIntegral", f.integrate(0.2, 3.6))

ra, qa = [.12, .31, .62, 1.1, 1.8], [27.1, 30.2, 33.0, 35.6, 38.2]
rt, qt = [.09, .25, .55, .95, 1.4], [26.8, 30.1, 33.3, 35.7, 37.6]
put("bdRate", bd_rate(ra, qa, rt, qt))
put("bdRateWithin", bd_rate(ra, qa, rt, qt, (.2, .9)))
put("bdPSNR", bd_psnr(ra, qa, rt, qt))

print("// Made by reference.py; do not edit.\n\n"
      "/// Figures of independent implementations.\nenum Golden {")
print("\n".join(lines))
print("}")
