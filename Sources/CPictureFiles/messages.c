#include "messages.h"

#include <stdio.h>

void cpicturefiles_note(char message[CPICTUREFILES_MESSAGE_SIZE], const char *text) {
  if (message[0] == 0)
    snprintf(message, CPICTUREFILES_MESSAGE_SIZE, "%s", text);
}

_Noreturn void cpicturefiles_on_error(png_structp png, png_const_charp text) {
  cpicturefiles_note(png_get_error_ptr(png), text);
  png_longjmp(png, 1);
}

void cpicturefiles_on_warning(png_structp png, png_const_charp text) {
  cpicturefiles_note(png_get_error_ptr(png), text);
}
