// Integer sums of the entropy model's contexts: exact, so that neither the
// vectors' width nor the order of the terms can change a symbol.
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

// sums[j] += low * row[2 j] + high * row[2 j + 1].
INLINE void add_row(const int16_t *row, uint32_t pair, int64_t count,
                    uint32_t *sums) {
  const int32_t low = (int16_t)(pair & 0xFFFF);
  const int32_t high = (int16_t)(pair >> 16);
  for (int64_t j = 0; j < count; j++)
    sums[j] += (uint32_t)(low * row[2 * j]) + (uint32_t)(high * row[2 * j + 1]);
}

static void hidden_baseline(const rdc_context_group *g,
                            const rdc_context_place *place, int16_t *hidden) {
  uint32_t sums[RDC_CONTEXT_HIDDEN];
  const int64_t count = g->hidden;
  for (int64_t j = 0; j < count; j++) sums[j] = (uint32_t)g->hidden_bias[j];
  for (int64_t tap = 0; tap < 9; tap++) {
    const uint32_t *entry = place->lists[tap];
    const uint32_t *const end = entry + place->counts[tap];
    for (; entry < end && *entry >> 16 < (uint32_t)g->window; entry++)
      add_row(g->rows + (tap * g->window + (*entry >> 16)) * 2 * count,
              pair_of(*entry), count, sums);
    if (g->own_row < 0 || tap > 3) continue;
    const int64_t first = g->own_row + tap * g->own - g->window;
    for (; entry < end; entry++)
      add_row(g->rows + (first + (*entry >> 16)) * 2 * count, pair_of(*entry),
              count, sums);
  }
  for (int64_t i = 0; i < place->dense_count; i++)
    add_row(g->rows + (g->dense_row + i) * 2 * count, place->dense[i], count,
            sums);
  for (int64_t j = 0; j < count; j++) {
    const int32_t value = (int32_t)sums[j];
    const int32_t positive = value > 0 ? value >> 5 : 0;
    hidden[j] = (int16_t)(positive > 32767 ? 32767 : positive);
  }
}

static void outputs_baseline(const rdc_context_group *g,
                             const rdc_context_place *place,
                             const int16_t *hidden, int32_t *sums) {
  uint32_t *const total = (uint32_t *)sums;
  memcpy(sums, g->bias, (size_t)g->outputs * sizeof *sums);
  for (int64_t j = 0; j < g->hidden; j += 2) {
    uint32_t pair;
    memcpy(&pair, hidden + j, sizeof pair);
    add_row(g->leave + j * g->outputs, pair, g->outputs, total);
  }
  if (!g->same) return;
  for (int64_t p = 0; p < RDC_CONTEXT_CAUSAL; p++)
    for (int64_t i = 0; i < g->own_channels; i++)
      total[i] += (uint32_t)g->same[p * g->outputs + i] * place->same[p][i];
}

// Eight sums in vectors: AVX2, or NEON, which every aarch64 has.
#if defined(__x86_64__)
#define VECTORS 1
#define TARGET __attribute__((target("avx2")))
typedef __m256i sums8;

TARGET INLINE sums8 load8(const int32_t *sums) {
  return _mm256_loadu_si256((const __m256i *)sums);
}

TARGET INLINE void store8(int32_t *target, sums8 sums) {
  _mm256_storeu_si256((__m256i *)target, sums);
}

// sums += low * row[2 j] + high * row[2 j + 1].
TARGET INLINE sums8 add8(sums8 sums, const int16_t *row, uint32_t pair) {
  return _mm256_add_epi32(
      sums, _mm256_madd_epi16(_mm256_set1_epi32((int32_t)pair),
                              _mm256_loadu_si256((const __m256i *)row)));
}

// sums += bytes * weights.
TARGET INLINE sums8 multiply8(sums8 sums, const uint8_t *bytes,
                              const int32_t *weights) {
  return _mm256_add_epi32(
      sums,
      _mm256_mullo_epi32(
          _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)bytes)),
          load8(weights)));
}

// min(max(sums, 0) >> 5, 32767).
TARGET INLINE void activate8(int16_t *target, sums8 sums) {
  const __m256i value =
      _mm256_srai_epi32(_mm256_max_epi32(sums, _mm256_setzero_si256()), 5);
  // Saturates at 32767.
  _mm_storeu_si128((__m128i *)target,
                   _mm_packs_epi32(_mm256_castsi256_si128(value),
                                   _mm256_extracti128_si256(value, 1)));
}
#elif defined(__aarch64__)
#define VECTORS 1
#define TARGET
typedef struct {
  int32x4_t low, high;
} sums8;

INLINE sums8 load8(const int32_t *sums) {
  return (sums8){vld1q_s32(sums), vld1q_s32(sums + 4)};
}

INLINE void store8(int32_t *target, sums8 sums) {
  vst1q_s32(target, sums.low);
  vst1q_s32(target + 4, sums.high);
}

// sums += low * row[2 j] + high * row[2 j + 1].
INLINE sums8 add8(sums8 sums, const int16_t *row, uint32_t pair) {
  const int16_t low = (int16_t)(pair & 0xFFFF), high = (int16_t)(pair >> 16);
  const int16x8x2_t weights = vld2q_s16(row);
  sums.low = vmlal_n_s16(sums.low, vget_low_s16(weights.val[0]), low);
  sums.low = vmlal_n_s16(sums.low, vget_low_s16(weights.val[1]), high);
  sums.high = vmlal_high_n_s16(sums.high, weights.val[0], low);
  sums.high = vmlal_high_n_s16(sums.high, weights.val[1], high);
  return sums;
}

// sums += bytes * weights.
INLINE sums8 multiply8(sums8 sums, const uint8_t *bytes,
                       const int32_t *weights) {
  const uint16x8_t wide = vmovl_u8(vld1_u8(bytes));
  const sums8 w = load8(weights);
  sums.low = vmlaq_s32(
      sums.low, vreinterpretq_s32_u32(vmovl_u16(vget_low_u16(wide))), w.low);
  sums.high = vmlaq_s32(
      sums.high, vreinterpretq_s32_u32(vmovl_high_u16(wide)), w.high);
  return sums;
}

// min(max(sums, 0) >> 5, 32767).
INLINE void activate8(int16_t *target, sums8 sums) {
  const int32x4_t zero = vdupq_n_s32(0);
  vst1q_s16(target,
            vcombine_s16(
                vqmovn_s32(vshrq_n_s32(vmaxq_s32(sums.low, zero), 5)),
                vqmovn_s32(vshrq_n_s32(vmaxq_s32(sums.high, zero), 5))));
}
#endif

#if defined(VECTORS)
TARGET INLINE void add_vectors(const int16_t *row, uint32_t pair, int vectors,
                               sums8 *sums) {
  for (int v = 0; v < vectors; v++)
    sums[v] = add8(sums[v], row + 16 * v, pair);
}

TARGET INLINE void hidden_vectors(const rdc_context_group *g,
                                  const rdc_context_place *place, int vectors,
                                  int16_t *hidden) {
  sums8 sums[RDC_CONTEXT_HIDDEN / 8];
  const int64_t stride = 16 * vectors;
  for (int v = 0; v < vectors; v++)
    sums[v] = load8(g->hidden_bias + 8 * v);
  for (int64_t tap = 0; tap < 9; tap++) {
    const uint32_t *entry = place->lists[tap];
    const uint32_t *const end = entry + place->counts[tap];
    const uint32_t window = (uint32_t)g->window;
    const int16_t *const rows = g->rows + tap * g->window * stride;
    for (; entry < end && *entry >> 16 < window; entry++)
      add_vectors(rows + (*entry >> 16) * stride, pair_of(*entry), vectors,
                  sums);
    if (g->own_row < 0 || tap > 3) continue;
    const int16_t *const own =
        g->rows + (g->own_row + tap * g->own - g->window) * stride;
    for (; entry < end; entry++)
      add_vectors(own + (*entry >> 16) * stride, pair_of(*entry), vectors,
                  sums);
  }
  const int16_t *row = g->rows + g->dense_row * stride;
  for (int64_t i = 0; i < place->dense_count; i++, row += stride)
    add_vectors(row, place->dense[i], vectors, sums);
  for (int v = 0; v < vectors; v++) activate8(hidden + 8 * v, sums[v]);
}

TARGET static void hidden_fast(const rdc_context_group *g,
                               const rdc_context_place *place, int16_t *hidden) {
  // The sizes that packs have, so that all sums stay in registers.
  if (g->hidden == 32)
    hidden_vectors(g, place, 4, hidden);
  else if (g->hidden == 40)
    hidden_vectors(g, place, 5, hidden);
  else
    hidden_vectors(g, place, (int)(g->hidden / 8), hidden);
}

TARGET INLINE void outputs_vectors(const rdc_context_group *g,
                                   const rdc_context_place *place,
                                   const int16_t *hidden, int64_t first,
                                   int vectors, int32_t *result) {
  sums8 sums[4];
  for (int v = 0; v < vectors; v++)
    sums[v] = load8(g->bias + first + 8 * v);
  for (int64_t j = 0; j < g->hidden; j += 2) {
    uint32_t pair;
    memcpy(&pair, hidden + j, sizeof pair);
    if (pair == 0) continue;
    add_vectors(g->leave + j * g->outputs + 2 * first, pair, vectors, sums);
  }
  if (g->same)
    for (int64_t p = 0; p < RDC_CONTEXT_CAUSAL; p++)
      for (int v = 0; v < vectors; v++)
        sums[v] = multiply8(sums[v], place->same[p] + first + 8 * v,
                            g->same + p * g->outputs + first + 8 * v);
  for (int v = 0; v < vectors; v++) store8(result + first + 8 * v, sums[v]);
}

TARGET static void outputs_fast(const rdc_context_group *g,
                                const rdc_context_place *place,
                                const int16_t *hidden, int32_t *sums) {
  int64_t first = 0;
  for (; first + 32 <= g->outputs; first += 32)
    outputs_vectors(g, place, hidden, first, 4, sums);
  switch ((g->outputs - first) / 8) {
    case 1: outputs_vectors(g, place, hidden, first, 1, sums); break;
    case 2: outputs_vectors(g, place, hidden, first, 2, sums); break;
    case 3: outputs_vectors(g, place, hidden, first, 3, sums); break;
    default: break;
  }
}

// The baseline of aarch64 has vectors, that of x86-64 none that multiply so.
static int has_vectors(int32_t isa) {
#if defined(__x86_64__)
  return isa != RDC_ISA_BASELINE;
#else
  (void)isa;
  return 1;
#endif
}
#endif

void rdc_context_hidden(int32_t isa, const rdc_context_group *group,
                        const rdc_context_place *place, int16_t *hidden) {
#if defined(VECTORS)
  if (has_vectors(isa)) {
    hidden_fast(group, place, hidden);
    return;
  }
#else
  (void)isa;
#endif
  hidden_baseline(group, place, hidden);
}

void rdc_context_outputs(int32_t isa, const rdc_context_group *group,
                         const rdc_context_place *place, const int16_t *hidden,
                         int32_t *sums) {
#if defined(VECTORS)
  if (has_vectors(isa)) {
    outputs_fast(group, place, hidden, sums);
    return;
  }
#else
  (void)isa;
#endif
  outputs_baseline(group, place, hidden, sums);
}
