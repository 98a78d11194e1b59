// One set of micro-kernels for each instruction set, chosen at run time.
#include "CKernels.h"
#include "fma.h"
#include "kernels.h"

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#endif

#if defined(__x86_64__)
#include <immintrin.h>
#define RDC_X86 1
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#if defined(__aarch64__)

// The baseline of aarch64 has a fused multiply-add of its own.
static inline float32x4_t rdc_canonical_neon(float32x4_t x) {
  return vbslq_f32(vceqq_f32(x, x), x,
                   vreinterpretq_f32_u32(vdupq_n_u32(0x7FC00000u)));
}

#define RDC(name) name##_baseline
#define TARGET
#define VEC float32x4_t
#define WIDTH 4
#define LOAD(p) vld1q_f32(p)
#define STORE(p, x) vst1q_f32(p, x)
#define SET1(x) vdupq_n_f32(x)
#define FMA(a, b, c) vfmaq_f32(c, a, b)
#define CANON(x) rdc_canonical_neon(x)
#define FMA1(a, b, c) __builtin_fmaf(a, b, c)
#define ROWS 6
#define VECS 4
#include "tile.h"

#elif defined(RDC_X86)

// Four lanes in SSE2. The double sum, rounded to float, is only wrong where the
// sum seems to be a tie of two floats and is not, or where the result is
// subnormal and its ties are elsewhere; all such lanes go the careful way.
//
// Two lanes take a product, a sum and two conversions where AVX2 takes one
// instruction for eight: sixteen times as long before any check. Checking whole
// tiles and doing again those with a tie saved 15 to 22 %, and was not
// worth its length: sums that are exact ties are common, one in 700.
static __attribute__((noinline)) __m128 rdc_sse2_careful(__m128 a, __m128 b,
                                                         __m128 c) {
  float x[4], y[4], z[4];
  _mm_storeu_ps(x, a);
  _mm_storeu_ps(y, b);
  _mm_storeu_ps(z, c);
  for (int i = 0; i < 4; i++) z[i] = rdc_soft_fma(x[i], y[i], z[i]);
  return _mm_loadu_ps(z);
}

static inline __attribute__((always_inline)) __m128 rdc_sse2_fma(__m128 a,
                                                                 __m128 b,
                                                                 __m128 c) {
  const __m128d low = _mm_add_pd(_mm_mul_pd(_mm_cvtps_pd(a), _mm_cvtps_pd(b)),
                                 _mm_cvtps_pd(c));
  const __m128d high =
      _mm_add_pd(_mm_mul_pd(_mm_cvtps_pd(_mm_movehl_ps(a, a)),
                            _mm_cvtps_pd(_mm_movehl_ps(b, b))),
                 _mm_cvtps_pd(_mm_movehl_ps(c, c)));
  const __m128 result = _mm_movelh_ps(_mm_cvtpd_ps(low), _mm_cvtpd_ps(high));
  // The 29 bits that float does not have: a one and zeros in a tie.
  const __m128i tail = _mm_castps_si128(_mm_shuffle_ps(
      _mm_castpd_ps(low), _mm_castpd_ps(high), _MM_SHUFFLE(2, 0, 2, 0)));
  const __m128i tie =
      _mm_cmpeq_epi32(_mm_and_si128(tail, _mm_set1_epi32(0x1FFFFFFF)),
                      _mm_set1_epi32(0x10000000));
  // Up to the least normal float, to which a subnormal may round.
  const __m128i small = _mm_cmpgt_epi32(
      _mm_set1_epi32(0x00800001),
      _mm_and_si128(_mm_castps_si128(result), _mm_set1_epi32(0x7FFFFFFF)));
  if (__builtin_expect(_mm_movemask_epi8(_mm_or_si128(tie, small)) != 0, 0)) {
    // A sum of zero is exact, and common where inputs are zero.
    const __m128d none = _mm_setzero_pd();
    const __m128i zero = _mm_castps_si128(
        _mm_shuffle_ps(_mm_castpd_ps(_mm_cmpeq_pd(low, none)),
                       _mm_castpd_ps(_mm_cmpeq_pd(high, none)),
                       _MM_SHUFFLE(2, 0, 2, 0)));
    if (_mm_movemask_epi8(_mm_or_si128(tie, _mm_andnot_si128(zero, small))))
      return rdc_sse2_careful(a, b, c);
  }
  return result;
}

static inline __attribute__((always_inline)) __m128 rdc_sse2_canonical(
    __m128 x) {
  const __m128 nan = _mm_cmpunord_ps(x, x);
  const __m128 quiet = _mm_castsi128_ps(_mm_set1_epi32(0x7FC00000));
  return _mm_or_ps(_mm_and_ps(nan, quiet), _mm_andnot_ps(nan, x));
}

#define RDC(name) name##_baseline
#define TARGET
#define VEC __m128
#define WIDTH 4
#define LOAD(p) _mm_loadu_ps(p)
#define STORE(p, x) _mm_storeu_ps(p, x)
#define SET1(x) _mm_set1_ps(x)
#define FMA(a, b, c) rdc_sse2_fma(a, b, c)
#define CANON(x) rdc_sse2_canonical(x)
// Through the same lanes, so that a test of one value tests them.
#define FMA1(a, b, c) \
  _mm_cvtss_f32(rdc_sse2_fma(_mm_set1_ps(a), _mm_set1_ps(b), _mm_set1_ps(c)))
#define ROWS 2
#define VECS 2
#include "tile.h"

#else

// Any other machine: eight lanes of software, a plain loop that the compiler vectorises.
typedef struct {
  float lane[8];
} rdc_lanes;

static inline rdc_lanes rdc_lanes_load(const float *p) {
  rdc_lanes x;
  memcpy(x.lane, p, sizeof x.lane);
  return x;
}

static inline void rdc_lanes_store(float *p, rdc_lanes x) {
  memcpy(p, x.lane, sizeof x.lane);
}

static inline rdc_lanes rdc_lanes_set1(float value) {
  rdc_lanes x;
  for (int i = 0; i < 8; i++) x.lane[i] = value;
  return x;
}

static inline rdc_lanes rdc_lanes_fma(rdc_lanes a, rdc_lanes b, rdc_lanes c) {
  for (int i = 0; i < 8; i++)
    c.lane[i] = rdc_soft_fma(a.lane[i], b.lane[i], c.lane[i]);
  return c;
}

static inline rdc_lanes rdc_lanes_canonical(rdc_lanes x) {
  for (int i = 0; i < 8; i++) x.lane[i] = rdc_canonical(x.lane[i]);
  return x;
}

#define RDC(name) name##_baseline
#define TARGET
#define VEC rdc_lanes
#define WIDTH 8
#define LOAD(p) rdc_lanes_load(p)
#define STORE(p, x) rdc_lanes_store(p, x)
#define SET1(x) rdc_lanes_set1(x)
#define FMA(a, b, c) rdc_lanes_fma(a, b, c)
#define CANON(x) rdc_lanes_canonical(x)
#define FMA1(a, b, c) rdc_soft_fma(a, b, c)
#define ROWS 2
#define VECS 2
#include "tile.h"

#endif

#if defined(RDC_X86)

RDC_AVX2 static inline __attribute__((always_inline)) __m256
rdc_canonical_avx2(__m256 x) {
  return _mm256_blendv_ps(x,
                          _mm256_castsi256_ps(_mm256_set1_epi32(0x7FC00000)),
                          _mm256_cmp_ps(x, x, _CMP_UNORD_Q));
}

RDC_AVX2 static inline __attribute__((always_inline)) float rdc_fma_scalar(
    float a, float b, float c) {
  return _mm_cvtss_f32(
      _mm_fmadd_ss(_mm_set_ss(a), _mm_set_ss(b), _mm_set_ss(c)));
}

#define RDC(name) name##_avx2
#define TARGET RDC_AVX2
#define VEC __m256
#define WIDTH 8
#define LOAD(p) _mm256_loadu_ps(p)
#define STORE(p, x) _mm256_storeu_ps(p, x)
#define SET1(x) _mm256_set1_ps(x)
#define FMA(a, b, c) _mm256_fmadd_ps(a, b, c)
#define CANON(x) rdc_canonical_avx2(x)
#define FMA1(a, b, c) rdc_fma_scalar(a, b, c)
#define ROWS 6
#define VECS 2
#include "tile.h"

RDC_AVX512 static inline __attribute__((always_inline)) __m512
rdc_canonical_avx512(__m512 x) {
  return _mm512_mask_mov_ps(
      x, _mm512_cmp_ps_mask(x, x, _CMP_UNORD_Q),
      _mm512_castsi512_ps(_mm512_set1_epi32(0x7FC00000)));
}

#define RDC(name) name##_avx512
#define TARGET RDC_AVX512
#define VEC __m512
#define WIDTH 16
#define LOAD(p) _mm512_loadu_ps(p)
#define STORE(p, x) _mm512_storeu_ps(p, x)
#define SET1(x) _mm512_set1_ps(x)
#define FMA(a, b, c) _mm512_fmadd_ps(a, b, c)
#define CANON(x) rdc_canonical_avx512(x)
#define FMA1(a, b, c) rdc_fma_scalar(a, b, c)
#define ROWS 12
#define VECS 2
#include "tile.h"

#endif

int32_t rdc_isa_available(int32_t isa) {
  switch (isa) {
    case RDC_ISA_BASELINE:
      return 1;
#if defined(RDC_X86)
    case RDC_ISA_AVX2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case RDC_ISA_AVX512:
      return __builtin_cpu_supports("avx512f") &&
             __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
    default:
      return 0;
  }
}

const rdc_kernels *rdc_kernels_for(int32_t isa) {
  switch (isa) {
#if defined(RDC_X86)
    case RDC_ISA_AVX2:
      return &kernels_avx2;
    case RDC_ISA_AVX512:
      return &kernels_avx512;
#endif
    default:
      return &kernels_baseline;
  }
}

float rdc_fma(int32_t isa, float a, float b, float c) {
  return rdc_kernels_for(isa)->fma(a, b, c);
}

float rdc_fma_software(float a, float b, float c) {
  return rdc_soft_fma(a, b, c);
}
