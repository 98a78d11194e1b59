// Integer sums of the entropy model's contexts: exact, so that neither the
// vectors' width nor the order of the terms can change a symbol.
#include "CKernels.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
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

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2")))

AVX2 INLINE void add_vectors(const int16_t *row, uint32_t pair, int vectors,
                             __m256i *sums) {
  const __m256i value = _mm256_set1_epi32((int32_t)pair);
  for (int v = 0; v < vectors; v++) {
    const __m256i weight =
        _mm256_loadu_si256((const __m256i *)(row + 16 * v));
    sums[v] = _mm256_add_epi32(sums[v], _mm256_madd_epi16(value, weight));
  }
}

AVX2 INLINE void hidden_vectors(const rdc_context_group *g,
                                const rdc_context_place *place, int vectors,
                                int16_t *hidden) {
  __m256i sums[RDC_CONTEXT_HIDDEN / 8];
  const int64_t stride = 16 * vectors;
  for (int v = 0; v < vectors; v++)
    sums[v] = _mm256_loadu_si256((const __m256i *)(g->hidden_bias + 8 * v));
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
  const __m256i zero = _mm256_setzero_si256();
  for (int v = 0; v < vectors; v++) {
    const __m256i value =
        _mm256_srai_epi32(_mm256_max_epi32(sums[v], zero), 5);
    // Saturates at 32767.
    const __m128i packed =
        _mm_packs_epi32(_mm256_castsi256_si128(value),
                        _mm256_extracti128_si256(value, 1));
    _mm_storeu_si128((__m128i *)(hidden + 8 * v), packed);
  }
}

AVX2 static void hidden_avx2(const rdc_context_group *g,
                             const rdc_context_place *place, int16_t *hidden) {
  // The sizes that packs have, so that all sums stay in registers.
  if (g->hidden == 32)
    hidden_vectors(g, place, 4, hidden);
  else if (g->hidden == 40)
    hidden_vectors(g, place, 5, hidden);
  else
    hidden_vectors(g, place, (int)(g->hidden / 8), hidden);
}

AVX2 INLINE void outputs_vectors(const rdc_context_group *g,
                                 const rdc_context_place *place,
                                 const int16_t *hidden, int64_t first,
                                 int vectors, int32_t *result) {
  __m256i sums[4];
  for (int v = 0; v < vectors; v++)
    sums[v] = _mm256_loadu_si256((const __m256i *)(g->bias + first + 8 * v));
  for (int64_t j = 0; j < g->hidden; j += 2) {
    uint32_t pair;
    memcpy(&pair, hidden + j, sizeof pair);
    if (pair == 0) continue;
    add_vectors(g->leave + j * g->outputs + 2 * first, pair, vectors, sums);
  }
  if (g->same)
    for (int64_t p = 0; p < RDC_CONTEXT_CAUSAL; p++)
      for (int v = 0; v < vectors; v++) {
        const int64_t at = first + 8 * v;
        const __m256i value = _mm256_cvtepu8_epi32(
            _mm_loadl_epi64((const __m128i *)(place->same[p] + at)));
        const __m256i weight = _mm256_loadu_si256(
            (const __m256i *)(g->same + p * g->outputs + at));
        sums[v] =
            _mm256_add_epi32(sums[v], _mm256_mullo_epi32(value, weight));
      }
  for (int v = 0; v < vectors; v++)
    _mm256_storeu_si256((__m256i *)(result + first + 8 * v), sums[v]);
}

AVX2 static void outputs_avx2(const rdc_context_group *g,
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
#endif

void rdc_context_hidden(int32_t isa, const rdc_context_group *group,
                        const rdc_context_place *place, int16_t *hidden) {
#if defined(__x86_64__)
  if (isa != RDC_ISA_BASELINE) {
    hidden_avx2(group, place, hidden);
    return;
  }
#endif
  (void)isa;
  hidden_baseline(group, place, hidden);
}

void rdc_context_outputs(int32_t isa, const rdc_context_group *group,
                         const rdc_context_place *place, const int16_t *hidden,
                         int32_t *sums) {
#if defined(__x86_64__)
  if (isa != RDC_ISA_BASELINE) {
    outputs_avx2(group, place, hidden, sums);
    return;
  }
#endif
  (void)isa;
  outputs_baseline(group, place, hidden, sums);
}
