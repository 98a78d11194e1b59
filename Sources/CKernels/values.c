// Moving values about: exact, so that vectors cannot change a bit. Written as
// plain loops without branches that compilers turn into vectors.
#if defined(__linux__)
#define _DEFAULT_SOURCE  // for madvise
#endif
#include "CKernels.h"

#include <stdlib.h>
#include <string.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif
#if defined(__GLIBC__)
#include <malloc.h>
#include <unistd.h>
#endif

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#endif

static inline float float_of(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static inline uint32_t bits_of(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

void rdc_widen_half(const uint8_t *halves, float *out, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    uint16_t half;
    memcpy(&half, halves + 2 * i, sizeof half);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    half = (uint16_t)(half << 8 | half >> 8);
#endif
    const uint32_t magnitude = (uint32_t)(half & 0x7FFF) << 13;
    const uint32_t exponent = magnitude & 0x0F800000u;
    const uint32_t normal = magnitude + 0x38000000u;
    // A subnormal half is normal here: 2^-14 and the fraction, less 2^-14.
    const uint32_t small =
        bits_of(float_of(magnitude + 0x38800000u) - 0x1p-14f);
    const uint32_t special = magnitude | 0x7F800000u;
    const uint32_t bits = exponent == 0             ? small
                          : exponent == 0x0F800000u ? special
                                                    : normal;
    out[i] = float_of(bits | (uint32_t)(half & 0x8000) << 16);
  }
}

int32_t rdc_all_finite(const float *values, int64_t count) {
  uint32_t bad = 0;
  for (int64_t i = 0; i < count; i++)
    bad |= (bits_of(values[i]) & 0x7F800000u) == 0x7F800000u;
  return !bad;
}

void *rdc_allocate(int64_t size) {
  enum { LARGE_PAGE = 2 << 20 };
  const int is_large = size >= 2 * LARGE_PAGE;
  const size_t alignment = is_large ? LARGE_PAGE : 64;
  if (size < 0 || size > INT64_MAX - LARGE_PAGE) return NULL;
  // At least one unit, and whole ones.
  void *const memory = aligned_alloc(
      alignment, ((size_t)size / alignment + 1) * alignment);
#if defined(__linux__)
  // A wish: what follows works without it.
  if (memory && is_large)
    (void)madvise(memory, (size_t)(size / LARGE_PAGE * LARGE_PAGE),
                  MADV_HUGEPAGE);
#endif
  return memory;
}

void rdc_free(void *memory) { free(memory); }

void rdc_keep_freed_memory(void) {
#if defined(__GLIBC__)
  // A large block goes back whole: kept, it is soon a hole that the next one just
  // does not fit into, and how much memory a run takes were chance.
  mallopt(M_MMAP_THRESHOLD, 8 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

void rdc_use_large_pages(void) {
#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
  // The heap grows once by many addresses, of which none is touched yet.
  const size_t reserve = 64 << 20, page = 2 << 20;
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_TOP_PAD, reserve);
  void *volatile block = malloc(page);  // or the compiler leaves it out
  free(block);
  mallopt(M_TOP_PAD, 128 << 10);
  const uintptr_t end = (uintptr_t)sbrk(0);
  const uintptr_t start = (end - reserve + page - 1) / page * page;
  (void)madvise((void *)start, end - start, MADV_HUGEPAGE);  // a wish
#endif
}
