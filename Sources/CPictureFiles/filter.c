#include "CPictureFiles.h"

#include <string.h>

// |x| of a difference of two bytes, or of two such sums.
static inline int16_t distance(int16_t x) { return x < 0 ? (int16_t)-x : x; }

// One row of bytes whose left, upper and upper left neighbours are given. All
// are of the picture itself, so that compilers make vectors of the loop.
static void paeth(const uint8_t *restrict row, const uint8_t *left,
                  const uint8_t *restrict up, const uint8_t *corner,
                  size_t count, uint8_t *restrict out) {
  for (size_t i = 0; i < count; i++) {
    const int16_t a = left[i], b = up[i], c = corner[i];
    const int16_t to_a = distance((int16_t)(b - c));
    const int16_t to_b = distance((int16_t)(a - c));
    const int16_t to_c = distance((int16_t)(a + b - 2 * c));
    const int16_t other = to_b <= to_c ? b : c;
    const int16_t nearest = ((to_a <= to_b) & (to_a <= to_c)) ? a : other;
    out[i] = (uint8_t)(row[i] - nearest);
  }
}

void cpicturefiles_png_filter(const uint8_t *row, const uint8_t *above,
                              size_t count, size_t pixel, uint8_t *out) {
  *out++ = 4;
  // Nothing is left of the first pixel.
  for (size_t i = 0; i < pixel; i++)
    out[i] = (uint8_t)(row[i] - above[i]);
  paeth(row + pixel, row, above + pixel, above, count - pixel, out + pixel);
}

void cpicturefiles_gather(const uint8_t *color, const uint8_t *alpha,
                          int channels, size_t count, uint8_t *row) {
  for (size_t x = 0; x < count; x++) {
    for (int c = 0; c < channels; c++)
      *row++ = *color++;
    *row++ = *alpha++;
  }
}
