"""What a courier is told and what it answers: one JSON value in, JSON lines out. Secrets come in by a pipe only."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter


@dataclass(frozen=True)
class Order:
    """One errand. `folder` is where a fetched file goes, `file` what is delivered and `port_type` what it is.

    `connection` has the kind and the fields of the connection, secrets among them; None for an address.
    """

    direction: Literal["fetch", "deliver", "test"]
    kind: Literal["url", "database", "storage", "hook"]
    details: Mapping[str, Any]
    connection: Mapping[str, Any] | None
    folder: Path
    file: Path | None
    most_bytes: int
    memory_bytes: int
    allowed_hosts: tuple[str, ...]


@dataclass(frozen=True)
class Done:
    """The errand is done: the name of the fetched file in the folder, and a remark for the log."""

    name: str | None = None
    port_type: str | None = None
    remark: str | None = None
    kind: Literal["done"] = "done"


@dataclass(frozen=True)
class Refusal:
    """The errand cannot be done, in a sentence for the user."""

    number: int
    message: str
    parameter: str | None = None
    kind: Literal["refused"] = "refused"


class Refused(Exception):
    """The errand cannot be done; becomes a Refusal."""

    def __init__(self, number: int, message: str, parameter: str | None = None) -> None:
        super().__init__(message)
        self.refusal = Refusal(number, message, parameter)


orders: TypeAdapter[Order] = TypeAdapter(Order)
answers: TypeAdapter[Done | Refusal] = TypeAdapter(Done | Refusal)
