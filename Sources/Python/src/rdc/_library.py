"""librdc, as cffi gives it: calls, errors and memory."""

import pathlib
from typing import Any

from rdc._binding import ffi as ffi

from rdc._errors import BY_CODE, Error

library: Any = ffi.dlopen(str(pathlib.Path(__file__).with_name("librdc.so")))


def check(code: int, error: Any) -> None:
    """Raises the error that a call has written.

    Raises:
        Error: unless the code is that of success.
    """
    if code != 0:
        message = ffi.string(error.message).decode(errors="replace")
        raise BY_CODE.get(code, Error)(message)


def call(function: str, *arguments: Any) -> None:
    """Calls a function that answers with a code.

    Raises:
        Error: what the function says.
    """
    error = ffi.new("rdc_error *")
    check(getattr(library, function)(*arguments, error), error)


def create(kind: str, function: str, *arguments: Any) -> Any:
    """Calls a function that makes a handle, which is freed with its last user.

    Raises:
        Error: what the function says.
    """
    error = ffi.new("rdc_error *")
    handle = getattr(library, function)(*arguments, error)
    if handle == ffi.NULL:
        check(error.code, error)
    return ffi.gc(handle, getattr(library, f"rdc_{kind}_free"))


def taken(function: str, *arguments: Any) -> bytes:
    """Calls a function that gives bytes away.

    Raises:
        Error: what the function says.
    """
    buffer = ffi.new("rdc_buffer *")
    error = ffi.new("rdc_error *")
    check(getattr(library, function)(*arguments, buffer, error), error)
    return bytes_of(buffer)


def bytes_of(buffer: Any) -> bytes:
    """The bytes of a buffer, which is freed."""
    try:
        return bytes(ffi.buffer(buffer.bytes, buffer.size))
    finally:
        library.rdc_buffer_free(buffer)


def options(kind: str, **members: Any) -> Any:
    """A structure that begins with its own size."""
    structure = ffi.new(f"{kind} *", members)
    structure.struct_size = ffi.sizeof(kind)
    return structure
