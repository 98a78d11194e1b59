/* rdc.h: the C interface of rdc, a lossy image codec whose reader chooses what
   a picture is faithful to: the closest pixels, the most natural look, or what
   a classifier reads best.

   Handles. A codec holds the models; an encoder holds one way to encode, with
   the networks that it needs; a file holds the bytes of one .rdc file. None of
   them changes once it is made: any number of threads may use any of them at
   once, and a handle that another was made from may be freed first. Freeing
   NULL does nothing. There is no global state.

   Errors. A function that can fail takes an rdc_error as its last argument,
   which may be NULL. It returns RDC_OK, or the code that it also writes there;
   a function that makes a handle returns NULL. Results are written on success
   alone. Bytes from anywhere may be passed: damaged ones are an error.

   Options. Each structure begins with its own size, so that later versions can
   add members. Begin with the macro that names it, and set what you need:

     rdc_encode_options options = RDC_ENCODE_OPTIONS_INIT;
     options.rate_kind = RDC_RATE_QUALITY;
     options.rate = 60;

   Texts are UTF-8 that ends in a zero byte. Link with -lrdc. */
#ifndef RDC_H
#define RDC_H

#include <stddef.h>
#include <stdint.h>

/* The version that this header belongs to; rdc_version() tells that of the
   library. */
#define RDC_VERSION_MAJOR 0
#define RDC_VERSION_MINOR 1
#define RDC_VERSION_PATCH 0

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library, for example "0.1.0"; never freed. */
const char *rdc_version(void);

/* ---- Errors ---- */

enum {
  RDC_OK = 0,
  /* The call asks for what cannot be: a null pointer, a head that the model
     lacks, a picture that the file does not have, a strength above 1. */
  RDC_ERROR_ARGUMENT = 1,
  /* The bytes are no sound .rdc file. */
  RDC_ERROR_FILE = 2,
  /* The picture is damaged, or no model codes pictures of its kind. */
  RDC_ERROR_PICTURE = 3,
  /* The model is missing, damaged, or cannot do what is asked for. */
  RDC_ERROR_MODEL = 4,
  /* The model has no such rate, or no file meets it. */
  RDC_ERROR_RATE = 5,
  /* More pixels or memory than the limits allow or the system gives. */
  RDC_ERROR_LIMIT = 6
};

typedef struct {
  int32_t code;        /* one of the above */
  char message[1020];  /* one line for people; cut off where it is longer */
} rdc_error;

/* ---- Memory that the library gives away ---- */

/* A zero byte follows the last one, so that a text may be read as such. Begin
   with {NULL, 0}; what stood there is not freed. */
typedef struct {
  uint8_t *bytes;
  size_t size;
} rdc_buffer;

/* Frees the bytes and empties the buffer. */
void rdc_buffer_free(rdc_buffer *buffer);

/* Lets this process keep memory that it frees, where its allocator can be told
   so. Networks take and free the same blocks over and over; a program that
   codes many pictures runs faster if it calls this once at its start. */
void rdc_memory_keep(void);

/* ---- Codec: the models, the threads and the limits ---- */

typedef struct rdc_codec rdc_codec;

/* Bytes of the caller; not kept. */
typedef struct {
  const uint8_t *bytes;
  size_t size;
} rdc_bytes;

typedef struct {
  size_t struct_size;
  /* The most threads that a call may use; 0 for one a core. With 1 all work
     is done on the calling thread. Results do not depend on it. */
  int32_t threads;
  /* The most pixels of a picture; 0 for 268 million. */
  int64_t max_pixels;
  /* The most bytes of memory that a call may take, by an estimate from above;
     0 for no limit. */
  int64_t max_memory;
  /* Further models, from pack files (rdc-pack(5)). */
  const rdc_bytes *packs;
  size_t pack_count;
} rdc_codec_options;

#define RDC_CODEC_OPTIONS_INIT {sizeof(rdc_codec_options), 0, 0, 0, NULL, 0}

/* Makes a codec; options may be NULL. The environment variable RDC_ISA names
   the kernels to use, as for the command line. */
rdc_codec *rdc_codec_create(const rdc_codec_options *options,
                            rdc_error *error);

void rdc_codec_free(rdc_codec *codec);

/* The models as JSON, as 'rdc models --json' prints them. */
int32_t rdc_codec_models(const rdc_codec *codec, rdc_buffer *json,
                         rdc_error *error);

/* ---- Encoding ---- */

typedef struct rdc_encoder rdc_encoder;

/* What `rate` means. */
enum {
  RDC_RATE_STANDARD = 0,        /* nothing: the model's own standard */
  RDC_RATE_QUALITY = 1,         /* photos: from 0 to 100 */
  RDC_RATE_BITS_PER_PIXEL = 2,  /* photos: of the whole file */
  RDC_RATE_BYTES = 3,           /* photos: of the whole file */
  RDC_RATE_BITS_PER_PICTURE = 4,/* digits: at most so many */
  RDC_RATE_RUNG = 5             /* digits: as rdc_codec_models numbers them */
};

typedef struct {
  size_t struct_size;
  /* The model's name; NULL for one that was made for pictures of this very
     size, else one that codes any size. */
  const char *model;
  int32_t rate_kind;
  double rate;
  /* The seed of the shared dither; 0 costs no byte in the file. */
  uint64_t seed;
  /* 0 is a single pass; from 1 to 9 the encoder searches, and from 6 on a
     classifier guides it in photos. */
  int32_t effort;
  /* Not 0: leave out ICC profile and Exif. */
  int32_t strips_metadata;
  /* Not 0: photos do not say what the model's classifier saw, and it has no
     say in their bits. */
  int32_t states_nothing;
} rdc_encode_options;

#define RDC_ENCODE_OPTIONS_INIT \
  {sizeof(rdc_encode_options), NULL, RDC_RATE_STANDARD, 0, 0, 5, 0, 0}

/* Pictures of one size, one behind the other. */
typedef struct {
  size_t struct_size;
  /* How many; a photo is one. */
  int64_t count;
  int64_t height;
  int64_t width;
  /* Samples a pixel: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha. */
  int32_t channels;
  /* Not 0: a set, which becomes an archive even if it is one picture. */
  int32_t is_set;
  /* count * height * width * channels samples of 8 bits, row-major and
     without gaps, as stored: neither gamma nor a profile is applied, and
     colour is not multiplied by alpha. */
  const uint8_t *samples;
  /* An ICC profile; no bytes for none. */
  rdc_bytes icc;
  /* Exif as a TIFF file, from "II*" or "MM*" on; no bytes for none. */
  rdc_bytes exif;
} rdc_pictures;

#define RDC_PICTURES_INIT \
  {sizeof(rdc_pictures), 1, 0, 0, 3, 0, NULL, {NULL, 0}, {NULL, 0}}

/* Makes an encoder; options may be NULL. A model's networks are loaded when
   the first picture needs them, once for all. */
rdc_encoder *rdc_encoder_create(const rdc_codec *codec,
                                const rdc_encode_options *options,
                                rdc_error *error);

void rdc_encoder_free(rdc_encoder *encoder);

/* Encodes pictures into the bytes of one .rdc file. */
int32_t rdc_encoder_encode(const rdc_encoder *encoder,
                           const rdc_pictures *pictures, rdc_buffer *file,
                           rdc_error *error);

/* Encodes what a picture's file holds: PNG, PGM, PPM, or IDX (also gzipped).
   The result is what 'rdc encode' makes of the same file. */
int32_t rdc_encoder_encode_file(const rdc_encoder *encoder,
                                const uint8_t *bytes, size_t size,
                                rdc_buffer *file, rdc_error *error);

/* ---- Decoding ---- */

typedef struct rdc_file rdc_file;

/* What a file says about its pictures, as in rdc_pictures: known at once,
   proved only by decoding. */
typedef struct {
  size_t struct_size;
  int64_t count;
  int64_t height;
  int64_t width;
  int32_t channels;
  int32_t is_set;
} rdc_outline;

#define RDC_OUTLINE_INIT {sizeof(rdc_outline), 0, 0, 0, 0, 0}

typedef struct {
  size_t struct_size;
  /* A head's name, as rdc_codec_models lists them; NULL for "distortion". */
  const char *head;
  /* From 0, the distortion head, to 1, the chosen one. */
  float strength;
  /* The number of the only picture to decode, from 0; -1 for all. */
  int64_t pick;
} rdc_decode_options;

#define RDC_DECODE_OPTIONS_INIT {sizeof(rdc_decode_options), NULL, 1, -1}

/* Reads a file's header; its bytes are copied. What the entropy coder wrote is
   decoded when it is first needed, once for all heads. */
rdc_file *rdc_file_open(const rdc_codec *codec, const uint8_t *bytes,
                        size_t size, rdc_error *error);

void rdc_file_free(rdc_file *file);

int32_t rdc_file_outline(const rdc_file *file, rdc_outline *outline,
                         rdc_error *error);

/* The file's ICC profile, and its Exif; empty buffers where it has none.
   Either buffer may be NULL. */
int32_t rdc_file_metadata(const rdc_file *file, rdc_buffer *icc,
                          rdc_buffer *exif, rdc_error *error);

/* Every field and where the bits went, as 'rdc info --json' prints it. */
int32_t rdc_file_info(const rdc_file *file, rdc_buffer *json,
                      rdc_error *error);

/* Labels and their probabilities, as 'rdc classify --json' prints them.
   pick: the number of the only picture, from 0; -1 for all. looks: not 0 to
   have a classifier read the decoded photo, whatever the file states. */
int32_t rdc_file_classify(const rdc_file *file, int64_t pick, int32_t looks,
                          rdc_buffer *json, rdc_error *error);

/* Decodes into memory of the caller, laid out as the samples of rdc_pictures,
   with the outline's channels. size: what is there, in bytes; exactly
   count * height * width * channels, or without count for a picked picture.
   options may be NULL. */
int32_t rdc_file_decode(const rdc_file *file,
                        const rdc_decode_options *options, uint8_t *samples,
                        size_t size, rdc_error *error);

/* Decodes one picture to the bytes of a PNG, with profile and Exif: those that
   'rdc decode' writes. A set needs a pick. */
int32_t rdc_file_png(const rdc_file *file, const rdc_decode_options *options,
                     rdc_buffer *png, rdc_error *error);

#ifdef __cplusplus
}
#endif

#endif
