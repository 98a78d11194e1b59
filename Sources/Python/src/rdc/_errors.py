"""What goes wrong, with the library's message: one line for people."""


class Error(Exception):
    """Any error of the library."""


class ArgumentError(Error, ValueError):
    """The call asks for what cannot be: a head that the model lacks, a picture
    that the file does not have, a strength above 1."""


class FileError(Error, ValueError):
    """The bytes are no sound .rdc file."""


class PictureError(Error, ValueError):
    """The picture is damaged, or no model codes pictures of its kind."""


class ModelError(Error, ValueError):
    """The model is missing, damaged, or cannot do what is asked for."""


class RateError(Error, ValueError):
    """The model has no such rate, or no file meets it."""


class LimitError(Error, MemoryError):
    """More pixels or memory than the limits allow or the system gives."""


#: By the codes of rdc.h.
BY_CODE: dict[int, type[Error]] = {
    1: ArgumentError,
    2: FileError,
    3: PictureError,
    4: ModelError,
    5: RateError,
    6: LimitError,
}
