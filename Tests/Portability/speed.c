// Prints how many thousand million multiply-accumulates a second the kernels do
// on one thread: `speed ISA`, the best of some runs.
#include "CKernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static float *numbers(int64_t count) {
  static uint32_t state = 1;
  float *x = aligned_alloc(64, ((size_t)count * 4 + 127) / 64 * 64);
  if (!x) exit(2);
  for (int64_t i = 0; i < count; i++) {
    state = state * 1664525u + 1013904223u;
    x[i] = (float)(int32_t)state * 0x1p-31f;
  }
  return x;
}

// A convolution with the border that keeps the size of the picture.
static void convolution(int32_t isa, int64_t height, int64_t width,
                        int64_t channels, int64_t outputs, int64_t kernel,
                        int64_t stride, int depthwise) {
  const int64_t pad = (kernel - 1) / 2;
  const int64_t down = (height + stride - 1) / stride;
  const int64_t across = (width + stride - 1) / stride;
  const int64_t rows = down * across;
  const int64_t depth = kernel * kernel * (depthwise ? 1 : channels);
  float *zeros = calloc((size_t)channels, 4);
  const rdc_conv2d_shape shape = {
      height, width,  channels, down, across, outputs, kernel,
      kernel, stride, pad,      pad,  0,      zeros};
  float *input = numbers(height * width * channels);
  float *weights = numbers(depth * outputs);
  float *bias = numbers(outputs + RDC_PANEL_UNIT);
  float *packed = numbers(rdc_packed_count(depth, outputs));
  float *output = numbers(rows * outputs);
  rdc_pack_panels(weights, depth, outputs, packed);
  const double work = (double)(rows * depth * outputs);
  double best = 1e9, spent = 0;
  for (int run = 0; run < 5 || (spent < 0.3 && run < 200); run++) {
    const double start = now();
    if (depthwise)
      rdc_depthwise(isa, &shape, input, weights, bias, output, 0, rows);
    else
      rdc_conv2d(isa, &shape, input, packed, bias, output, 0, rows, 0,
                 (outputs + RDC_PANEL - 1) / RDC_PANEL);
    const double time = now() - start;
    spent += time;
    if (time < best) best = time;
    if (run >= 2 && spent > 2) break;
  }
  printf("%-9s %3dx%-3d %4d to %4d, %dx%d, stride %d: %8.3f ms %7.2f GMAC/s\n",
         depthwise ? "depthwise" : "dense", (int)height, (int)width,
         (int)channels, (int)outputs, (int)kernel, (int)kernel, (int)stride,
         1e3 * best, 1e-9 * work / best);
  free(zeros), free(input), free(weights), free(bias), free(packed);
  free(output);
}

int main(int count, char **arguments) {
  const int32_t isa = count > 1 ? atoi(arguments[1]) : RDC_ISA_BASELINE;
  if (!rdc_isa_available(isa)) {
    fprintf(stderr, "instruction set %d is not here\n", (int)isa);
    return 3;
  }
  for (int half = 0; half < 2; half++) {
    const int64_t height = half ? 64 : 96, width = half ? 96 : 128;
    convolution(isa, height, width, 96, 192, 1, 1, 0);
    convolution(isa, height, width, 192, 96, 1, 1, 0);
    convolution(isa, height, width, 64, 128, 1, 1, 0);
  }
  convolution(isa, 64, 96, 96, 96, 3, 1, 0);
  convolution(isa, 64, 96, 120, 96, 1, 1, 0);
  convolution(isa, 64, 96, 216, 192, 1, 1, 0);
  convolution(isa, 64, 96, 192, 192, 1, 1, 0);
  convolution(isa, 256, 384, 12, 16, 3, 1, 0);
  convolution(isa, 256, 384, 16, 16, 3, 1, 0);
  convolution(isa, 256, 384, 16, 12, 3, 1, 0);
  convolution(isa, 224, 224, 3, 32, 3, 2, 0);
  convolution(isa, 96, 128, 96, 96, 3, 1, 1);
  convolution(isa, 96, 128, 192, 192, 3, 1, 1);
  convolution(isa, 64, 96, 192, 192, 3, 1, 1);
  convolution(isa, 96, 128, 96, 96, 5, 1, 1);
  convolution(isa, 112, 112, 96, 96, 3, 2, 1);
  convolution(isa, 28, 28, 240, 240, 5, 1, 1);
  convolution(isa, 14, 14, 480, 480, 5, 1, 1);
  convolution(isa, 7, 7, 1152, 1152, 5, 1, 1);
  convolution(isa, 7, 7, 1152, 1152, 3, 1, 1);
}
