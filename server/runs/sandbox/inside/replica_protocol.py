"""What a replica and the server say to one another: frames of a JSON header and a body, on two named pipes.

A frame is the two lengths, four bytes each with the highest first, the header and the body. Both pipes lie in the
replica's folder. The server opens them first and writes a frame for each request; the replica answers in that order.
"""

import json
import os
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict

LENGTHS = struct.Struct(">II")
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
#: What is said in one frame is no longer than this.
MAX_FRAME_BYTES = 128 * 1024**2
#: So much is read at once: several small frames, or a part of a large one.
READ_BYTES = 2**18
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
    said = _encode(header).encode("utf-8", "replace")
    return b"".join((LENGTHS.pack(len(said), len(body)), said, body))


def unpack_lengths(prefix: bytes | bytearray) -> tuple[int, int]:
    """The lengths of the header and the body. Raises ReplicaFailed where no frame is so long."""
    header, body = LENGTHS.unpack(prefix)
    if header + body > MAX_FRAME_BYTES:
        raise ReplicaFailed("A frame of a replica is too large.")
    return header, body


def open_pipe(folder: Path, name: str, *, write: bool) -> int:
    """The replica's end of a pipe, which the server holds open already."""
    return os.open(folder / name, (os.O_WRONLY if write else os.O_RDONLY) | os.O_NOFOLLOW | os.O_CLOEXEC)


class FrameReader:
    """Reads frames from a pipe, as many at once as are there."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._received = bytearray()

    def read(self) -> list[tuple[SentValue, bytes]]:
        """The next frames, at least one; none at the end of the pipe."""
        while not (frames := list(self._take_frames())):
            part = os.read(self._descriptor, READ_BYTES)
            if not part:
                return []
            self._received += part
        return frames

    def _take_frames(self) -> Iterator[tuple[SentValue, bytes]]:
        """Those of which all is there."""
        while len(self._received) >= LENGTHS.size:
            header_length, body_length = unpack_lengths(self._received[: LENGTHS.size])
            middle = LENGTHS.size + header_length
            if len(self._received) < middle + body_length:
                return
            header = json.loads(self._received[LENGTHS.size : middle])
            body = bytes(self._received[middle : middle + body_length])
            del self._received[: middle + body_length]
            yield header, body


def write_frame(descriptor: int, header: Mapping[str, SentValue], body: bytes = b"") -> None:
    """Write a frame, however long the reader takes."""
    write_frames(descriptor, [(header, body)])


def write_frames(descriptor: int, frames: Iterable[tuple[Mapping[str, SentValue], bytes]]) -> None:
    """Write frames at once."""
    data = memoryview(b"".join(pack_frame(*frame) for frame in frames))
    while data:
        data = data[os.write(descriptor, data) :]
