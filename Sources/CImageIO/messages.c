#include "messages.h"

#include <stdio.h>

void cimageio_note(char message[CIMAGEIO_MESSAGE_SIZE], const char *text) {
  if (message[0] == 0)
    snprintf(message, CIMAGEIO_MESSAGE_SIZE, "%s", text);
}

_Noreturn void cimageio_on_error(png_structp png, png_const_charp text) {
  cimageio_note(png_get_error_ptr(png), text);
  png_longjmp(png, 1);
}

void cimageio_on_warning(png_structp png, png_const_charp text) {
  cimageio_note(png_get_error_ptr(png), text);
}
