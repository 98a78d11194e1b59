// What every instruction set provides, and how one is picked.
#ifndef RDC_KERNELS_H
#define RDC_KERNELS_H

#include <stdint.h>
#include <stddef.h>
#include <string.h>

// A convolution with few outputs, stride 1.
typedef struct {
  int64_t height, width, outputs;  // of the output
  int64_t channels, kernel_height, kernel_width;
  int64_t places;  // values from one channel of a line to the next
} rdc_planar_shape;

typedef struct {
  void (*panel)(const float *const *pointers, int64_t rows,
                int64_t pointer_stride, int64_t taps, int64_t channels,
                const float *weights, int64_t weight_stride, const float *bias,
                float *out, int64_t out_stride, int64_t count, int first,
                int last);
  void (*depthwise_pixel)(const float *const *pointers, int64_t taps,
                          int64_t channels, const float *weights,
                          const float *start, float *out, int last);
  // NULL where they would gain nothing.
  int (*depthwise_run)(int64_t kernel, int64_t stride, const float *input,
                       int64_t line, int64_t channels, const float *weights,
                       const float *bias, float *out, int64_t count);
  void (*planar)(const float *planes, const rdc_planar_shape *shape,
                 const float *weights, int64_t weight_stride,
                 const float *bias, float *out);
  void (*affine)(const float *x, const float *scale, const float *shift,
                 int64_t period, float *out, int64_t count);
  float (*fma)(float a, float b, float c);
} rdc_kernels;

#if defined(__x86_64__)
#define RDC_AVX2 __attribute__((target("avx2,fma")))
#define RDC_AVX512 __attribute__((target("avx512f,avx2,fma")))
// VARIANT(suffix, target) for each instruction set, and the choice among them.
#define RDC_VARIANTS(VARIANT) \
  VARIANT(baseline, )         \
  VARIANT(avx2, RDC_AVX2)     \
  VARIANT(avx512, RDC_AVX512)
#define RDC_CALL(isa, name, ...)                        \
  (isa == RDC_ISA_AVX512   ? name##_avx512(__VA_ARGS__) \
   : isa == RDC_ISA_AVX2 ? name##_avx2(__VA_ARGS__)     \
                         : name##_baseline(__VA_ARGS__))
#else
#define RDC_VARIANTS(VARIANT) VARIANT(baseline, )
#define RDC_CALL(isa, name, ...) ((void)isa, name##_baseline(__VA_ARGS__))
#endif

const rdc_kernels *rdc_kernels_for(int32_t isa);

static inline float rdc_canonical(float x) {
  const uint32_t quiet = 0x7FC00000u;
  float nan;
  memcpy(&nan, &quiet, sizeof nan);
  return x != x ? nan : x;
}

#endif
