"""What a replica and the server say to one another: frames of a JSON header and a body, on two named pipes.

A frame is the two lengths, four bytes each with the highest first, the header and the body. Both pipes lie in the
replica's folder. The server opens them first and writes a frame for each request; the replica answers in that order.
"""

import json
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict

LENGTHS = struct.Struct(">II")
#: What is said in one frame is no longer than this.
MAX_FRAME_BYTES = 128 * 1024**2
REQUESTS_PIPE, ANSWERS_PIPE = "requests", "answers"
#: The model of a deployment as ONNX, in the folder of the replica.
ONNX_FILE = "model.onnx"

#: A value as it was sent or is answered: whatever JSON, CSV or Arrow can hold, until it is checked.
SentValue = Any
#: What a replica says of itself or of a request. What comes from one that runs a user's code is trusted in nothing.
ReplicaFacts = dict[str, Any]
#: How rows are written in a request, and in its answer.
RowFormat = Literal["json", "csv", "arrow", "v2"]
FindingKind = Literal[
    "missing_column", "extra_column", "wrong_type", "missing_value", "unseen_level", "out_of_range", "failed"
]
FINDING_KINDS: tuple[FindingKind, ...] = (
    "missing_column",
    "extra_column",
    "wrong_type",
    "missing_value",
    "unseen_level",
    "out_of_range",
)


@dataclass(frozen=True)
class ReplicaColumn:
    """What training saw of a column of a request: another value gets a warning.

    Values are counted by bin: between `edges` for numbers, by level for text.
    """

    name: str
    levels: tuple[str, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None
    missing: bool = True
    edges: tuple[float, ...] = ()
    #: The levels that have bins of their own; None where the column is not counted.
    counted: tuple[str, ...] | None = None


class RequestHeader(TypedDict):
    """What is said of a request besides its rows. `refuse` are the kinds of findings that refuse it.

    Of a `sampled` one rows and answers are noted, of one that is `kept` the predictions with the ids of their rows. An
    `ids_column` is no column of the model: its values are what the caller calls the rows.
    """

    id: str
    form: RowFormat
    deployment: int
    endpoint: str
    refuse: list[str]
    sampled: bool
    kept: bool
    ids_column: NotRequired[str | None]


class ReplicaFailed(Exception):
    """A frame was cut short, or is larger than any may be."""


def pack_frame(header: Mapping[str, SentValue], body: bytes) -> bytes:
    """The frame as bytes. The header is JSON."""
    said = json.dumps(header, separators=(",", ":"), allow_nan=False).encode("utf-8", "replace")
    return b"".join((LENGTHS.pack(len(said), len(body)), said, body))


def unpack_lengths(prefix: bytes) -> tuple[int, int]:
    """The lengths of the header and the body. Raises ReplicaFailed where no frame is so long."""
    header, body = LENGTHS.unpack(prefix)
    if header + body > MAX_FRAME_BYTES:
        raise ReplicaFailed("A frame of a replica is too large.")
    return header, body


def open_pipe(folder: Path, name: str, *, write: bool) -> int:
    """The replica's end of a pipe, which the server holds open already."""
    return os.open(folder / name, (os.O_WRONLY if write else os.O_RDONLY) | os.O_NOFOLLOW | os.O_CLOEXEC)


def read_frame(descriptor: int) -> tuple[SentValue, bytes] | None:
    """The next frame; None at the end of the pipe."""
    prefix = _read_exactly(descriptor, LENGTHS.size)
    if prefix is None:
        return None
    header_length, body_length = unpack_lengths(prefix)
    content = _read_exactly(descriptor, header_length + body_length)
    if content is None:
        return None
    return json.loads(content[:header_length]), content[header_length:]


def _read_exactly(descriptor: int, length: int) -> bytes | None:
    parts, missing = [], length
    while missing:
        part = os.read(descriptor, missing)
        if not part:
            return None
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def write_frame(descriptor: int, header: Mapping[str, SentValue], body: bytes = b"") -> None:
    """Write a frame, however long the reader takes."""
    data = memoryview(pack_frame(header, body))
    while data:
        data = data[os.write(descriptor, data) :]
