#ifndef EMBEDDED_MODELS_H
#define EMBEDDED_MODELS_H

#include <stddef.h>

/// One model pack inside the binary.
typedef struct {
  const void *bytes;
  size_t size;
} rdc_pack;

/// How many packs are embedded.
int rdc_embedded_pack_count(void);

/// The pack of an index below the count; the default model is pack 0.
rdc_pack rdc_embedded_pack(int index);

#endif
