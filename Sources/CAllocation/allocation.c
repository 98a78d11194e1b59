// The C library's functions that allocate, with a look at what they give.
//
// A program's own functions come before those of the libraries that it is linked
// with (the GNU C Library Reference Manual, 3.2.5, "Replacing malloc"), and for all
// of them. These hand on to the next ones: glibc's, or those of an allocator that
// was loaded before it.

#define _GNU_SOURCE
#include "allocation.h"

#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED
#endif
#endif

#if defined(__GLIBC__) && !defined(IS_SANITIZED)
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

static atomic_bool exits;

void rdc_exit_without_memory(void) { atomic_store(&exits, true); }

// Adds a text to a line and returns the line's end.
static char *append(char *end, const char *text) {
  const size_t length = strlen(text);
  memcpy(end, text, length);
  return end + length;
}

static char *append_number(char *end, size_t number) {
  char digits[24];
  char *first = digits + sizeof digits - 1;
  *first = 0;
  do {
    *--first = (char)('0' + number % 10);
    number /= 10;
  } while (number > 0);
  return append(end, first);
}

// Allocates nothing itself. A file that has no name yet vanishes with the process.
static _Noreturn void exit_without(size_t size) {
  const int is_large = size >> 20 != 0;
  char line[128];
  char *end = append(line, "Error: ");
  end = append_number(end, is_large ? size >> 20 : size);
  end = append(end, is_large ? " MiB" : " bytes");
  end = append(end, " of memory needed, which the system does not give\n");
  // Nobody is left to be told if that fails, too.
  const ssize_t written = write(STDERR_FILENO, line, (size_t)(end - line));
  (void)written;
  _exit(EXIT_FAILURE);
}

static void *checked(void *memory, size_t size) {
  if (memory == NULL && size > 0 &&
      atomic_load_explicit(&exits, memory_order_relaxed))
    exit_without(size);
  return memory;
}

// The function behind ours of the same name, looked up when it is first called.
#define NEXT(type, name)                                      \
  static _Atomic(type) found;                                 \
  type next = atomic_load_explicit(&found, memory_order_relaxed); \
  if (next == NULL) {                                         \
    next = (type)dlsym(RTLD_NEXT, name);                      \
    atomic_store_explicit(&found, next, memory_order_relaxed);    \
  }

typedef void *(*allocate)(size_t);
typedef void *(*allocate_two)(size_t, size_t);
typedef void *(*reallocate)(void *, size_t);
typedef int (*allocate_into)(void **, size_t, size_t);

void *malloc(size_t size) {
  NEXT(allocate, "malloc")
  return checked(next(size), size);
}

void *calloc(size_t count, size_t size) {
  NEXT(allocate_two, "calloc")
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) bytes = SIZE_MAX;
  return checked(next(count, size), bytes);
}

void *realloc(void *memory, size_t size) {
  NEXT(reallocate, "realloc")
  return checked(next(memory, size), size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  NEXT(allocate_two, "aligned_alloc")
  return checked(next(alignment, size), size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  NEXT(allocate_into, "posix_memalign")
  const int status = next(memory, alignment, size);
  if (status == ENOMEM) checked(NULL, size);
  return status;
}
#else
void rdc_exit_without_memory(void) {}
#endif
