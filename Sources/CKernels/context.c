// Integer sums of the entropy model's contexts: exact, so that neither the
// vectors' width nor the order of the terms can change a symbol.
//
// The work is written once, over a few operations on a vector of sums, and
// made for each instruction set that has more to offer than the compiler makes
// of the plain loops.
#include "CKernels.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define INLINE static inline __attribute__((always_inline))

// The two signed bytes of a list's entry as two 16-bit numbers.
INLINE uint32_t pair_of(uint32_t entry) {
  const uint32_t low = (uint16_t)(int16_t)(int8_t)(entry & 0xFF);
  const uint32_t high = (uint16_t)(int16_t)(int8_t)(entry >> 8 & 0xFF);
  return low | high << 16;
}

// Places of the causal neighbours and of the window, less the position.
INLINE void causal_places(int64_t stride, int64_t places[RDC_CONTEXT_CAUSAL]) {
  for (int64_t i = 0; i < 5; i++) {
    places[i] = -2 * stride + i - 2;
    places[5 + i] = -stride + i - 2;
  }
  places[10] = -2;
  places[11] = -1;
}

// Asks for the lists of positions that come soon: they lie too far apart to be
// foreseen. Some lie behind the last one, so that this counts in integers.
INLINE void prefetch_lists(const rdc_context_planes *p, int64_t position) {
  enum { AHEAD = 4 };
  for (int64_t row = -1; row <= 1; row++) {
    const int64_t list = (position + row * p->stride + AHEAD) * p->slots;
    __builtin_prefetch(
        (const void *)((uintptr_t)p->lists + (uintptr_t)list * 4));
  }
}

// LANES sums make a vector `VECTOR`; ADD_ROW(sums, row, pair) adds to each sum
// the products of two weights and the two halves of `pair`.
#define RDC_CONTEXT_BODY(suffix, TARGET, VECTOR, LANES, LOAD, STORE, ADD_ROW,  \
                         ADD_SAME, LEAVE)                                      \
  TARGET INLINE void add_##suffix(const int16_t *row, uint32_t pair,           \
                                  int vectors, VECTOR *sums) {                 \
    for (int v = 0; v < vectors; v++)                                          \
      ADD_ROW(sums[v], row + 2 * LANES * v, pair);                             \
  }                                                                            \
                                                                               \
  TARGET INLINE int32_t hidden_of_##suffix(                                    \
      const rdc_context_group *g, const rdc_context_planes *p,                 \
      int64_t position, const rdc_context_dense *dense, int vectors,           \
      int16_t *hidden) {                                                       \
    VECTOR sums[RDC_CONTEXT_HIDDEN / LANES];                                   \
    const int64_t width = 2 * LANES * vectors;                                 \
    const uint32_t window = (uint32_t)g->window;                               \
    prefetch_lists(p, position);                                               \
    for (int v = 0; v < vectors; v++)                                          \
      sums[v] = LOAD(g->hidden_bias + LANES * v);                              \
    const int16_t *rows = g->rows;                                             \
    for (int tap = 0; tap < 9; tap++, rows += window * width) {                \
      const int64_t place = position + (tap / 3 - 1) * p->stride + tap % 3 - 1;\
      const uint32_t *entry = p->lists + place * p->slots;                     \
      const uint32_t *const end = entry + p->counts[place];                    \
      for (; entry < end && *entry >> 16 < window; entry++)                    \
        add_##suffix(rows + (*entry >> 16) * width, pair_of(*entry), vectors,  \
                     sums);                                                    \
      if (tap > 3 || g->own_row < 0) continue;                                 \
      const int16_t *const own =                                               \
          g->rows + (g->own_row + tap * g->own - g->window) * width;           \
      for (; entry < end; entry++)                                             \
        add_##suffix(own + (*entry >> 16) * width, pair_of(*entry), vectors,   \
                     sums);                                                    \
    }                                                                          \
    const int16_t *row = g->rows + g->dense_row * width;                       \
    for (int64_t i = 0; i < g->slopes; i++, row += width)                      \
      add_##suffix(row, dense->slopes[i], vectors, sums);                      \
    for (int64_t i = 0; i < g->near; i++, row += width)                        \
      add_##suffix(row, dense->near[i], vectors, sums);                        \
    for (int v = 0; v < vectors; v++) LEAVE(hidden + LANES * v, sums[v]);      \
    if (!g->flag) return 0;                                                    \
    uint32_t flag = (uint32_t)g->flag_bias;                                    \
    for (int64_t j = 0; j < LANES * vectors; j++)                              \
      flag += (uint32_t)((int32_t)hidden[j] * g->flag[j]);                     \
    return (int32_t)flag;                                                      \
  }                                                                            \
                                                                               \
  TARGET static int32_t hidden_##suffix(                                       \
      const rdc_context_group *g, const rdc_context_planes *p,                 \
      int64_t position, const rdc_context_dense *dense, int16_t *hidden) {     \
    /* The size that packs have, so that all sums stay in registers. */        \
    return g->hidden == 40                                                     \
               ? hidden_of_##suffix(g, p, position, dense, 40 / LANES, hidden) \
               : hidden_of_##suffix(g, p, position, dense,                     \
                                    (int)(g->hidden / LANES), hidden);         \
  }                                                                            \
                                                                               \
  TARGET INLINE void outputs_of_##suffix(                                      \
      const rdc_context_group *g, const rdc_context_planes *p,                 \
      int64_t position, const rdc_context_dense *dense, uint32_t active,       \
      const int16_t *hidden, int64_t first, int vectors, int32_t *result) {    \
    VECTOR sums[32 / LANES];                                                   \
    for (int v = 0; v < vectors; v++)                                          \
      sums[v] = LOAD(g->bias + first + LANES * v);                             \
    for (int64_t j = 0; j < g->hidden; j += 2) {                               \
      uint32_t pair;                                                           \
      memcpy(&pair, hidden + j, sizeof pair);                                  \
      if (pair == 0) continue;                                                 \
      add_##suffix(g->leave + j * g->outputs + 2 * first, pair, vectors,       \
                   sums);                                                      \
    }                                                                          \
    if (g->same && active) {                                                   \
      int64_t places[RDC_CONTEXT_CAUSAL];                                      \
      causal_places(p->stride, places);                                        \
      for (uint32_t rest = active; rest; rest &= rest - 1) {                   \
        const int o = __builtin_ctz(rest);                                     \
        const uint8_t *const own =                                             \
            p->own + (position + places[o]) * g->outputs + first;              \
        const int32_t *const same = g->same + o * g->outputs + first;          \
        for (int v = 0; v < vectors; v++)                                      \
          ADD_SAME(sums[v], same + LANES * v, own + LANES * v);                \
      }                                                                        \
    }                                                                          \
    if (g->linear) {                                                           \
      const int16_t *row = g->linear + 2 * first;                              \
      for (int64_t i = 0; i < g->near / 2; i++, row += 2 * g->outputs)         \
        add_##suffix(row, dense->near_values[i], vectors, sums);               \
      for (int64_t i = 0; i < g->slopes / 2; i++, row += 2 * g->outputs)       \
        add_##suffix(row, dense->slope_values[i], vectors, sums);              \
    }                                                                          \
    for (int v = 0; v < vectors; v++)                                          \
      STORE(result + first + LANES * v, sums[v]);                              \
  }                                                                            \
                                                                               \
  TARGET static void outputs_##suffix(                                         \
      const rdc_context_group *g, const rdc_context_planes *p,                 \
      int64_t position, const rdc_context_dense *dense, uint32_t active,       \
      const int16_t *hidden, int32_t *sums) {                                  \
    int64_t first = 0;                                                         \
    for (; first + 32 <= g->outputs; first += 32)                              \
      outputs_of_##suffix(g, p, position, dense, active, hidden, first,        \
                          32 / LANES, sums);                                   \
    for (; first < g->outputs; first += 8)                                     \
      outputs_of_##suffix(g, p, position, dense, active, hidden, first,        \
                          8 / LANES, sums);                                    \
  }

#if defined(__aarch64__)

INLINE int32x4_t row_neon(const int16_t *row, uint32_t pair) {
  const int16x8_t weights = vld1q_s16(row);
  const int16x8_t inputs = vreinterpretq_s16_u32(vdupq_n_u32(pair));
  return vpaddq_s32(vmull_s16(vget_low_s16(weights), vget_low_s16(inputs)),
                    vmull_high_s16(weights, inputs));
}

INLINE int32x4_t bytes_neon(const uint8_t *bytes) {
  uint32_t four;
  memcpy(&four, bytes, sizeof four);
  const uint8x8_t narrow = vreinterpret_u8_u32(vdup_n_u32(four));
  return vreinterpretq_s32_u32(vmovl_u16(vget_low_u16(vmovl_u8(narrow))));
}

#define ADD_ROW(sum, row, pair) sum = vaddq_s32(sum, row_neon(row, pair))
#define ADD_SAME(sum, same, own) \
  sum = vmlaq_s32(sum, vld1q_s32(same), bytes_neon(own))
#define LEAVE(out, sum) \
  vst1_s16(out, vqmovn_s32(vshrq_n_s32(vmaxq_s32(sum, vdupq_n_s32(0)), 5)))
RDC_CONTEXT_BODY(baseline, , int32x4_t, 4, vld1q_s32, vst1q_s32, ADD_ROW,
                 ADD_SAME, LEAVE)

#else

#define LOAD_PLAIN(p) ((uint32_t)*(p))
#define STORE_PLAIN(p, sum) *(p) = (int32_t)(sum)
#define ADD_ROW(sum, row, pair)                                          \
  sum += (uint32_t)((row)[0] * (int32_t)(int16_t)((pair) & 0xFFFF)) +    \
         (uint32_t)((row)[1] * (int32_t)(int16_t)((pair) >> 16))
#define ADD_SAME(sum, same, own) sum += (uint32_t)*(same) * *(own)
#define LEAVE(out, sum)                                             \
  do {                                                              \
    const int32_t value = (int32_t)(sum);                           \
    const int32_t positive = value > 0 ? value >> 5 : 0;            \
    *(out) = (int16_t)(positive > 32767 ? 32767 : positive);        \
  } while (0)
RDC_CONTEXT_BODY(baseline, , uint32_t, 1, LOAD_PLAIN, STORE_PLAIN, ADD_ROW,
                 ADD_SAME, LEAVE)

#endif

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2")))
#define LOAD_AVX2(p) _mm256_loadu_si256((const __m256i *)(p))
#define STORE_AVX2(p, sum) _mm256_storeu_si256((__m256i *)(p), sum)
#define ADD_ROW_AVX2(sum, row, pair)                               \
  sum = _mm256_add_epi32(                                          \
      sum, _mm256_madd_epi16(_mm256_set1_epi32((int32_t)(pair)),   \
                             LOAD_AVX2(row)))
#define ADD_SAME_AVX2(sum, same, own)                                       \
  sum = _mm256_add_epi32(                                                   \
      sum, _mm256_mullo_epi32(                                              \
               LOAD_AVX2(same), _mm256_cvtepu8_epi32(_mm_loadl_epi64(       \
                                    (const __m128i *)(own)))))
// Packing saturates at 32767.
#define LEAVE_AVX2(out, sum)                                                \
  do {                                                                      \
    const __m256i value = _mm256_srai_epi32(                                \
        _mm256_max_epi32(sum, _mm256_setzero_si256()), 5);                  \
    _mm_storeu_si128((__m128i *)(out),                                      \
                     _mm_packs_epi32(_mm256_castsi256_si128(value),         \
                                     _mm256_extracti128_si256(value, 1)));  \
  } while (0)
RDC_CONTEXT_BODY(avx2, AVX2, __m256i, 8, LOAD_AVX2, STORE_AVX2, ADD_ROW_AVX2,
                 ADD_SAME_AVX2, LEAVE_AVX2)

#endif

int32_t rdc_context_hidden(int32_t isa, const rdc_context_group *group,
                           const rdc_context_planes *planes, int64_t position,
                           const rdc_context_dense *dense, int16_t *hidden) {
#if defined(__x86_64__)
  if (isa != RDC_ISA_BASELINE)
    return hidden_avx2(group, planes, position, dense, hidden);
#endif
  (void)isa;
  return hidden_baseline(group, planes, position, dense, hidden);
}

void rdc_context_outputs(int32_t isa, const rdc_context_group *group,
                         const rdc_context_planes *planes, int64_t position,
                         const rdc_context_dense *dense, uint32_t active,
                         const int16_t *hidden, int32_t *sums) {
#if defined(__x86_64__)
  if (isa != RDC_ISA_BASELINE) {
    outputs_avx2(group, planes, position, dense, active, hidden, sums);
    return;
  }
#endif
  (void)isa;
  outputs_baseline(group, planes, position, dense, active, hidden, sums);
}
