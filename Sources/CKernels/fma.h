// The fused multiply-add of machines without one.
#ifndef RDC_FMA_H
#define RDC_FMA_H

#include <float.h>
#include <stdint.h>
#include <string.h>

#if FLT_EVAL_METHOD != 0
#error "float arithmetic must be done in float (FLT_EVAL_METHOD == 0)"
#endif

// Correct a * b + c with one rounding. The product of two floats is exact in
// double (48 bits). The sum is rounded to odd: where it is inexact and its
// last bit is even, the neighbour towards the lost part is taken. 53 bits
// rounded to odd hold 24 + 2 bits and a sticky one, so that the second
// rounding, to float (normal or subnormal), is the right one. (Boldo and
// Melquiond, "Emulation of FMA and correctly rounded sums", 2008.)
//
// Without branches, so that compilers make vectors of it.
static inline float rdc_soft_fma(float a, float b, float c) {
  const double p = (double)a * (double)b;
  const double z = (double)c;
  double s = p + z;
  // The lost part, exact (Knuth's two-sum); NaN where s is not finite, and
  // then both comparisons below are false.
  const double zz = s - p;
  const double e = (p - (s - zz)) + (z - zz);
  int64_t bits;
  memcpy(&bits, &s, sizeof bits);
  const int64_t inexact = (int64_t)(e > 0) | (int64_t)(e < 0);
  const int64_t even = ~bits & 1;
  const int64_t away = (int64_t)((e > 0) == (s > 0));
  bits += (inexact & even) * (2 * away - 1);
  memcpy(&s, &bits, sizeof s);
  return (float)s;
}

#endif
