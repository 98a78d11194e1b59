#pragma once

// From now on an allocation that fails, anywhere in the process, ends it with a
// line on standard error and status 1. Swift's runtime would print a report of
// several lines and abort, as after a crash.
//
// For a program of its own, once at its start. Does nothing where no program can
// stand before the C library's functions: with anything but glibc, and under
// sanitizers, which stand there themselves.
void rdc_exit_without_memory(void);
