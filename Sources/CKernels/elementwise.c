// Operations of one or two roundings an element: IEEE 754 fixes their bits,
// apart from those of a NaN, which are fixed here. Each is one plain loop,
// compiled for every instruction set.
#include "CKernels.h"
#include "kernels.h"

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#endif

#define INLINE static inline __attribute__((always_inline))

// The output may be one of the inputs, value for value: no loop reads what it
// has written, which the compiler cannot know.
#if defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

// +0 for -0, for anything negative and for NaN.
INLINE void relu_of(const float *x, float *out, int64_t count) {
  INDEPENDENT
  for (int64_t i = 0; i < count; i++) out[i] = x[i] > 0.0f ? x[i] : 0.0f;
}

INLINE void leaky_relu_of(const float *x, float slope, float *out,
                          int64_t count) {
  INDEPENDENT
  for (int64_t i = 0; i < count; i++) {
    // Both are computed, so that the loop has no branch.
    const float scaled = x[i] * slope;
    out[i] = rdc_canonical(x[i] > 0.0f ? x[i] : scaled);
  }
}

INLINE void clamp_of(const float *x, float low, float high, float *out,
                     int64_t count) {
  INDEPENDENT
  for (int64_t i = 0; i < count; i++) {
    const float y = x[i] < low ? low : x[i];
    out[i] = rdc_canonical(y > high ? high : y);
  }
}

// Three roundings: of the product, of the sum, of the result.
INLINE void hard_swish_of(const float *x, float slope, float *out,
                          int64_t count) {
  INDEPENDENT
  for (int64_t i = 0; i < count; i++) {
    const float scaled = x[i] * slope;
    const float gate = scaled + 0.5f;
    const float low = gate < 0.0f ? 0.0f : gate;
    out[i] = rdc_canonical(x[i] * (low > 1.0f ? 1.0f : low));
  }
}

INLINE void add_of(const float *a, const float *b, float *out, int64_t count) {
  INDEPENDENT
  for (int64_t i = 0; i < count; i++) out[i] = rdc_canonical(a[i] + b[i]);
}

INLINE void multiply_of(const float *a, const float *b, float *out,
                        int64_t count) {
  INDEPENDENT
  for (int64_t i = 0; i < count; i++) out[i] = rdc_canonical(a[i] * b[i]);
}

enum {
  // Rows of fewer channels than this are done some at a time.
  FEW_CHANNELS = 64,
  ROW_GROUP = 16,
};

// Rows with one row: `of` does as many values as it is told.
INLINE void rows_of(void (*of)(const float *, const float *, float *, int64_t),
                    const float *a, const float *b, float *out, int64_t rows,
                    int64_t channels) {
  if (channels < FEW_CHANNELS && rows >= 2 * ROW_GROUP) {
    float repeated[ROW_GROUP * FEW_CHANNELS];
    for (int64_t r = 0; r < ROW_GROUP; r++)
      for (int64_t c = 0; c < channels; c++) repeated[r * channels + c] = b[c];
    const int64_t step = ROW_GROUP * channels;
    for (; rows >= ROW_GROUP; rows -= ROW_GROUP, a += step, out += step)
      of(a, repeated, out, step);
  }
  for (; rows > 0; rows--, a += channels, out += channels)
    of(a, b, out, channels);
}

INLINE void max_of(const float *in, float *out, int64_t count) {
  INDEPENDENT
  for (int64_t i = 0; i < count; i++) out[i] = in[i] > out[i] ? in[i] : out[i];
}

#define VARIANT(suffix, TARGET)                                              \
  TARGET static void relu_##suffix(const float *x, float *out,               \
                                   int64_t count) {                          \
    relu_of(x, out, count);                                                  \
  }                                                                          \
  TARGET static void leaky_relu_##suffix(const float *x, float slope,        \
                                         float *out, int64_t count) {        \
    leaky_relu_of(x, slope, out, count);                                     \
  }                                                                          \
  TARGET static void clamp_##suffix(const float *x, float low, float high,   \
                                    float *out, int64_t count) {             \
    clamp_of(x, low, high, out, count);                                      \
  }                                                                          \
  TARGET static void hard_swish_##suffix(const float *x, float slope,        \
                                         float *out, int64_t count) {        \
    hard_swish_of(x, slope, out, count);                                     \
  }                                                                          \
  TARGET static void add_##suffix(const float *a, const float *b,            \
                                  float *out, int64_t count) {               \
    add_of(a, b, out, count);                                                \
  }                                                                          \
  TARGET static void multiply_##suffix(const float *a, const float *b,       \
                                       float *out, int64_t count) {          \
    multiply_of(a, b, out, count);                                           \
  }                                                                          \
  TARGET static void add_rows_##suffix(const float *a, const float *b,       \
                                       float *out, int64_t rows,             \
                                       int64_t channels) {                   \
    rows_of(add_of, a, b, out, rows, channels);                              \
  }                                                                          \
  TARGET static void multiply_rows_##suffix(                                 \
      const float *a, const float *b, float *out, int64_t rows,              \
      int64_t channels) {                                                    \
    rows_of(multiply_of, a, b, out, rows, channels);                         \
  }                                                                          \
  TARGET static void max_##suffix(const float *in, float *out,               \
                                  int64_t count) {                           \
    max_of(in, out, count);                                                  \
  }

RDC_VARIANTS(VARIANT)

void rdc_relu(int32_t isa, const float *x, float *out, int64_t count) {
  RDC_CALL(isa, relu, x, out, count);
}

void rdc_leaky_relu(int32_t isa, const float *x, float slope, float *out,
                    int64_t count) {
  RDC_CALL(isa, leaky_relu, x, slope, out, count);
}

void rdc_clamp(int32_t isa, const float *x, float low, float high, float *out,
               int64_t count) {
  RDC_CALL(isa, clamp, x, low, high, out, count);
}

void rdc_hard_swish(int32_t isa, const float *x, float slope, float *out,
                    int64_t count) {
  RDC_CALL(isa, hard_swish, x, slope, out, count);
}

void rdc_add(int32_t isa, const float *a, const float *b, float *out,
             int64_t count) {
  RDC_CALL(isa, add, a, b, out, count);
}

void rdc_multiply(int32_t isa, const float *a, const float *b, float *out,
                  int64_t count) {
  RDC_CALL(isa, multiply, a, b, out, count);
}

void rdc_add_channels(int32_t isa, const float *a, const float *b, float *out,
                      int64_t rows, int64_t channels) {
  RDC_CALL(isa, add_rows, a, b, out, rows, channels);
}

void rdc_multiply_channels(int32_t isa, const float *a, const float *b,
                           float *out, int64_t rows, int64_t channels) {
  RDC_CALL(isa, multiply_rows, a, b, out, rows, channels);
}

void rdc_max_pool(int32_t isa, const float *x, int64_t height, int64_t width,
                  int64_t channels, int64_t kernel, int64_t stride,
                  float *out) {
  const int64_t out_height = (height - kernel) / stride + 1;
  const int64_t out_width = (width - kernel) / stride + 1;
  for (int64_t oy = 0; oy < out_height; oy++) {
    for (int64_t ox = 0; ox < out_width; ox++, out += channels) {
      for (int64_t ky = 0; ky < kernel; ky++) {
        for (int64_t kx = 0; kx < kernel; kx++) {
          const float *in =
              x + ((oy * stride + ky) * width + ox * stride + kx) * channels;
          if (ky == 0 && kx == 0) {
            for (int64_t c = 0; c < channels; c++)
              out[c] = rdc_canonical(in[c]);
          } else {
            RDC_CALL(isa, max, in, out, channels);
          }
        }
      }
    }
  }
}

void rdc_average_pool(const float *x, int64_t width, int64_t channels,
                      int64_t kernel_height, int64_t kernel_width,
                      int64_t stride, int64_t out_height, int64_t out_width,
                      float *out) {
  const float divisor = (float)(kernel_height * kernel_width);
  for (int64_t oy = 0; oy < out_height; oy++) {
    for (int64_t ox = 0; ox < out_width; ox++, out += channels) {
      for (int64_t c = 0; c < channels; c++) out[c] = 0.0f;
      for (int64_t ky = 0; ky < kernel_height; ky++) {
        for (int64_t kx = 0; kx < kernel_width; kx++) {
          const float *in =
              x + ((oy * stride + ky) * width + ox * stride + kx) * channels;
          for (int64_t c = 0; c < channels; c++) out[c] += in[c];
        }
      }
      for (int64_t c = 0; c < channels; c++)
        out[c] = rdc_canonical(out[c] / divisor);
    }
  }
}

int64_t rdc_fetch_add(int64_t *counter, int64_t by) {
  return __atomic_fetch_add(counter, by, __ATOMIC_RELAXED);
}
