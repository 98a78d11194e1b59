#include "messages.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

// All that must survive a longjmp lives here, in the caller's frame: a local of
// the function that calls setjmp would be indeterminate after the jump.
struct decoding {
  const uint8_t *bytes;
  size_t size;
  size_t offset;
  png_structp png;
  png_infop info;
  uint8_t *row;
};

static void read_bytes(png_structp png, png_bytep out, size_t count) {
  struct decoding *d = png_get_io_ptr(png);
  if (count > d->size - d->offset)
    png_error(png, "the file ends too early");
  memcpy(out, d->bytes + d->offset, count);
  d->offset += count;
}

// Moves `count` pixels of a row to their places, `step` pixels apart.
static void scatter(const uint8_t *row, size_t count, size_t step, int channels,
                    uint8_t *color, uint8_t *alpha) {
  if (alpha == NULL && step == 1) {
    memcpy(color, row, count * (size_t)channels);
    return;
  }
  for (size_t x = 0; x < count; x++) {
    for (int c = 0; c < channels; c++)
      color[x * step * (size_t)channels + (size_t)c] = *row++;
    if (alpha != NULL)
      alpha[x * step] = *row++;
  }
}

// Turns palette indices into colours in place, from the last to the first,
// since colours take more room. libpng would do it, but shows indices beyond
// the palette as black.
static void expand_palette(struct decoding *d, size_t count, int with_alpha) {
  png_colorp colors = NULL;
  png_bytep opacities = NULL;
  int color_count = 0, opacity_count = 0;
  png_get_PLTE(d->png, d->info, &colors, &color_count);
  png_get_tRNS(d->png, d->info, &opacities, &opacity_count, NULL);
  size_t channels = with_alpha ? 4 : 3;
  for (size_t x = count; x-- > 0;) {
    int index = d->row[x];
    if (index >= color_count)
      png_error(d->png, "a sample lies beyond the palette");
    uint8_t *pixel = d->row + x * channels;
    pixel[0] = colors[index].red;
    pixel[1] = colors[index].green;
    pixel[2] = colors[index].blue;
    if (with_alpha)
      pixel[3] = index < opacity_count ? opacities[index] : 255;
  }
}

static void read_picture(struct decoding *d, uint32_t width, uint32_t height,
                         int channels, uint8_t *color, uint8_t *alpha) {
  png_structp png = d->png;
  png_infop info = d->info;

  png_set_read_fn(png, d, read_bytes);
  png_set_user_limits(png, width, height);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  // What libpng would forgive, such as data behind the last row, is an error.
  png_set_benign_errors(png, 0);
  // Swift's side reads the metadata; here all ancillary chunks but tRNS pass.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_read_info(png, info);

  int interlaced = png_get_interlace_type(png, info) == PNG_INTERLACE_ADAM7;
  int indexed = png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE;
  if (indexed)
    png_set_packing(png);
  if (png_get_color_type(png, info) == PNG_COLOR_TYPE_GRAY)
    png_set_expand_gray_1_2_4_to_8(png);
  if (!indexed && png_get_valid(png, info, PNG_INFO_tRNS))
    png_set_tRNS_to_alpha(png);
  png_set_scale_16(png);
  png_read_update_info(png, info);

  int all_channels = channels + (alpha != NULL);
  int file_channels = indexed ? 1 : all_channels;
  if (png_get_image_width(png, info) != width ||
      png_get_image_height(png, info) != height ||
      png_get_channels(png, info) != file_channels ||
      (indexed && channels != 3) ||
      png_get_bit_depth(png, info) != 8 ||
      png_get_rowbytes(png, info) != (size_t)width * (size_t)file_channels)
    png_error(png, "the header and the decoded rows disagree");

  d->row = malloc((size_t)width * (size_t)all_channels);
  if (d->row == NULL)
    png_error(png, "out of memory");

  // Without png_set_interlace_handling libpng hands out the seven small
  // pictures of an interlaced file row by row, and one row is all we hold.
  for (uint32_t pass = 0; pass < (interlaced ? 7u : 1u); pass++) {
    uint32_t x0 = 0, y0 = 0, dx = 1, dy = 1, columns = width;
    if (interlaced) {
      x0 = PNG_PASS_START_COL(pass);
      y0 = PNG_PASS_START_ROW(pass);
      dx = PNG_PASS_COL_OFFSET(pass);
      dy = PNG_PASS_ROW_OFFSET(pass);
      columns = x0 < width ? (width - x0 - 1) / dx + 1 : 0;
    }
    if (columns == 0)
      continue;
    for (size_t y = y0; y < height; y += dy) {
      png_read_row(png, d->row, NULL);
      if (indexed)
        expand_palette(d, columns, alpha != NULL);
      size_t place = y * width + x0;
      scatter(d->row, columns, dx, channels, color + place * (size_t)channels,
              alpha == NULL ? NULL : alpha + place);
    }
  }
  png_read_end(png, NULL);
}

int cpicturefiles_png_decode(const uint8_t *bytes, size_t size, uint32_t width,
                        uint32_t height, int channels, uint8_t *color,
                        uint8_t *alpha, char message[CPICTUREFILES_MESSAGE_SIZE]) {
  struct decoding d = {.bytes = bytes, .size = size};
  message[0] = 0;
  d.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, message,
                                 cpicturefiles_on_error, cpicturefiles_on_warning);
  if (d.png != NULL)
    d.info = png_create_info_struct(d.png);
  if (d.info == NULL)
    cpicturefiles_note(message, "libpng cannot start");
  else if (setjmp(png_jmpbuf(d.png)) == 0)
    read_picture(&d, width, height, channels, color, alpha);
  free(d.row);
  png_destroy_read_struct(&d.png, &d.info, NULL);
  return message[0] == 0 ? 0 : -1;
}
