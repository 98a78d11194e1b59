// Integer sums of the entropy model's contexts: exact, so that neither the
// vectors' width nor the order of the terms can change a symbol.
#include "CKernels.h"

#define INLINE static inline __attribute__((always_inline))

INLINE void hidden_of(const int16_t *weights, const int64_t hidden,
                      const int32_t *rows, const int32_t *values,
                      int64_t count, const int32_t *bias, int32_t *sums) {
  uint32_t acc[64];
  for (int64_t j = 0; j < hidden; j++) acc[j] = (uint32_t)bias[j];
  for (int64_t i = 0; i < count; i++) {
    const int16_t *row = weights + (int64_t)rows[i] * hidden;
    const int32_t value = values[i];
    for (int64_t j = 0; j < hidden; j++)
      acc[j] += (uint32_t)(value * (int32_t)row[j]);
  }
  for (int64_t j = 0; j < hidden; j++) sums[j] = (int32_t)acc[j];
}

INLINE void hidden_any(const int16_t *weights, int64_t hidden,
                       const int32_t *rows, const int32_t *values,
                       int64_t count, const int32_t *bias, int32_t *sums) {
  // The sizes that packs have, so that all sums stay in registers.
  if (hidden == 32)
    hidden_of(weights, 32, rows, values, count, bias, sums);
  else if (hidden == 40)
    hidden_of(weights, 40, rows, values, count, bias, sums);
  else
    hidden_of(weights, hidden, rows, values, count, bias, sums);
}

INLINE void outputs_of(const int16_t *weights, const int32_t *inputs,
                       int64_t count, int64_t outputs, int64_t *sums) {
  for (int64_t j = 0; j < count; j++) {
    const int32_t value = inputs[j];
    if (value == 0) continue;
    const int16_t *row = weights + j * outputs;
    for (int64_t i = 0; i < outputs; i++)
      sums[i] += (int64_t)value * (int64_t)row[i];
  }
}

INLINE void same_of(const int32_t *weights, const uint8_t *const *places,
                    int64_t count, int64_t channels, int64_t *sums) {
  for (int64_t p = 0; p < count; p++) {
    const uint8_t *values = places[p];
    for (int64_t i = 0; i < channels; i++)
      sums[i] += (int64_t)weights[p * channels + i] * (int64_t)values[i];
  }
}

#define VARIANT(suffix, TARGET)                                               \
  TARGET static void hidden_##suffix(                                         \
      const int16_t *weights, int64_t hidden, const int32_t *rows,            \
      const int32_t *values, int64_t count, const int32_t *bias,              \
      int32_t *sums) {                                                        \
    hidden_any(weights, hidden, rows, values, count, bias, sums);             \
  }                                                                           \
  TARGET static void outputs_##suffix(const int16_t *weights,                 \
                                      const int32_t *inputs, int64_t count,   \
                                      int64_t outputs, int64_t *sums) {       \
    outputs_of(weights, inputs, count, outputs, sums);                        \
  }                                                                           \
  TARGET static void same_##suffix(                                           \
      const int32_t *weights, const uint8_t *const *places, int64_t count,    \
      int64_t channels, int64_t *sums) {                                      \
    same_of(weights, places, count, channels, sums);                          \
  }

VARIANT(baseline, )
#if defined(__x86_64__)
VARIANT(avx2, __attribute__((target("avx2"))))
#define CALL(name, ...) \
  (isa == RDC_ISA_BASELINE ? name##_baseline(__VA_ARGS__) : name##_avx2(__VA_ARGS__))
#else
#define CALL(name, ...) ((void)isa, name##_baseline(__VA_ARGS__))
#endif

void rdc_context_hidden(int32_t isa, const int16_t *weights, int64_t hidden,
                        const int32_t *rows, const int32_t *values,
                        int64_t count, const int32_t *bias, int32_t *sums) {
  CALL(hidden, weights, hidden, rows, values, count, bias, sums);
}

void rdc_context_outputs(int32_t isa, const int16_t *weights,
                         const int32_t *inputs, int64_t count, int64_t outputs,
                         int64_t *sums) {
  CALL(outputs, weights, inputs, count, outputs, sums);
}

void rdc_context_same(int32_t isa, const int32_t *weights,
                      const uint8_t *const *places, int64_t count,
                      int64_t channels, int64_t *sums) {
  CALL(same, weights, places, count, channels, sums);
}
