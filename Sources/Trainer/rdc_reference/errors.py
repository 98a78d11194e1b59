"""The one error of this decoder."""


class Refused(Exception):
    """A file or pack that must be rejected.

    `reason` is the first word of an entry in rdc(5), section ERRORS.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
