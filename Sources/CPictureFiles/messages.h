// How libpng's errors and warnings become text.
#ifndef CPICTUREFILES_MESSAGES_H
#define CPICTUREFILES_MESSAGES_H

#include "CPictureFiles.h"
#include <png.h>

// Keeps the first message; what follows is mostly its consequence.
void cpicturefiles_note(char message[CPICTUREFILES_MESSAGE_SIZE], const char *text);

// Callbacks for libpng, whose error pointer is a message buffer.
_Noreturn void cpicturefiles_on_error(png_structp png, png_const_charp text);
void cpicturefiles_on_warning(png_structp png, png_const_charp text);

#endif
