// Deterministic float32 kernels: the same bits for every instruction set.
//
// Every output of a convolution is ONE chain of fused multiply-adds
//
//   acc = bias[o]
//   for ky, kx, c ascending:  acc = fma(input[ky, kx, c], weight[ky, kx, c, o], acc)
//
// and vectors only ever hold *different* outputs, so the width of a vector,
// the blocking and the number of threads cannot change a bit. A tap that falls
// outside the picture is multiplied like any other: by +0 (zeros) or by the
// nearest picture value (replicate); it is never skipped. A partial chain that
// is stored and loaded again is exact, because it is float32 either way.
//
// A NaN is stored as 0x7FC00000: which of its operands' payloads a processor
// hands on is the one thing IEEE 754 leaves open.
//
// The caller checks all sizes; nothing here looks at a length twice.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  RDC_ISA_BASELINE = 0,
  RDC_ISA_AVX2 = 1,
  RDC_ISA_AVX512 = 2,
};

// Outputs in one full panel of packed weights, and the unit to which the last
// panel (and the bias) is padded with zeros.
enum {
  RDC_PANEL = 32,
  RDC_PANEL_UNIT = 16,
};

// Whether this build has the instruction set and this processor runs it.
int32_t rdc_isa_available(int32_t isa);

// One fused multiply-add a * b + c as the given instruction set does it.
float rdc_fma(int32_t isa, float a, float b, float c);

// The correct fused multiply-add made of double arithmetic, on every machine.
float rdc_fma_software(float a, float b, float c);

typedef struct {
  int64_t input_height, input_width, input_channels;
  int64_t output_height, output_width, output_channels;
  int64_t kernel_height, kernel_width;
  int64_t stride, pad_top, pad_left;
  int32_t replicate;   // 0: zeros outside the picture, 1: nearest value
  const float *zeros;  // input_channels zeros
} rdc_conv2d_shape;

// Number of floats that `rdc_pack_panels` writes for weights [depth, outputs].
int64_t rdc_packed_count(int64_t depth, int64_t outputs);

// weights [depth, outputs] -> panels [panel][depth][32], the last panel 16 or
// 32 wide. `packed` should start on a 64 byte boundary (speed, not bits).
void rdc_pack_panels(const float *weights, int64_t depth, int64_t outputs,
                     float *packed);

// Output pixels [row_begin, row_end) (counted through N, H, W) and panels
// [panel_begin, panel_end) of a convolution with groups = 1. `bias` is padded
// to a multiple of 16 values. A linear layer is the case where all heights and
// widths are 1.
void rdc_conv2d(int32_t isa, const rdc_conv2d_shape *shape, const float *input,
                const float *packed, const float *bias, float *output,
                int64_t row_begin, int64_t row_end, int64_t panel_begin,
                int64_t panel_end);

// The same with one input channel for each output channel; weights
// [kernel_height, kernel_width, channels] and bias [channels] as they are.
void rdc_depthwise(int32_t isa, const rdc_conv2d_shape *shape,
                   const float *input, const float *weights, const float *bias,
                   float *output, int64_t row_begin, int64_t row_end);

// Element by element, `out` may be one of the inputs.
void rdc_relu(int32_t isa, const float *x, float *out, int64_t count);
void rdc_leaky_relu(int32_t isa, const float *x, float slope, float *out, int64_t count);
void rdc_clamp(int32_t isa, const float *x, float low, float high, float *out,
               int64_t count);
// x * clamp(slope * x + 0.5, 0, 1), each operation rounded.
void rdc_hard_swish(int32_t isa, const float *x, float slope, float *out,
                    int64_t count);
void rdc_add(int32_t isa, const float *a, const float *b, float *out, int64_t count);
void rdc_multiply(int32_t isa, const float *a, const float *b, float *out, int64_t count);

// a [rows, channels] with b [channels].
void rdc_add_channels(int32_t isa, const float *a, const float *b, float *out, int64_t rows,
                      int64_t channels);
void rdc_multiply_channels(int32_t isa, const float *a, const float *b, float *out,
                           int64_t rows, int64_t channels);

// Pools one picture [height, width, channels]; windows lie inside the picture.
// Order: ky, kx ascending. The average is the sum divided by the count.
void rdc_max_pool(int32_t isa, const float *x, int64_t height, int64_t width,
                  int64_t channels, int64_t kernel, int64_t stride, float *out);
void rdc_average_pool(const float *x, int64_t width, int64_t channels,
                      int64_t kernel_height, int64_t kernel_width,
                      int64_t stride, int64_t out_height, int64_t out_width,
                      float *out);

// errors[n] = sum over i of (picture[i] - clamp(decoded[n][i], 0, 1))^2, a NaN
// counting as 0: sixteen running sums, value i going to sum i mod 16, added up
// pairwise at the end.
void rdc_squared_errors(int32_t isa, const float *picture,
                        const float *decoded, int64_t count, int64_t size,
                        float *errors);

// The integer part of 255 clamp(value, 0, 1) + 0.5, a NaN counting as 0.
void rdc_samples(int32_t isa, const float *values, uint8_t *samples,
                 int64_t count);

// The integer part of clamp(value, 0, 255) + 0.5, a NaN counting as 0.
void rdc_rounded_samples(int32_t isa, const float *values, uint8_t *samples,
                         int64_t count);

// IEEE 754 binary16, the lower byte first, to binary32, exactly. The bytes need
// no alignment.
void rdc_widen_half(const uint8_t *halves, float *out, int64_t count);

// Whether no value is infinite or not a number.
int32_t rdc_all_finite(const float *values, int64_t count);

// Memory on a boundary of 64 bytes, or NULL. Much of it lies on pages as large
// as the system has them, which costs a tenth of the time at the first touch.
void *rdc_allocate(int64_t size);
void rdc_free(void *memory);

// Tells glibc's allocator to keep freed memory; does nothing elsewhere.
void rdc_keep_freed_memory(void);

// Has glibc's heap on large pages, one heap for all threads: a third of the time
// of coding one photo went into first touches of small ones. For a program that
// codes and ends; does nothing elsewhere.
void rdc_use_large_pages(void);

// Adds `by` to a counter that threads share and returns what it was.
int64_t rdc_fetch_add(int64_t *counter, int64_t by);

// Integer contexts of the entropy model. Weights lie in pairs of inputs,
// [row][output][2], as the inputs do: two 16-bit numbers in one word, the first
// one low. All sums are modulo 2^32.

// The most outputs of a hidden layer, and the neighbours that are decoded
// before a position.
#define RDC_CONTEXT_HIDDEN 64
#define RDC_CONTEXT_CAUSAL 12

// The network of one group of channels.
typedef struct {
  const int16_t *rows;         // [row][hidden][2]
  int64_t hidden;              // a multiple of 8
  const int32_t *hidden_bias;  // [hidden]
  int64_t window;              // entries of the lists before the group's own:
                               // rows 0 ..< 9 window are theirs, tap by tap
  int64_t own_row;             // rows of the own entries at the first four
  int64_t own;                 // taps, `own` each; -1 if they are no inputs
  int64_t dense_row;           // rows of the dense inputs: slopes, near values
  int64_t slopes, near;
  const int16_t *flag;         // [hidden], or null for groups without flag
  int32_t flag_bias;
  const int16_t *leave;        // [hidden / 2][outputs][2]
  int64_t outputs;             // a multiple of 8
  const int32_t *bias;         // [outputs]
  const int32_t *same;         // [RDC_CONTEXT_CAUSAL][outputs] or null
  const int16_t *linear;       // [(near + slopes) / 2][outputs][2] or null
} rdc_context_group;

// What is decoded around the positions of a strip, whose border of zeros has
// two positions above and beside, and one below.
typedef struct {
  int64_t stride;            // positions from one row to the next
  int64_t slots;             // entries from one list to the next
  const uint32_t *lists;     // inputs that are not zero: entries rising in
                             // their upper half, a row; below, two signed bytes
  const uint8_t *counts;     // entries of each list
  const uint8_t *own;        // magnitudes of the group, [position][outputs]
} rdc_context_planes;

// Differences to the neighbours of a position: slopes of earlier channels, and
// near values of the own ones.
typedef struct {
  const uint32_t *slopes, *near;              // signed value and magnitude
  const uint32_t *slope_values, *near_values; // two limited values a word
} rdc_context_dense;

// hidden[j] = min(max(bias + sum over inputs, 0) >> 5, 32767); returns the sum
// of the flag, 0 without.
int32_t rdc_context_hidden(int32_t isa, const rdc_context_group *group,
                           const rdc_context_planes *planes, int64_t position,
                           const rdc_context_dense *dense, int16_t *hidden);

// sums[i] = bias + sum over the hidden layer, over the same channel at those
// causal neighbours whose bit in `active` is set (the first one the lowest),
// and over the values of near places and slopes.
void rdc_context_outputs(int32_t isa, const rdc_context_group *group,
                         const rdc_context_planes *planes, int64_t position,
                         const rdc_context_dense *dense, uint32_t active,
                         const int16_t *hidden, int32_t *sums);

#ifdef __cplusplus
}
#endif

#endif
