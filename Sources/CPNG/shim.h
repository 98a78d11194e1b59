// libpng, and the zlib that it brings (crc32 and gzip).
#include <png.h>
#include <zlib.h>
