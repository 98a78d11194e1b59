"""Runs a command and prints its wall seconds, processor seconds and peak memory in MiB.

Run as a program of its own, with nothing imported that is not needed: a process
begins with its parent's peak, so that of PyTorch's would hide every tool's.
"""

import os
import sys
import time


def main() -> None:
    """``stopwatch.py PROGRAM ARGUMENT …``"""
    start = time.perf_counter()
    child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    unit = 2**20 if sys.platform == "darwin" else 2**10  # bytes there, KiB else
    worked = usage.ru_utime + usage.ru_stime
    print(f"\n{seconds:.6f} {worked:.6f} {usage.ru_maxrss / unit:.2f}")
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
