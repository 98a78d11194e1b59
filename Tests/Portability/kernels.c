// Prints a checksum of what every kernel makes of seeded numbers, one line a
// kernel. The lines are the same for every instruction set and processor, or
// the promise of equal pixels is broken.
#include "CKernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 0x9E3779B97F4A7C15u;

// SplitMix64.
static uint64_t next(void) {
  uint64_t z = state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

// Mostly tame numbers, now and then a subnormal, a huge one, infinity or NaN.
static float number(int wild) {
  const uint64_t r = next();
  const uint32_t bits = (uint32_t)(r >> 32);
  float x;
  if (wild && r % 97 == 0) {
    memcpy(&x, &bits, sizeof x);
    return x;
  }
  return (float)(int32_t)bits * 0x1p-31f;
}

static float *numbers(int64_t count, int wild) {
  float *x = aligned_alloc(64, ((size_t)count * 4 + 127) / 64 * 64);
  if (!x) exit(2);
  for (int64_t i = 0; i < count; i++) x[i] = number(wild);
  return x;
}

// FNV-1a of bytes.
static void tell(const char *name, const void *data, size_t size) {
  const uint8_t *bytes = data;
  uint64_t sum = 0xCBF29CE484222325u;
  for (size_t i = 0; i < size; i++) sum = (sum ^ bytes[i]) * 0x100000001B3u;
  printf("%s %016llx\n", name, (unsigned long long)sum);
}

static void convolutions(int32_t isa, int64_t channels, int64_t outputs,
                         int64_t kernel, int64_t stride, int replicate,
                         int wild) {
  // At stride 2 the border is narrower above and to the left.
  const int64_t height = 19, width = 23, pad = (kernel - stride) / 2;
  const int64_t border = pad + kernel / 2;
  const int64_t down = (height + border - kernel) / stride + 1;
  const int64_t across = (width + border - kernel) / stride + 1;
  float *zeros = calloc((size_t)channels, 4);
  const rdc_conv2d_shape shape = {height, width, channels, down, across,
                                  outputs, kernel, kernel, stride, pad, pad,
                                  replicate, zeros};
  const int64_t depth = kernel * kernel * channels;
  const int64_t units = (outputs + RDC_PANEL_UNIT - 1) / RDC_PANEL_UNIT;
  const int64_t panels = (outputs + RDC_PANEL - 1) / RDC_PANEL;
  float *input = numbers(height * width * channels, wild);
  float *weights = numbers(depth * outputs, 0);
  float *bias = numbers(units * RDC_PANEL_UNIT, 0);
  float *packed = numbers(rdc_packed_count(depth, outputs), 0);
  float *output = numbers(down * across * outputs, 0);
  rdc_pack_panels(weights, depth, outputs, packed);
  rdc_conv2d(isa, &shape, input, packed, bias, output, 0, down * across, 0,
             panels);
  char name[80];
  snprintf(name, sizeof name, "conv2d %d to %d, kernel %d, stride %d, edge %d",
           (int)channels, (int)outputs, (int)kernel, (int)stride, replicate);
  tell(name, output, (size_t)(down * across * outputs) * 4);
  if (channels == outputs) {
    rdc_depthwise(isa, &shape, input, weights, bias, output, 0, down * across);
    name[0] = 'D';
    tell(name, output, (size_t)(down * across * outputs) * 4);
  }
  free(zeros), free(input), free(weights), free(bias), free(packed);
  free(output);
}

static void elements(int32_t isa) {
  enum { COUNT = 2500, CHANNELS = 50 };
  float *a = numbers(COUNT, 1), *b = numbers(COUNT, 1), *out = numbers(COUNT, 0);
  const size_t size = COUNT * 4;
  rdc_relu(isa, a, out, COUNT), tell("relu", out, size);
  rdc_leaky_relu(isa, a, 0.1f, out, COUNT), tell("leaky relu", out, size);
  rdc_hard_swish(isa, a, 0.3f, out, COUNT), tell("hard swish", out, size);
  rdc_clamp(isa, a, -0.5f, 0.25f, out, COUNT), tell("clamp", out, size);
  rdc_add(isa, a, b, out, COUNT), tell("add", out, size);
  rdc_multiply(isa, a, b, out, COUNT), tell("multiply", out, size);
  rdc_add_channels(isa, a, b, out, COUNT / CHANNELS, CHANNELS);
  tell("add channels", out, size);
  rdc_multiply_channels(isa, a, b, out, COUNT / CHANNELS, CHANNELS);
  tell("multiply channels", out, size);
  float pooled[3 * 3 * 25];
  rdc_max_pool(isa, a, 10, 10, 25, 4, 3, pooled);
  tell("max pool", pooled, sizeof pooled);
  rdc_average_pool(a, 10, 25, 4, 4, 3, 3, 3, pooled);
  tell("average pool", pooled, sizeof pooled);
  float errors[5], *tame = numbers(COUNT / 5, 0);
  rdc_squared_errors(isa, tame, b, 5, COUNT / 5, errors);
  tell("squared errors", errors, sizeof errors);
  uint8_t samples[COUNT];
  rdc_samples(isa, a, samples, COUNT), tell("samples", samples, COUNT);
  rdc_widen_half((const uint8_t *)b + 1, out, COUNT);
  tell("half to float", out, size);
  for (int i = 0; i < COUNT - 2; i++)
    out[i] = rdc_fma(isa, a[i], b[i], a[i + 1]);
  tell("fma", out, size);
  for (int i = 0; i < COUNT - 2; i++)
    out[i] = rdc_fma_software(a[i], b[i], a[i + 1]);
  tell("fma", out, size);
  free(a), free(b), free(out), free(tame);
}

// Lists of inputs as `CKernels.h` lays them out, with few entries a position.
static void contexts(int32_t isa, int64_t hidden_count) {
  enum { WINDOW = 10, OWN = 6, SLOPES = 8, NEAR = 12, HIDDEN = 64 };
  enum { OUTPUTS = 40, WIDTH = 5, POSITIONS = 4 * WIDTH, LIST = WINDOW + OWN };
  enum { ROWS = 9 * WINDOW + 4 * OWN + SLOPES + NEAR };
  static int16_t rows[ROWS * HIDDEN * 2], leave[HIDDEN / 2 * OUTPUTS * 2];
  static int16_t linear[(SLOPES + NEAR) / 2 * OUTPUTS * 2], flag[HIDDEN];
  static int32_t hidden_bias[HIDDEN], bias[OUTPUTS];
  static int32_t same[RDC_CONTEXT_CAUSAL * OUTPUTS];
  for (size_t i = 0; i < sizeof rows / 2; i++) rows[i] = (int16_t)next();
  for (size_t i = 0; i < sizeof leave / 2; i++) leave[i] = (int16_t)next();
  for (size_t i = 0; i < sizeof linear / 2; i++) linear[i] = (int16_t)next();
  for (int i = 0; i < HIDDEN; i++) flag[i] = (int16_t)next();
  for (int i = 0; i < HIDDEN; i++) hidden_bias[i] = (int32_t)next() >> 8;
  for (int i = 0; i < OUTPUTS; i++) bias[i] = (int32_t)next() >> 8;
  for (size_t i = 0; i < sizeof same / 4; i++) same[i] = (int32_t)next() >> 16;
  const rdc_context_group group = {
      .rows = rows, .hidden = hidden_count, .hidden_bias = hidden_bias,
      .window = WINDOW, .own_row = 9 * WINDOW, .own = OWN,
      .dense_row = 9 * WINDOW + 4 * OWN, .slopes = SLOPES, .near = NEAR,
      .flag = flag, .flag_bias = 12345, .leave = leave, .outputs = OUTPUTS,
      .bias = bias, .same = same, .linear = linear};
  static uint32_t lists[POSITIONS * LIST];
  static uint8_t counts[POSITIONS], own[POSITIONS * OUTPUTS];
  // The middle of the third row: a border of two on three sides, one below.
  const int64_t here = 2 * WIDTH + 2;
  const rdc_context_planes planes = {WIDTH, LIST, lists, counts, own};
  uint32_t words[2 * (SLOPES + NEAR)];
  const rdc_context_dense dense = {words, words + SLOPES,
                                   words + SLOPES + NEAR,
                                   words + 2 * SLOPES + NEAR};
  int16_t hidden[HIDDEN];
  int32_t sums[OUTPUTS];
  uint64_t all[2] = {0, 0};
  for (int trial = 0; trial < 200; trial++) {
    for (int place = 0; place < POSITIONS; place++) {
      const uint32_t last = place < here ? WINDOW + OWN : WINDOW;
      counts[place] = 0;
      for (uint32_t row = 0; row < last; row++)
        if (next() % 3 == 0)
          lists[place * LIST + counts[place]++] =
              row << 16 | (uint32_t)(next() & 0xFFFF);
    }
    for (size_t i = 0; i < sizeof words / 4; i++)
      words[i] = (uint32_t)(next() & 0x00FF00FF);
    for (size_t i = 0; i < sizeof own; i++) own[i] = (uint8_t)next();
    const int32_t told =
        rdc_context_hidden(isa, &group, &planes, here, &dense, hidden);
    rdc_context_outputs(isa, &group, &planes, here, &dense,
                        (uint32_t)(next() & 0xFFF), hidden, sums);
    all[0] = all[0] * 31 + (uint32_t)told;
    for (int64_t i = 0; i < hidden_count; i++)
      all[0] = all[0] * 31 + (uint16_t)hidden[i];
    for (int i = 0; i < OUTPUTS; i++)
      all[1] = all[1] * 31 + (uint32_t)sums[i];
  }
  tell("context, hidden layer", &all[0], 8);
  tell("context, sums", &all[1], 8);
}

int main(int count, char **arguments) {
  const int32_t isa = count > 1 ? atoi(arguments[1]) : RDC_ISA_BASELINE;
  if (!rdc_isa_available(isa)) {
    fprintf(stderr, "instruction set %d is not here\n", (int)isa);
    return 3;
  }
  for (int edge = 0; edge < 2; edge++) {
    convolutions(isa, 32, 48, 3, 1, edge, 0);
    convolutions(isa, 7, 33, 3, 2, edge, 1);
    convolutions(isa, 24, 12, 3, 1, edge, 0);
    convolutions(isa, 40, 3, 5, 1, edge, 1);
    convolutions(isa, 20, 20, 3, 1, edge, 1);
    convolutions(isa, 35, 35, 3, 2, edge, 1);
    convolutions(isa, 64, 64, 5, 1, edge, 0);
    convolutions(isa, 17, 17, 5, 2, edge, 1);
    convolutions(isa, 3, 32, 3, 2, edge, 0);
    convolutions(isa, 64, 70, 1, 1, edge, 0);
    convolutions(isa, 3, 3, 1, 1, edge, 1);
    convolutions(isa, 70, 70, 1, 1, edge, 1);
  }
  elements(isa);
  contexts(isa, 40);
  contexts(isa, 64);
}
