#include "EmbeddedModels.h"

static const unsigned char digits[] = {
#embed "packs/digits.rdcpack"
};

static const unsigned char photo[] = {
#embed "packs/photo.rdcpack"
};

static const rdc_pack packs[] = {
    {digits, sizeof digits},
    {photo, sizeof photo},
};

int rdc_embedded_pack_count(void) { return sizeof packs / sizeof *packs; }

rdc_pack rdc_embedded_pack(int index) { return packs[index]; }
