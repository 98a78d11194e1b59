// Convolution as a product of matrices whose left one is never written down:
// a table of pointers says where the channels of each tap of each pixel are.
#include "CKernels.h"
#include "kernels.h"

#include <stdlib.h>

enum {
  // Pixels that share one pass over the weights; a multiple of every tile.
  BLOCK_ROWS = 96,
  // Depth after which the chains rest in the output, so that a panel of
  // weights (32 outputs) stays in the first cache for all rows of a block.
  BLOCK_DEPTH = 256,
  BLOCK_TAPS = 32,
};

static inline int64_t clamped(int64_t x, int64_t count) {
  return x < 0 ? 0 : x >= count ? count - 1 : x;
}

// Where the input window of one output pixel begins.
typedef struct {
  const float *picture;
  int64_t y, x;
} corner;

static inline corner corner_of(const rdc_conv2d_shape *s, const float *input,
                               int64_t row) {
  const int64_t area = s->output_height * s->output_width;
  const int64_t n = row / area, rest = row % area;
  const int64_t y = rest / s->output_width, x = rest % s->output_width;
  return (corner){
      input + n * s->input_height * s->input_width * s->input_channels,
      y * s->stride - s->pad_top, x * s->stride - s->pad_left};
}

static inline const float *tap_of(const rdc_conv2d_shape *s, corner at,
                                  int64_t ky, int64_t kx) {
  int64_t y = at.y + ky, x = at.x + kx;
  const int inside = (uint64_t)y < (uint64_t)s->input_height &&
                     (uint64_t)x < (uint64_t)s->input_width;
  if (!inside) {
    if (!s->replicate) return s->zeros;
    y = clamped(y, s->input_height);
    x = clamped(x, s->input_width);
  }
  return at.picture + (y * s->input_width + x) * s->input_channels;
}

// The windows of a block of rows. Most lie inside their picture: for them the
// place of a tap is one addition.
typedef struct {
  const float *base[BLOCK_ROWS];  // of the corner; meant for inner windows
  corner corners[BLOCK_ROWS];
  int32_t border[BLOCK_ROWS];  // rows whose window leaves the picture
  int64_t border_count;
} windows;

static void find_windows(const rdc_conv2d_shape *s, const float *input,
                         int64_t row, int64_t rows, windows *w) {
  const int64_t last_y = s->input_height - s->kernel_height;
  const int64_t last_x = s->input_width - s->kernel_width;
  const int64_t picture = s->input_height * s->input_width * s->input_channels;
  corner at = corner_of(s, input, row);
  const int64_t end_x = s->output_width * s->stride - s->pad_left;
  const int64_t end_y = s->output_height * s->stride - s->pad_top;
  w->border_count = 0;
  for (int64_t r = 0; r < rows; r++) {
    w->corners[r] = at;
    if (at.y >= 0 && at.y <= last_y && at.x >= 0 && at.x <= last_x) {
      w->base[r] =
          at.picture + (at.y * s->input_width + at.x) * s->input_channels;
    } else {
      w->base[r] = at.picture;
      w->border[w->border_count++] = (int32_t)r;
    }
    at.x += s->stride;
    if (at.x == end_x) {
      at.x = -s->pad_left;
      at.y += s->stride;
      if (at.y == end_y) {
        at.y = -s->pad_top;
        at.picture += picture;
      }
    }
  }
}

enum {
  // Convolutions with so few outputs have vectors of pixels.
  PLANAR_OUTPUTS = 4,
  PLANAR_CHANNELS = 8,
  // The most values of one picture's planes (1 MiB).
  PLANAR_LIMIT = 1 << 18,
  PLANAR_WIDTH = 16,
};

// The same convolution by planes, if it is one that gains from it and the rows
// are whole pictures. Returns whether it was done.
static int planar_conv2d(const rdc_kernels *kernels,
                         const rdc_conv2d_shape *s, const float *input,
                         const float *packed, const float *bias,
                         float *output, int64_t row_begin, int64_t row_end) {
  const int64_t area = s->output_height * s->output_width;
  const int64_t channels = s->input_channels, outputs = s->output_channels;
  if (!kernels->planar || outputs > PLANAR_OUTPUTS ||
      channels < PLANAR_CHANNELS || s->output_width < PLANAR_WIDTH / 2 ||
      s->stride != 1 || s->replicate ||
      row_begin % area || row_end % area)
    return 0;
  const int64_t lines = s->output_height + s->kernel_height - 1;
  const int64_t places =
      (s->output_width + PLANAR_WIDTH - 1) / PLANAR_WIDTH * PLANAR_WIDTH +
      s->kernel_width - 1;
  // The sides are checked first, so that their product does not overflow.
  if (lines > PLANAR_LIMIT || places > PLANAR_LIMIT ||
      channels > PLANAR_LIMIT || lines * places > PLANAR_LIMIT ||
      lines * places * channels > PLANAR_LIMIT)
    return 0;
  float *planes =
      calloc((size_t)(lines * places * channels), sizeof *planes);
  if (!planes) return 0;
  const rdc_planar_shape shape = {
      s->output_height, s->output_width,   outputs, channels,
      s->kernel_height, s->kernel_width, places};
  // Every picture writes the same places; the border stays zero.
  const int64_t first_y = s->pad_top < 0 ? 0 : s->pad_top;
  const int64_t first_x = s->pad_left < 0 ? 0 : s->pad_left;
  int64_t height = lines - first_y, width = places - first_x;
  if (height > s->input_height) height = s->input_height;
  if (width > s->input_width) width = s->input_width;
  for (int64_t n = row_begin / area; n < row_end / area; n++) {
    const float *picture =
        input + n * s->input_height * s->input_width * channels;
    for (int64_t y = 0; y < height; y++) {
      float *line = planes + (first_y + y) * channels * places + first_x;
      const float *from = picture + y * s->input_width * channels;
      for (int64_t x = 0; x < width; x++)
        for (int64_t c = 0; c < channels; c++)
          line[c * places + x] = from[x * channels + c];
    }
    kernels->planar(planes, &shape, packed, RDC_PANEL_UNIT, bias,
                    output + n * area * outputs);
  }
  free(planes);
  return 1;
}

void rdc_conv2d(int32_t isa, const rdc_conv2d_shape *s, const float *input,
                const float *packed, const float *bias, float *output,
                int64_t row_begin, int64_t row_end, int64_t panel_begin,
                int64_t panel_end) {
  const rdc_kernels *kernels = rdc_kernels_for(isa);
  const int64_t taps = s->kernel_height * s->kernel_width;
  const int64_t channels = s->input_channels, outputs = s->output_channels;
  const int64_t depth = taps * channels;
  if (planar_conv2d(kernels, s, input, packed, bias, output, row_begin,
                    row_end))
    return;
  const float *pointers[BLOCK_TAPS * BLOCK_ROWS];
  windows w;

  for (int64_t row = row_begin; row < row_end; row += BLOCK_ROWS) {
    const int64_t rows =
        row_end - row < BLOCK_ROWS ? row_end - row : BLOCK_ROWS;
    find_windows(s, input, row, rows, &w);

    // A step is either some whole taps or some channels of one tap.
    int64_t tap = 0, channel = 0;
    for (int64_t k = 0; k < depth;) {
      int64_t step_taps = 1, step_channels = channels - channel;
      if (step_channels > BLOCK_DEPTH) {
        step_channels = BLOCK_DEPTH;
      } else if (channel == 0) {
        step_taps = BLOCK_DEPTH / channels;
        if (step_taps < 1) step_taps = 1;
        if (step_taps > BLOCK_TAPS) step_taps = BLOCK_TAPS;
        if (step_taps > taps - tap) step_taps = taps - tap;
      }
      for (int64_t t = 0; t < step_taps; t++) {
        const int64_t ky = (tap + t) / s->kernel_width;
        const int64_t kx = (tap + t) % s->kernel_width;
        const int64_t offset =
            (ky * s->input_width + kx) * channels + channel;
        const float **target = pointers + t * BLOCK_ROWS;
        // As integers: a border's sum may lie outside, and is replaced below.
        for (int64_t r = 0; r < rows; r++)
          target[r] = (const float *)((uintptr_t)w.base[r] +
                                      (uintptr_t)offset * sizeof(float));
        for (int64_t b = 0; b < w.border_count; b++) {
          const int64_t r = w.border[b];
          target[r] = tap_of(s, w.corners[r], ky, kx) + channel;
        }
      }
      const int64_t step = step_taps * step_channels;
      for (int64_t p = panel_begin; p < panel_end; p++) {
        const int64_t o = p * RDC_PANEL;
        const int64_t count =
            outputs - o < RDC_PANEL ? outputs - o : RDC_PANEL;
        const int64_t width =
            count <= RDC_PANEL_UNIT ? RDC_PANEL_UNIT : RDC_PANEL;
        kernels->panel(pointers, rows, BLOCK_ROWS, step_taps, step_channels,
                       packed + o * depth + k * width, width, bias + o,
                       output + row * outputs + o, outputs, count, k == 0,
                       k + step == depth);
      }
      k += step;
      channel += step_channels;
      if (channel == channels) {
        channel = 0;
        tap += step_taps;
      }
    }
  }
}

// One pixel of a depthwise convolution, wherever its window lies.
static void depthwise_pixel(const rdc_kernels *kernels,
                            const rdc_conv2d_shape *s, corner at,
                            const float *weights, const float *bias,
                            float *out) {
  const int64_t taps = s->kernel_height * s->kernel_width;
  const float *pointers[BLOCK_TAPS];
  int64_t ky = 0, kx = 0;
  for (int64_t tap = 0; tap < taps; tap += BLOCK_TAPS) {
    const int64_t n = taps - tap < BLOCK_TAPS ? taps - tap : BLOCK_TAPS;
    for (int64_t t = 0; t < n; t++) {
      pointers[t] = tap_of(s, at, ky, kx);
      if (++kx == s->kernel_width) kx = 0, ky++;
    }
    kernels->depthwise_pixel(pointers, n, s->input_channels,
                             weights + tap * s->input_channels,
                             tap == 0 ? bias : out, out, tap + n == taps);
  }
}

// The output pixels of a line, `count` from `at` on, whose windows lie inside
// the picture: how many there are before the first of them, and they.
static int64_t inner_run(const rdc_conv2d_shape *s, corner at, int64_t count,
                         int64_t *before) {
  *before = 0;
  const int64_t last_x = s->input_width - s->kernel_width;
  if (at.y < 0 || at.y > s->input_height - s->kernel_height || at.x > last_x)
    return 0;
  if (at.x < 0) *before = (-at.x + s->stride - 1) / s->stride;
  if (*before >= count) return 0;
  const int64_t x = at.x + *before * s->stride;
  if (x > last_x) return 0;
  const int64_t fitting = (last_x - x) / s->stride + 1;
  return fitting < count - *before ? fitting : count - *before;
}

enum {
  // Pixels of fewer channels than this are done some at a time.
  FEW_CHANNELS = 64,
  PIXEL_GROUP = 16,
};

// Whether each output pixel reads the input pixel at its place alone.
static int is_affine(const rdc_conv2d_shape *s) {
  return s->kernel_height == 1 && s->kernel_width == 1 && s->stride == 1 &&
         s->pad_top == 0 && s->pad_left == 0 &&
         s->input_height == s->output_height &&
         s->input_width == s->output_width;
}

// One multiply-add for each value of some pixels.
static void affine(const rdc_kernels *kernels, int64_t channels,
                   const float *input, const float *weights, const float *bias,
                   float *output, int64_t pixels) {
  if (channels < FEW_CHANNELS && pixels >= 2 * PIXEL_GROUP) {
    float scale[PIXEL_GROUP * FEW_CHANNELS], shift[PIXEL_GROUP * FEW_CHANNELS];
    for (int64_t i = 0; i < PIXEL_GROUP * channels; i++) {
      scale[i] = weights[i % channels];
      shift[i] = bias[i % channels];
    }
    const int64_t whole = pixels / PIXEL_GROUP * PIXEL_GROUP;
    kernels->affine(input, scale, shift, PIXEL_GROUP * channels, output,
                    whole * channels);
    pixels -= whole;
    input += whole * channels;
    output += whole * channels;
  }
  for (; pixels > 0; pixels--, input += channels, output += channels)
    kernels->depthwise_pixel(&input, 1, channels, weights, bias, output, 1);
}

void rdc_depthwise(int32_t isa, const rdc_conv2d_shape *s, const float *input,
                   const float *weights, const float *bias, float *output,
                   int64_t row_begin, int64_t row_end) {
  const rdc_kernels *kernels = rdc_kernels_for(isa);
  const int64_t channels = s->input_channels;
  const int64_t line = s->input_width * channels;
  if (is_affine(s)) {
    affine(kernels, channels, input + row_begin * channels, weights, bias,
           output + row_begin * channels, row_end - row_begin);
    return;
  }
  for (int64_t row = row_begin; row < row_end;) {
    // What there is of one line.
    const int64_t rest = s->output_width - row % s->output_width;
    const int64_t count = rest < row_end - row ? rest : row_end - row;
    corner at = corner_of(s, input, row);
    float *out = output + row * channels;
    int64_t before = count, run = 0;
    if (kernels->depthwise_run && s->kernel_height == s->kernel_width) {
      run = inner_run(s, at, count, &before);
      if (run > 0 &&
          !kernels->depthwise_run(
              s->kernel_width, s->stride,
              at.picture + at.y * line + (at.x + before * s->stride) * channels,
              line, channels, weights, bias, out + before * channels, run))
        run = 0;
    }
    for (int64_t x = 0; x < count; x++, at.x += s->stride)
      if (x < before || x >= before + run)
        depthwise_pixel(kernels, s, at, weights, bias, out + x * channels);
    row += count;
  }
}

int64_t rdc_packed_count(int64_t depth, int64_t outputs) {
  return (outputs + RDC_PANEL_UNIT - 1) / RDC_PANEL_UNIT * RDC_PANEL_UNIT *
         depth;
}

void rdc_pack_panels(const float *weights, int64_t depth, int64_t outputs,
                     float *packed) {
  for (int64_t o = 0; o < outputs; o += RDC_PANEL) {
    const int64_t count = outputs - o < RDC_PANEL ? outputs - o : RDC_PANEL;
    const int64_t width =
        count <= RDC_PANEL_UNIT ? RDC_PANEL_UNIT : RDC_PANEL;
    for (int64_t k = 0; k < depth; k++) {
      memcpy(packed, weights + k * outputs + o, (size_t)count * sizeof *packed);
      for (int64_t i = count; i < width; i++) packed[i] = 0.0f;
      packed += width;
    }
  }
}
