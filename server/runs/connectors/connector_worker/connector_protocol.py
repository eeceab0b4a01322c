"""What a connector process is asked and what it answers: JSON in, one line of JSON out. Secrets come by a pipe."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter


@dataclass(frozen=True)
class ConnectorRequest:
    """What is to be fetched, delivered, polled or tested. `folder` is where a fetched file goes, `file` is
    what is delivered.

    `connection` has the kind and the fields of the connection, secrets among them; None for an address.
    """

    direction: Literal["fetch", "deliver", "poll", "test"]
    kind: Literal["url", "rest", "database", "storage", "hook"]
    details: Mapping[str, Any]
    connection: Mapping[str, Any] | None
    folder: Path
    file: Path | None
    max_bytes: int
    memory_bytes: int
    allowed_hosts: tuple[str, ...]


@dataclass(frozen=True)
class ConnectorResult:
    """It is done: the name of the fetched file in the folder, and a remark for the log.

    Of what was polled a fingerprint, which is another one when the data is.
    """

    name: str | None = None
    port_type: str | None = None
    remark: str | None = None
    fingerprint: str | None = None
    kind: Literal["done"] = "done"


@dataclass(frozen=True)
class ConnectorFailure:
    """It cannot be done, in a sentence for the user."""

    number: int
    message: str
    parameter: str | None = None
    kind: Literal["refused"] = "refused"


class ConnectorError(Exception):
    """It cannot be done; becomes a ConnectorFailure."""

    def __init__(self, number: int, message: str, parameter: str | None = None) -> None:
        super().__init__(message)
        self.failure = ConnectorFailure(number, message, parameter)


connector_request_adapter: TypeAdapter[ConnectorRequest] = TypeAdapter(ConnectorRequest)
connector_result_adapter: TypeAdapter[ConnectorResult | ConnectorFailure] = TypeAdapter(
    ConnectorResult | ConnectorFailure
)


def find_connector_error(error: BaseException | None) -> ConnectorError | None:
    """The guard's error, from within what the layers above it made of it."""
    while error is not None and not isinstance(error, ConnectorError):
        error = error.__cause__ or error.__context__
    return error
