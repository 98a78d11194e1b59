/* Uses every function of rdc.h, and checks what it says: the same bytes and
   pixels as the golden files, an error for whatever is wrong, and the same from
   several threads at once. Run by test.sh, under AddressSanitizer. */
#include "rdc.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int passed, failed;

static void expect(int holds, const char *what, int line) {
  if (holds) {
    passed++;
  } else {
    failed++;
    fprintf(stderr, "interface.c:%d: not so: %s\n", line, what);
  }
}
#define EXPECT(condition) expect((condition) != 0, #condition, __LINE__)

static rdc_bytes read_file(const char *folder, const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  if (!file) {
    perror(path);
    exit(1);
  }
  fseek(file, 0, SEEK_END);
  const long size = ftell(file);
  rewind(file);
  uint8_t *bytes = malloc(size > 0 ? (size_t)size : 1);
  if (fread(bytes, 1, (size_t)size, file) != (size_t)size) exit(1);
  fclose(file);
  return (rdc_bytes){bytes, (size_t)size};
}

static void free_bytes(rdc_bytes bytes) { free((void *)bytes.bytes); }

static int equal(rdc_buffer buffer, rdc_bytes bytes) {
  return buffer.size == bytes.size &&
         memcmp(buffer.bytes, bytes.bytes, bytes.size) == 0;
}

static int contains(rdc_buffer text, const char *part) {
  return text.bytes && strstr((const char *)text.bytes, part) != NULL;
}

/* A picture that no file of the fixtures holds. */
static uint8_t *draw(int64_t height, int64_t width, int channels) {
  uint8_t *samples = malloc((size_t)(height * width * channels));
  for (int64_t i = 0; i < height * width * channels; i++)
    samples[i] = (uint8_t)(i * 7 + i / 31);
  return samples;
}

static void test_codec(const rdc_codec *codec) {
  rdc_buffer json = {NULL, 0};
  rdc_error error;
  EXPECT(strcmp(rdc_version(), "1.0.0") == 0);
  EXPECT(rdc_codec_models(codec, &json, &error) == RDC_OK);
  EXPECT(contains(json, "\"digits\"") && contains(json, "\"photo\""));
  EXPECT(json.bytes[json.size] == 0);
  rdc_buffer_free(&json);
  EXPECT(json.bytes == NULL && json.size == 0);
  rdc_buffer_free(&json);
  rdc_buffer_free(NULL);

  rdc_codec_options options = RDC_CODEC_OPTIONS_INIT;
  options.threads = -1;
  EXPECT(rdc_codec_create(&options, &error) == NULL);
  EXPECT(error.code == RDC_ERROR_ARGUMENT);
  options.threads = 1;
  const rdc_bytes pack = {(const uint8_t *)"no pack", 7};
  options.packs = &pack;
  options.pack_count = 1;
  EXPECT(rdc_codec_create(&options, &error) == NULL);
  EXPECT(error.code == RDC_ERROR_MODEL && strlen(error.message) > 0);
  options.pack_count = 0;
  options.struct_size = 3;
  EXPECT(rdc_codec_create(&options, NULL) == NULL);
  /* An older program knows fewer members. */
  options.struct_size = offsetof(rdc_codec_options, max_pixels);
  rdc_codec *older = rdc_codec_create(&options, &error);
  EXPECT(older != NULL);
  rdc_codec_free(older);
  /* A newer one knows more; what it sets there is not understood. */
  struct {
    rdc_codec_options known;
    int64_t more;
  } newer = {RDC_CODEC_OPTIONS_INIT, 0};
  newer.known.struct_size = sizeof newer;
  older = rdc_codec_create(&newer.known, &error);
  EXPECT(older != NULL);
  rdc_codec_free(older);
  newer.more = 1;
  EXPECT(rdc_codec_create(&newer.known, &error) == NULL);
  rdc_codec_free(NULL);
}

/* The golden files of a picture: the same bytes out of the encoder, the same
   PNG out of each head. */
static void test_golden(const rdc_codec *codec, const char *fixtures,
                        const char *source, const char *name, int kind,
                        double rate) {
  rdc_error error;
  char path[256];
  snprintf(path, sizeof path, "golden/%s.rdc", name);
  const rdc_bytes golden = read_file(fixtures, path);
  const rdc_bytes picture = read_file(fixtures, source);
  rdc_encode_options options = RDC_ENCODE_OPTIONS_INIT;
  options.rate_kind = kind;
  options.rate = rate;
  rdc_encoder *encoder = rdc_encoder_create(codec, &options, &error);
  EXPECT(encoder != NULL);
  rdc_buffer file = {NULL, 0};
  EXPECT(rdc_encoder_encode_file(encoder, picture.bytes, picture.size, &file,
                                 &error) == RDC_OK);
  EXPECT(equal(file, golden));
  rdc_buffer_free(&file);
  rdc_encoder_free(encoder);

  rdc_file *opened = rdc_file_open(codec, golden.bytes, golden.size, &error);
  EXPECT(opened != NULL);
  const char *heads[] = {"distortion", "perceptual", "classification"};
  for (int i = 0; i < 3; i++) {
    snprintf(path, sizeof path, "golden/%s.%s.png", name, heads[i]);
    const rdc_bytes expected = read_file(fixtures, path);
    rdc_decode_options reading = RDC_DECODE_OPTIONS_INIT;
    reading.head = heads[i];
    rdc_buffer png = {NULL, 0};
    EXPECT(rdc_file_png(opened, &reading, &png, &error) == RDC_OK);
    EXPECT(equal(png, expected));
    rdc_buffer_free(&png);
    free_bytes(expected);
  }
  rdc_file_free(opened);
  free_bytes(picture);
  free_bytes(golden);
}

/* Pixels in, pixels out, with alpha and metadata beside them. */
static void test_pixels(const rdc_codec *codec) {
  rdc_error error;
  uint8_t *samples = draw(40, 56, 4);
  uint8_t exif[] = {'I', 'I', '*', 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  rdc_pictures pictures = RDC_PICTURES_INIT;
  pictures.height = 40;
  pictures.width = 56;
  pictures.channels = 4;
  pictures.samples = samples;
  pictures.exif = (rdc_bytes){exif, sizeof exif};
  rdc_encoder *encoder = rdc_encoder_create(codec, NULL, &error);
  rdc_buffer file = {NULL, 0};
  EXPECT(rdc_encoder_encode(encoder, &pictures, &file, &error) == RDC_OK);

  rdc_file *opened = rdc_file_open(codec, file.bytes, file.size, &error);
  rdc_buffer_free(&file); /* the handle keeps a copy */
  rdc_outline outline = RDC_OUTLINE_INIT;
  EXPECT(rdc_file_outline(opened, &outline, &error) == RDC_OK);
  EXPECT(outline.count == 1 && outline.height == 40 && outline.width == 56);
  EXPECT(outline.channels == 4 && outline.is_set == 0);
  rdc_buffer icc = {NULL, 0}, found = {NULL, 0}, json = {NULL, 0};
  EXPECT(rdc_file_metadata(opened, &icc, &found, &error) == RDC_OK);
  EXPECT(icc.size == 0);
  EXPECT(equal(found, pictures.exif));
  rdc_buffer_free(&icc);
  rdc_buffer_free(&found);
  EXPECT(rdc_file_info(opened, &json, &error) == RDC_OK);
  EXPECT(contains(json, "\"bitsPerPixel\""));
  rdc_buffer_free(&json);
  const size_t size = 40 * 56 * 4;
  uint8_t *decoded = malloc(size);
  rdc_decode_options reading = RDC_DECODE_OPTIONS_INIT;
  reading.head = "perceptual";
  reading.strength = 0.5f;
  EXPECT(rdc_file_decode(opened, &reading, decoded, size, &error) == RDC_OK);
  for (size_t i = 3; i < size; i += 4)
    if (decoded[i] != samples[i]) EXPECT(!"alpha is kept");
  EXPECT(rdc_file_decode(opened, NULL, decoded, size, &error) == RDC_OK);

  EXPECT(rdc_file_decode(opened, &reading, decoded, size - 1, &error) ==
         RDC_ERROR_ARGUMENT);
  reading.head = "prettiest";
  EXPECT(rdc_file_decode(opened, &reading, decoded, size, &error) ==
         RDC_ERROR_ARGUMENT);
  EXPECT(strstr(error.message, "prettiest") != NULL);
  reading.head = NULL;
  reading.strength = 2;
  EXPECT(rdc_file_decode(opened, &reading, decoded, size, &error) ==
         RDC_ERROR_ARGUMENT);
  reading.strength = 1;
  reading.pick = 1;
  EXPECT(rdc_file_decode(opened, &reading, decoded, size, NULL) ==
         RDC_ERROR_ARGUMENT);
  free(decoded);
  rdc_file_free(opened);

  pictures.exif.bytes = NULL;
  EXPECT(rdc_encoder_encode(encoder, &pictures, &file, &error) ==
         RDC_ERROR_ARGUMENT);
  pictures.exif.size = 0;
  pictures.channels = 5;
  EXPECT(rdc_encoder_encode(encoder, &pictures, &file, &error) ==
         RDC_ERROR_ARGUMENT);
  pictures.channels = 4;
  pictures.width = INT64_MAX;
  EXPECT(rdc_encoder_encode(encoder, &pictures, &file, &error) ==
         RDC_ERROR_LIMIT);
  rdc_encoder_free(encoder);
  free(samples);

  rdc_encode_options options = RDC_ENCODE_OPTIONS_INIT;
  options.model = "none";
  EXPECT(rdc_encoder_create(codec, &options, &error) == NULL);
  EXPECT(error.code == RDC_ERROR_MODEL);
  options.model = NULL;
  options.rate_kind = RDC_RATE_QUALITY;
  options.rate = 101;
  EXPECT(rdc_encoder_create(codec, &options, &error) == NULL);
  EXPECT(error.code == RDC_ERROR_ARGUMENT);
}

/* Digits: a set, its labels, one picture of it. */
static void test_set(const rdc_codec *codec) {
  rdc_error error;
  uint8_t *samples = draw(5 * 28, 28, 1);
  rdc_pictures pictures = RDC_PICTURES_INIT;
  pictures.count = 5;
  pictures.height = 28;
  pictures.width = 28;
  pictures.channels = 1;
  pictures.is_set = 1;
  pictures.samples = samples;
  rdc_encoder *encoder = rdc_encoder_create(codec, NULL, &error);
  rdc_buffer file = {NULL, 0}, json = {NULL, 0}, png = {NULL, 0};
  EXPECT(rdc_encoder_encode(encoder, &pictures, &file, &error) == RDC_OK);
  rdc_file *opened = rdc_file_open(codec, file.bytes, file.size, &error);
  rdc_outline outline = RDC_OUTLINE_INIT;
  EXPECT(rdc_file_outline(opened, &outline, &error) == RDC_OK);
  EXPECT(outline.count == 5 && outline.is_set == 1 && outline.channels == 1);
  uint8_t all[5 * 784], one[784];
  EXPECT(rdc_file_decode(opened, NULL, all, sizeof all, &error) == RDC_OK);
  rdc_decode_options reading = RDC_DECODE_OPTIONS_INIT;
  reading.pick = 3;
  EXPECT(rdc_file_decode(opened, &reading, one, sizeof one, &error) == RDC_OK);
  EXPECT(memcmp(one, all + 3 * 784, 784) == 0);
  EXPECT(rdc_file_png(opened, &reading, &png, &error) == RDC_OK);
  rdc_buffer_free(&png);
  EXPECT(rdc_file_png(opened, NULL, &png, &error) == RDC_ERROR_ARGUMENT);
  EXPECT(rdc_file_classify(opened, -1, 0, &json, &error) == RDC_OK);
  EXPECT(contains(json, "\"picture\" : 4"));
  rdc_buffer_free(&json);
  EXPECT(rdc_file_classify(opened, 5, 0, &json, &error) == RDC_ERROR_ARGUMENT);
  EXPECT(rdc_file_classify(opened, -2, 0, &json, &error) == RDC_ERROR_ARGUMENT);
  rdc_file_free(opened);
  rdc_buffer_free(&file);

  rdc_codec_options options = RDC_CODEC_OPTIONS_INIT;
  options.max_pixels = 783;
  rdc_codec *narrow = rdc_codec_create(&options, &error);
  rdc_encoder *limited = rdc_encoder_create(narrow, NULL, &error);
  rdc_codec_free(narrow); /* the encoder keeps it */
  EXPECT(rdc_encoder_encode(limited, &pictures, &file, &error) ==
         RDC_ERROR_LIMIT);
  rdc_encoder_free(limited);
  rdc_encoder_free(encoder);
  free(samples);
}

/* Every damaged file is refused, by whatever is asked first. */
static void test_damage(const rdc_codec *codec, const char *fixtures) {
  rdc_error error;
  const char *const names[] = {
      "cut-header",    "cut-payload",   "empty",       "extra-byte",
      "flipped-flags", "flipped-magic", "flipped-model", "flipped-payload",
      "photo-cut",     "photo-flipped", "retired-photo", "text"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char path[256];
    snprintf(path, sizeof path, "damaged/%s.rdc", names[i]);
    const rdc_bytes bytes = read_file(fixtures, path);
    error.message[0] = 0;
    EXPECT(rdc_file_open(codec, bytes.bytes, bytes.size, &error) == NULL);
    EXPECT(error.code == RDC_ERROR_FILE || error.code == RDC_ERROR_MODEL);
    EXPECT(strlen(error.message) > 0);
    free_bytes(bytes);
  }
  rdc_encoder *encoder = rdc_encoder_create(codec, NULL, &error);
  rdc_buffer file = {NULL, 0};
  const rdc_bytes cut = read_file(fixtures, "damaged/cut.png");
  EXPECT(rdc_encoder_encode_file(encoder, cut.bytes, cut.size, &file,
                                 &error) == RDC_ERROR_PICTURE);
  EXPECT(rdc_encoder_encode_file(encoder, NULL, 5, &file, &error) ==
         RDC_ERROR_ARGUMENT);
  EXPECT(rdc_encoder_encode(encoder, NULL, &file, &error) ==
         RDC_ERROR_ARGUMENT);
  EXPECT(file.bytes == NULL);
  free_bytes(cut);
  rdc_encoder_free(encoder);

  /* Whatever is cut off or flipped: an error or pixels, and nothing else. */
  const rdc_bytes golden = read_file(fixtures, "golden/7-rung1.rdc");
  uint8_t *altered = malloc(golden.size);
  for (size_t bit = 0; bit < 8 * golden.size; bit++) {
    memcpy(altered, golden.bytes, golden.size);
    altered[bit / 8] ^= (uint8_t)(1 << bit % 8);
    const size_t size = bit % 8 ? golden.size : bit / 8;
    rdc_file *opened = rdc_file_open(codec, altered, size, &error);
    uint8_t samples[784];
    if (opened) rdc_file_decode(opened, NULL, samples, sizeof samples, &error);
    rdc_file_free(opened);
  }
  free(altered);
  free_bytes(golden);
}

/* What the threads share. */
typedef struct {
  const rdc_codec *codec;
  const rdc_encoder *encoder;
  const rdc_file *file;
  const rdc_pictures *pictures;
  rdc_buffer encoded;
  uint8_t decoded[3 * 40 * 56];
} task;

static void *work(void *argument) {
  task *my = argument;
  rdc_decode_options reading = RDC_DECODE_OPTIONS_INIT;
  reading.head = "classification";
  rdc_encoder_encode(my->encoder, my->pictures, &my->encoded, NULL);
  rdc_file_decode(my->file, &reading, my->decoded, sizeof my->decoded, NULL);
  return NULL;
}

static void test_threads(const rdc_codec *codec) {
  enum { threads = 4 };
  rdc_error error;
  uint8_t *samples = draw(40, 56, 3);
  rdc_pictures pictures = RDC_PICTURES_INIT;
  pictures.height = 40;
  pictures.width = 56;
  pictures.samples = samples;
  rdc_encoder *encoder = rdc_encoder_create(codec, NULL, &error);
  rdc_buffer bytes = {NULL, 0};
  EXPECT(rdc_encoder_encode(encoder, &pictures, &bytes, &error) == RDC_OK);
  rdc_file *file = rdc_file_open(codec, bytes.bytes, bytes.size, &error);
  task tasks[threads];
  pthread_t ids[threads];
  for (int i = 0; i < threads; i++) {
    tasks[i] = (task){codec, encoder, file, &pictures, {NULL, 0}, {0}};
    pthread_create(&ids[i], NULL, work, &tasks[i]);
  }
  for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
  for (int i = 0; i < threads; i++) {
    EXPECT(equal(tasks[i].encoded, (rdc_bytes){bytes.bytes, bytes.size}));
    EXPECT(memcmp(tasks[i].decoded, tasks[0].decoded,
                  sizeof tasks[i].decoded) == 0);
    rdc_buffer_free(&tasks[i].encoded);
  }
  rdc_buffer_free(&bytes);
  rdc_file_free(file);
  rdc_encoder_free(encoder);
  free(samples);
}

/* A null pointer where a handle is needed is an error, not a crash. */
static void test_null(void) {
  rdc_buffer buffer = {NULL, 0};
  rdc_outline outline = RDC_OUTLINE_INIT;
  EXPECT(rdc_codec_models(NULL, &buffer, NULL) == RDC_ERROR_ARGUMENT);
  EXPECT(rdc_encoder_create(NULL, NULL, NULL) == NULL);
  EXPECT(rdc_file_open(NULL, NULL, 0, NULL) == NULL);
  EXPECT(rdc_file_outline(NULL, &outline, NULL) == RDC_ERROR_ARGUMENT);
  EXPECT(rdc_file_metadata(NULL, NULL, NULL, NULL) == RDC_ERROR_ARGUMENT);
  EXPECT(rdc_file_info(NULL, &buffer, NULL) == RDC_ERROR_ARGUMENT);
  rdc_encoder_free(NULL);
  rdc_file_free(NULL);
}

int main(int count, char **arguments) {
  if (count != 2) return 64;
  const char *fixtures = arguments[1];
  rdc_memory_keep();
  rdc_error error;
  rdc_codec *codec = rdc_codec_create(NULL, &error);
  if (!codec) {
    fprintf(stderr, "no codec: %s\n", error.message);
    return 1;
  }
  test_codec(codec);
  test_golden(codec, fixtures, "digits/7.png", "7-rung1", RDC_RATE_STANDARD, 0);
  test_golden(codec, fixtures, "digits/2.png", "2-rung3", RDC_RATE_RUNG, 3);
  test_golden(codec, fixtures, "photos/scene.png", "scene-q60",
              RDC_RATE_QUALITY, 60);
  test_pixels(codec);
  test_set(codec);
  test_damage(codec, fixtures);
  test_threads(codec);
  test_null();
  rdc_codec_free(codec);
  printf("%d passed, %d failed\n", passed, failed);
  return failed > 0;
}
