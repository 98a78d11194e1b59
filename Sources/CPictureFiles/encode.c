#include "messages.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

// All that must survive a longjmp, in the caller's frame; see decode.c.
struct encoding {
  uint8_t *bytes;
  size_t size;
  size_t capacity;
  png_structp png;
  png_infop info;
  uint8_t *row;
};

static void write_bytes(png_structp png, png_bytep data, size_t count) {
  struct encoding *e = png_get_io_ptr(png);
  if (count > e->capacity - e->size) {
    size_t capacity = e->capacity + e->capacity / 2 + count + 1024;
    uint8_t *bytes =
        capacity > e->capacity ? realloc(e->bytes, capacity) : NULL;
    if (bytes == NULL)
      png_error(png, "out of memory");
    e->bytes = bytes;
    e->capacity = capacity;
  }
  memcpy(e->bytes + e->size, data, count);
  e->size += count;
}

static void flush_nothing(png_structp png) { (void)png; }

static void write_picture(struct encoding *e, const uint8_t *color,
                          const uint8_t *alpha, uint32_t width, uint32_t height,
                          int channels, int level, int filtered) {
  png_structp png = e->png;
  size_t color_bytes = (size_t)width * (size_t)channels;
  int color_type = (channels == 3 ? PNG_COLOR_MASK_COLOR : 0) |
                   (alpha != NULL ? PNG_COLOR_MASK_ALPHA : 0);

  png_set_write_fn(png, e, write_bytes, flush_nothing);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  // Everything that decides the bytes is set here, not left to a default.
  png_set_compression_level(png, level);
  png_set_compression_mem_level(png, 8);
  png_set_compression_strategy(png, filtered ? 1 : 0); // Z_FILTERED or default
  png_set_compression_buffer_size(png, 1 << 18);
  png_set_filter(png, PNG_FILTER_TYPE_BASE,
                 filtered ? PNG_ALL_FILTERS : PNG_FILTER_NONE);
  png_set_IHDR(png, e->info, width, height, 8, color_type, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  png_write_info(png, e->info);

  if (alpha != NULL) {
    e->row = malloc(color_bytes + width);
    if (e->row == NULL)
      png_error(png, "out of memory");
  }
  for (size_t y = 0; y < height; y++) {
    const uint8_t *line = color + y * color_bytes;
    if (alpha != NULL) {
      cpicturefiles_gather(line, alpha + y * width, channels, width, e->row);
      line = e->row;
    }
    png_write_row(png, line);
  }
  png_write_end(png, NULL);
}

int cpicturefiles_png_encode(const uint8_t *color, const uint8_t *alpha,
                        uint32_t width, uint32_t height, int channels,
                        int level, int filtered, uint8_t **bytes, size_t *size,
                        char message[CPICTUREFILES_MESSAGE_SIZE]) {
  struct encoding e = {0};
  message[0] = 0;
  e.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, message,
                                  cpicturefiles_on_error, cpicturefiles_on_warning);
  if (e.png != NULL)
    e.info = png_create_info_struct(e.png);
  if (e.info == NULL)
    cpicturefiles_note(message, "libpng cannot start");
  else if (setjmp(png_jmpbuf(e.png)) == 0)
    write_picture(&e, color, alpha, width, height, channels, level, filtered);
  free(e.row);
  png_destroy_write_struct(&e.png, &e.info);
  if (message[0] != 0) {
    free(e.bytes);
    e = (struct encoding){0};
  }
  *bytes = e.bytes;
  *size = e.size;
  return message[0] == 0 ? 0 : -1;
}
