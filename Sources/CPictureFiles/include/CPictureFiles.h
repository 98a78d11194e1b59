// The pixels of a PNG through libpng, and nothing else of it.
//
// libpng reports an error by longjmp, which must not cross a Swift frame. The
// functions here set the jump's target, release what libpng holds, and hand
// the error back as text. Chunks, checksums and metadata are the business of
// Swift's side; it calls these functions with files whose chunks it has
// checked already.
//
// No function keeps a pointer after it returns, and none has global state, so
// any number of threads may call them at once.
#ifndef CPICTUREFILES_H
#define CPICTUREFILES_H

#include <stddef.h>
#include <stdint.h>

// Room for one line of text and its closing zero.
#define CPICTUREFILES_MESSAGE_SIZE 256

// Decodes a whole PNG of `size` bytes to 8-bit samples.
//
// Gray of 1, 2 and 4 bits is scaled to 8, 16 bits are scaled with correct
// rounding, a palette becomes RGB, tRNS becomes alpha, interlaced passes are
// put in place. No gamma or colour correction takes place.
//
//   width, height  as in IHDR; checked against it
//   channels       1 (gray) or 3 (RGB), without alpha; checked
//   color          width * height * channels samples, interleaved, row-major
//   alpha          width * height samples, or NULL for a file without alpha
//                  and without tRNS; checked
//   message        receives the reason of a failure
//
// Returns 0, or -1 on an error *or a warning* of libpng. On failure the planes
// hold unspecified samples. Memory: libpng's own state and a few rows.
int cpicturefiles_png_decode(const uint8_t *bytes, size_t size, uint32_t width,
                        uint32_t height, int channels, uint8_t *color,
                        uint8_t *alpha, char message[CPICTUREFILES_MESSAGE_SIZE]);

// Encodes 8-bit planes to a PNG of IHDR, IDAT and IEND; the inverse of
// `cpicturefiles_png_decode`, with the same planes.
//
//   level          zlib's level, 1 ... 9
//   filtered       0: filter "none" on every row; else libpng's choice
//   bytes, size    receive the file, to be released with free()
//
// Returns 0, or -1 with a message; then `*bytes` is NULL.
int cpicturefiles_png_encode(const uint8_t *color, const uint8_t *alpha,
                        uint32_t width, uint32_t height, int channels,
                        int level, int filtered, uint8_t **bytes, size_t *size,
                        char message[CPICTUREFILES_MESSAGE_SIZE]);

// Filters a row of `count` bytes, `pixel` of them each pixel, with the filter
// Paeth: its number, then the differences (PNG, third edition, 9.4).
//
//   above          the row above, or zeros
//   out            count + 1 bytes
void cpicturefiles_png_filter(const uint8_t *row, const uint8_t *above,
                              size_t count, size_t pixel, uint8_t *out);

// Puts the opacity of `count` pixels behind the samples of each.
void cpicturefiles_gather(const uint8_t *color, const uint8_t *alpha,
                          int channels, size_t count, uint8_t *row);

#endif
