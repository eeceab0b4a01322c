"""What the list of errors says of one of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ErrorKind:
    """An entry of the list of errors, for people."""

    title: str
    meaning: str
    advice: str
