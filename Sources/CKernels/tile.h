// The micro-kernels, written once; no include guard, because this is included
// once for every instruction set with
//
//   RDC(name)   name with the suffix of the instruction set
//   TARGET      function attribute that allows the instructions
//   VEC WIDTH LOAD STORE SET1 FMA   a vector and what is done with it
//   CANON       its NaN lanes replaced by 0x7FC00000
//   FMA1        one fused multiply-add
//   ROWS VECS   accumulators of the largest tile: ROWS * VECS vectors
//
// A tile is `rows` output pixels times `vectors * WIDTH` output channels. Its
// inputs are found through pointers: pointers[tap * stride + row] is where the
// channels of that tap begin, so that no copy of the picture is ever made.

#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif
#define INLINE static inline __attribute__((always_inline))

TARGET INLINE void RDC(tile)(const int rows, const int vectors,
                             const float *const *pointers,
                             int64_t pointer_stride, int64_t taps,
                             int64_t channels, const float *weights,
                             int64_t weight_stride, const float *start,
                             int64_t start_stride, float *out,
                             int64_t out_stride, int last) {
  VEC acc[ROWS][VECS];
  UNROLL
  for (int r = 0; r < rows; r++) {
    UNROLL
    for (int v = 0; v < vectors; v++)
      acc[r][v] = LOAD(start + r * start_stride + v * WIDTH);
  }
  for (int64_t t = 0; t < taps; t++) {
    const float *a[ROWS];
    UNROLL
    for (int r = 0; r < rows; r++) a[r] = pointers[t * pointer_stride + r];
    for (int64_t k = 0; k < channels; k++) {
      VEC b[VECS];
      UNROLL
      for (int v = 0; v < vectors; v++) b[v] = LOAD(weights + v * WIDTH);
      weights += weight_stride;
      UNROLL
      for (int r = 0; r < rows; r++) {
        const VEC x = SET1(a[r][k]);
        UNROLL
        for (int v = 0; v < vectors; v++) acc[r][v] = FMA(x, b[v], acc[r][v]);
      }
    }
  }
  UNROLL
  for (int r = 0; r < rows; r++) {
    UNROLL
    for (int v = 0; v < vectors; v++)
      STORE(out + r * out_stride + v * WIDTH,
            last ? CANON(acc[r][v]) : acc[r][v]);
  }
}

// Hands the run-time number of rows to a tile compiled for it.
TARGET static void RDC(tiles)(int rows, int vectors,
                              const float *const *pointers,
                              int64_t pointer_stride, int64_t taps,
                              int64_t channels, const float *weights,
                              int64_t weight_stride, const float *start,
                              int64_t start_stride, float *out,
                              int64_t out_stride, int last) {
#define CASE(n, v)                                                         \
  case n:                                                                  \
    RDC(tile)(n, v, pointers, pointer_stride, taps, channels, weights,     \
              weight_stride, start, start_stride, out, out_stride, last);  \
    return;
#if ROWS == 12
#define HIGH_CASES(v)                                                  \
  CASE(12, v) CASE(11, v) CASE(10, v) CASE(9, v) CASE(8, v) CASE(7, v) \
      CASE(6, v) CASE(5, v) CASE(4, v) CASE(3, v)
#elif ROWS == 6
#define HIGH_CASES(v) CASE(6, v) CASE(5, v) CASE(4, v) CASE(3, v)
#elif ROWS == 2
#define HIGH_CASES(v)
#else
#error "list the cases of this number of rows"
#endif
  if (vectors == 1) {
    switch (rows) { HIGH_CASES(1) CASE(2, 1) CASE(1, 1) }
  } else {
    switch (rows) { HIGH_CASES(VECS) CASE(2, VECS) CASE(1, VECS) }
  }
#undef HIGH_CASES
#undef CASE
}

// One panel (`count` <= 32 outputs, weights `weight_stride` apart) for all
// rows of a block. `first`: the chains begin with the bias; otherwise they go
// on from what the output holds.
TARGET static void RDC(panel)(const float *const *pointers, int64_t rows,
                              int64_t pointer_stride, int64_t taps,
                              int64_t channels, const float *weights,
                              int64_t weight_stride, const float *bias,
                              float *out, int64_t out_stride, int64_t count,
                              int first, int last) {
  const int64_t pass = VECS * WIDTH;
  for (int64_t o = 0; o < count; o += pass) {
    const int64_t m = count - o < pass ? count - o : pass;
    const int vectors = m <= WIDTH ? 1 : VECS;
    const int whole = m == (int64_t)vectors * WIDTH;
    for (int64_t r = 0; r < rows; r += ROWS) {
      const int n = rows - r < ROWS ? (int)(rows - r) : ROWS;
      float *target = out + r * out_stride + o;
      if (whole) {
        RDC(tiles)(n, vectors, pointers + r, pointer_stride, taps, channels,
                   weights + o, weight_stride, first ? bias + o : target,
                   first ? 0 : out_stride, target, out_stride, last);
      } else {
        // The tile is wider than what is left of the output: by way of here.
        float edge[ROWS * VECS * WIDTH];
        if (!first) {
          memset(edge, 0, sizeof edge);
          for (int i = 0; i < n; i++)
            memcpy(edge + i * pass, target + i * out_stride,
                   (size_t)m * sizeof(float));
        }
        RDC(tiles)(n, vectors, pointers + r, pointer_stride, taps, channels,
                   weights + o, weight_stride, first ? bias + o : edge,
                   first ? 0 : pass, edge, pass, last);
        for (int i = 0; i < n; i++)
          memcpy(target + i * out_stride, edge + i * pass,
                 (size_t)m * sizeof(float));
      }
    }
  }
}

// One output pixel, each channel with itself: `vectors` of channels at a time,
// so that as many chains are under way.
TARGET INLINE void RDC(depthwise_vectors)(const int vectors,
                                          const float *const *pointers,
                                          int64_t taps, int64_t channels,
                                          const float *weights,
                                          const float *start, float *out,
                                          int64_t c, int last) {
  VEC acc[4];
  UNROLL
  for (int v = 0; v < vectors; v++) acc[v] = LOAD(start + c + v * WIDTH);
  for (int64_t t = 0; t < taps; t++) {
    const float *const x = pointers[t] + c, *const w = weights + t * channels + c;
    UNROLL
    for (int v = 0; v < vectors; v++)
      acc[v] = FMA(LOAD(x + v * WIDTH), LOAD(w + v * WIDTH), acc[v]);
  }
  UNROLL
  for (int v = 0; v < vectors; v++)
    STORE(out + c + v * WIDTH, last ? CANON(acc[v]) : acc[v]);
}

TARGET static void RDC(depthwise_pixel)(const float *const *pointers,
                                        int64_t taps, int64_t channels,
                                        const float *weights,
                                        const float *start, float *out,
                                        int last) {
  int64_t c = 0;
  for (; c + 4 * WIDTH <= channels; c += 4 * WIDTH)
    RDC(depthwise_vectors)(4, pointers, taps, channels, weights, start, out, c,
                           last);
  for (; c + WIDTH <= channels; c += WIDTH)
    RDC(depthwise_vectors)(1, pointers, taps, channels, weights, start, out, c,
                           last);
  for (; c < channels; c++) {
    float acc = start[c];
    for (int64_t t = 0; t < taps; t++)
      acc = FMA1(pointers[t][c], weights[t * channels + c], acc);
    out[c] = last ? rdc_canonical(acc) : acc;
  }
}

#if ROWS != 2
// Some neighbouring output pixels whose windows of kernel x kernel pixels,
// `stride` apart, lie inside the picture: their values and the weights are
// loaded once for all of them.
TARGET INLINE void RDC(depthwise_pixels)(const int kernel, const int stride,
                                         const int pixels, const float *input,
                                         int64_t line, int64_t channels,
                                         const float *weights,
                                         const float *bias, float *out) {
  for (int64_t next = 0; next < channels; next += WIDTH) {
    // The last vector may do some channels again.
    const int64_t c = next + WIDTH > channels ? channels - WIDTH : next;
    VEC acc[4];
    UNROLL
    for (int p = 0; p < pixels; p++) acc[p] = LOAD(bias + c);
    UNROLL
    for (int ky = 0; ky < kernel; ky++) {
      const float *const x = input + ky * line + c;
      UNROLL
      for (int kx = 0; kx < kernel; kx++) {
        const VEC w = LOAD(weights + (ky * kernel + kx) * channels + c);
        UNROLL
        for (int p = 0; p < pixels; p++)
          acc[p] = FMA(LOAD(x + (p * stride + kx) * channels), w, acc[p]);
      }
    }
    UNROLL
    for (int p = 0; p < pixels; p++)
      STORE(out + p * channels + c, CANON(acc[p]));
  }
}

// A run of such pixels; returns whether there is a kernel for them.
TARGET static int RDC(depthwise_run)(int64_t kernel, int64_t stride,
                                     const float *input, int64_t line,
                                     int64_t channels, const float *weights,
                                     const float *bias, float *out,
                                     int64_t count) {
  if (channels < WIDTH) return 0;
#define RUN(k, s)                                                            \
  if (kernel == k && stride == s) {                                          \
    for (; count >= 4; count -= 4, input += 4 * s * channels,                \
                       out += 4 * channels)                                  \
      RDC(depthwise_pixels)(k, s, 4, input, line, channels, weights, bias,   \
                            out);                                            \
    for (; count > 0; count--, input += s * channels, out += channels)       \
      RDC(depthwise_pixels)(k, s, 1, input, line, channels, weights, bias,   \
                            out);                                            \
    return 1;                                                                \
  }
  RUN(3, 1) RUN(3, 2) RUN(5, 1) RUN(5, 2)
#undef RUN
  return 0;
}
#endif

#if ROWS != 2
// Some lines of a convolution with at most four outputs: so few that vectors
// hold neighbouring pixels instead, each still one chain of its own. The input
// is `planes`[line][channel][place], its border written out.
TARGET INLINE void RDC(planar_lines)(const int lines, const float *planes,
                                     const rdc_planar_shape *s,
                                     const float *weights,
                                     int64_t weight_stride, const float *bias,
                                     float *out) {
  const int64_t step = s->channels * s->places;
  for (int64_t x = 0; x < s->width; x += WIDTH) {
    VEC acc[3][4];
    UNROLL
    for (int r = 0; r < lines; r++) {
      UNROLL
      for (int o = 0; o < 4; o++) acc[r][o] = SET1(bias[o]);
    }
    const float *w = weights;
    for (int64_t ky = 0; ky < s->kernel_height; ky++) {
      for (int64_t kx = 0; kx < s->kernel_width; kx++) {
        const float *p = planes + ky * step + x + kx;
        for (int64_t c = 0; c < s->channels; c++) {
          VEC v[3];
          UNROLL
          for (int r = 0; r < lines; r++) v[r] = LOAD(p + r * step);
          UNROLL
          for (int o = 0; o < 4; o++) {
            const VEC b = SET1(w[o]);
            UNROLL
            for (int r = 0; r < lines; r++)
              acc[r][o] = FMA(v[r], b, acc[r][o]);
          }
          p += s->places;
          w += weight_stride;
        }
      }
    }
    const int64_t count = s->width - x < WIDTH ? s->width - x : WIDTH;
    UNROLL
    for (int r = 0; r < lines; r++) {
      float values[4][WIDTH];
      UNROLL
      for (int o = 0; o < 4; o++) STORE(values[o], CANON(acc[r][o]));
      float *target = out + (r * s->width + x) * s->outputs;
      for (int64_t i = 0; i < count; i++)
        for (int64_t o = 0; o < s->outputs; o++) *target++ = values[o][i];
    }
  }
}

// One picture of such a convolution.
TARGET static void RDC(planar)(const float *planes, const rdc_planar_shape *s,
                               const float *weights, int64_t weight_stride,
                               const float *bias, float *out) {
  const int64_t line = s->width * s->outputs;
  const int64_t step = s->channels * s->places;
  int64_t y = 0;
  for (; y + 3 <= s->height; y += 3)
    RDC(planar_lines)(3, planes + y * step, s, weights, weight_stride, bias,
                      out + y * line);
  for (; y < s->height; y++)
    RDC(planar_lines)(1, planes + y * step, s, weights, weight_stride, bias,
                      out + y * line);
}
#endif

// out = x * scale + shift for each of `count` values; scale and shift have
// `period` values, a multiple of every vector, and repeat.
TARGET static void RDC(affine)(const float *x, const float *scale,
                               const float *shift, int64_t period, float *out,
                               int64_t count) {
  for (int64_t i = 0; i < count; i += period)
    for (int64_t j = 0; j < period; j += WIDTH)
      STORE(out + i + j,
            CANON(FMA(LOAD(x + i + j), LOAD(scale + j), LOAD(shift + j))));
}

TARGET static float RDC(fma)(float a, float b, float c) {
  return FMA1(a, b, c);
}

static const rdc_kernels RDC(kernels) = {
    RDC(panel),
    RDC(depthwise_pixel),
#if ROWS != 2
    RDC(depthwise_run),
    RDC(planar),
#else
    NULL,
    NULL,
#endif
    RDC(affine),
    RDC(fma),
};

#undef INLINE
#undef UNROLL
#undef RDC
#undef TARGET
#undef VEC
#undef WIDTH
#undef LOAD
#undef STORE
#undef SET1
#undef FMA
#undef CANON
#undef FMA1
#undef ROWS
#undef VECS
