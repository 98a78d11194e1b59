// What surrounds the networks: values to samples, and how far decoded digits
// are from a picture. A fixed order of sums, whatever the vectors.
#include "CKernels.h"
#include "kernels.h"

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#endif

#define INLINE static inline __attribute__((always_inline))

enum { LANES = 16 };

// Sixteen values that the compiler keeps in as many registers as they need; no
// alignment is promised.
typedef float lanes __attribute__((vector_size(64), aligned(4), may_alias));
typedef int32_t bits __attribute__((vector_size(64), aligned(4), may_alias));

INLINE float clamped(float y) {
  y = y > 0.0f ? y : 0.0f;
  return y < 1.0f ? y : 1.0f;
}

INLINE void errors_of(const float *picture, const float *decoded,
                      int64_t count, int64_t size, float *errors) {
  const int64_t whole = size - size % LANES;
  for (int64_t n = 0; n < count; n++, decoded += size) {
    lanes sums = {0};
    for (int64_t i = 0; i < whole; i += LANES) {
      const lanes x = *(const lanes *)(picture + i);
      lanes y = *(const lanes *)(decoded + i);
      const lanes one = (lanes){0} + 1.0f;
      y = (lanes)((bits)y & (bits)(y > (lanes){0}));
      const bits low = (bits)(y < one);
      y = (lanes)(((bits)y & low) | ((bits)one & ~low));
      const lanes d = x - y;
      sums += d * d;
    }
    for (int64_t i = whole; i < size; i++) {
      const float d = picture[i] - clamped(decoded[i]);
      sums[i - whole] += d * d;
    }
    float eight[8], four[4];
    for (int i = 0; i < 8; i++) eight[i] = sums[i] + sums[i + 8];
    for (int i = 0; i < 4; i++) four[i] = eight[i] + eight[i + 4];
    errors[n] = (four[0] + four[2]) + (four[1] + four[3]);
  }
}

INLINE void samples_of(const float *values, uint8_t *samples, int64_t count) {
  for (int64_t i = 0; i < count; i++)
    samples[i] = (uint8_t)(int32_t)(clamped(values[i]) * 255.0f + 0.5f);
}

// Black for what is negative or no number.
INLINE void rounded_of(const float *values, uint8_t *samples, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    float y = values[i] > 0.0f ? values[i] : 0.0f;
    y = y < 255.0f ? y : 255.0f;
    samples[i] = (uint8_t)(int32_t)(y + 0.5f);
  }
}

#define VARIANT(suffix, TARGET)                                              \
  TARGET static void errors_##suffix(const float *picture,                   \
                                     const float *decoded, int64_t count,    \
                                     int64_t size, float *errors) {          \
    errors_of(picture, decoded, count, size, errors);                        \
  }                                                                          \
  TARGET static void samples_##suffix(const float *values, uint8_t *samples, \
                                      int64_t count) {                       \
    samples_of(values, samples, count);                                      \
  }                                                                          \
  TARGET static void rounded_##suffix(const float *values, uint8_t *samples, \
                                      int64_t count) {                       \
    rounded_of(values, samples, count);                                      \
  }

RDC_VARIANTS(VARIANT)

void rdc_squared_errors(int32_t isa, const float *picture,
                        const float *decoded, int64_t count, int64_t size,
                        float *errors) {
  RDC_CALL(isa, errors, picture, decoded, count, size, errors);
}

void rdc_samples(int32_t isa, const float *values, uint8_t *samples,
                 int64_t count) {
  RDC_CALL(isa, samples, values, samples, count);
}

void rdc_rounded_samples(int32_t isa, const float *values, uint8_t *samples,
                         int64_t count) {
  RDC_CALL(isa, rounded, values, samples, count);
}
