// How libpng's errors and warnings become text.
#ifndef CIMAGEIO_MESSAGES_H
#define CIMAGEIO_MESSAGES_H

#include "CImageIO.h"
#include <png.h>

// Keeps the first message; what follows is mostly its consequence.
void cimageio_note(char message[CIMAGEIO_MESSAGE_SIZE], const char *text);

// Callbacks for libpng, whose error pointer is a message buffer.
_Noreturn void cimageio_on_error(png_structp png, png_const_charp text);
void cimageio_on_warning(png_structp png, png_const_charp text);

#endif
