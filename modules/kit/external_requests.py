"""What is fetched for a step before it runs, or delivered for it afterwards. A step itself has no network.

A registered model comes from the registry of the server, all else from outside.

A module says by `@module(external_request=...)` what its parameters ask for; whoever runs the design does it, outside
of the sandbox and without looking into the data, and hands the step what came.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

#: Storage of files as a form calls it. Which one it is, the connection says.
StorageName = Literal["S3 storage", "Azure storage", "Google Cloud Storage", "SFTP server"]
STORAGE_NAMES: tuple[StorageName, ...] = get_args(StorageName)
Direction = Literal["fetch", "deliver"]
Kind = Literal["url", "rest", "database", "storage", "model"]


@dataclass(frozen=True)
class ExternalRequest:
    """One way outside, or to a registered model.

    `connection` is the name of a stored connection; `details` say what to fetch or deliver.
    """

    direction: Direction
    kind: Kind
    connection: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    #: Whether it is done on every run, even where an earlier result is known.
    always: bool = False


_fetched_input: ContextVar[Any] = ContextVar("fetched_input", default=None)


@contextmanager
def provide_fetched(value: object) -> Iterator[None]:
    """Within this block, `get_fetched` returns what was fetched for the step."""
    token = _fetched_input.set(value)
    try:
        yield
    finally:
        _fetched_input.reset(token)


def get_fetched() -> Any:
    """What was fetched: a File or a Dataset; None where nobody carried out the request."""
    return _fetched_input.get()
