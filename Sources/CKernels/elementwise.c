// Operations of one or two roundings an element: IEEE 754 fixes their bits,
// apart from those of a NaN, which are fixed here.
#include "CKernels.h"
#include "kernels.h"

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#endif

// +0 for -0, for anything negative and for NaN.
void rdc_relu(const float *x, float *out, int64_t count) {
  for (int64_t i = 0; i < count; i++) out[i] = x[i] > 0.0f ? x[i] : 0.0f;
}

void rdc_leaky_relu(const float *x, float slope, float *out, int64_t count) {
  for (int64_t i = 0; i < count; i++)
    out[i] = rdc_canonical(x[i] > 0.0f ? x[i] : x[i] * slope);
}

void rdc_clamp(const float *x, float low, float high, float *out,
               int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    const float y = x[i] < low ? low : x[i];
    out[i] = rdc_canonical(y > high ? high : y);
  }
}

void rdc_add(const float *a, const float *b, float *out, int64_t count) {
  for (int64_t i = 0; i < count; i++) out[i] = rdc_canonical(a[i] + b[i]);
}

void rdc_multiply(const float *a, const float *b, float *out, int64_t count) {
  for (int64_t i = 0; i < count; i++) out[i] = rdc_canonical(a[i] * b[i]);
}

void rdc_add_channels(const float *a, const float *b, float *out, int64_t rows,
                      int64_t channels) {
  for (int64_t r = 0; r < rows; r++)
    rdc_add(a + r * channels, b, out + r * channels, channels);
}

void rdc_multiply_channels(const float *a, const float *b, float *out,
                           int64_t rows, int64_t channels) {
  for (int64_t r = 0; r < rows; r++)
    rdc_multiply(a + r * channels, b, out + r * channels, channels);
}

void rdc_max_pool(const float *x, int64_t height, int64_t width,
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
            for (int64_t c = 0; c < channels; c++)
              out[c] = in[c] > out[c] ? in[c] : out[c];
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
