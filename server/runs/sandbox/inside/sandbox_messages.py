"""What a sandbox and the processes in it say to the server: events on the way, and how it ended.

What comes from a process that runs a user's code is validated here and nowhere trusted further than its type.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from server.runs.sandbox.inside.sandbox_requests import CrashReason

OutputStream = Literal["stdout", "stderr", "log"]
#: Whoever runs a user's code may say any number: what no browser or database could hold is no message of ours.
Count = Annotated[int, Field(ge=0, le=2**53)]
Seconds = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]

#: Ports whose files are read by the server, or by processes that several steps share: each is validated before that.
VALIDATED_TYPES = frozenset({"dataset", "image_directory", "evaluation"})


@dataclass(frozen=True)
class StepStarted:
    """The zygote gave a request to its child `pid`; `workers` are all its children."""

    pid: int
    workers: tuple[int, ...]
    kind: Literal["begun"] = "begun"


@dataclass(frozen=True)
class LogChunk:
    """Lines that a step wrote, logged or warned of."""

    stream: OutputStream
    text: str
    kind: Literal["log"] = "log"


#: A word or a number of a table that a step shows while it is under way.
LiveText = Annotated[str, Field(max_length=100)]
LiveCell = LiveText | Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True)
class ResultsSoFar:
    """The last results of a step that is under way, the newest first."""

    columns: Annotated[tuple[LiveText, ...], Field(max_length=6)]
    rows: Annotated[tuple[tuple[LiveCell, ...], ...], Field(max_length=20)]


@dataclass(frozen=True)
class ProgressUpdate:
    """How far a step has come."""

    done: Count
    total: Count | None
    unit: Annotated[str, Field(max_length=200)]
    results: ResultsSoFar | None = None
    kind: Literal["progress"] = "progress"


@dataclass(frozen=True)
class WorkersRequested:
    """So many processes at once a step has work for."""

    count: Count
    kind: Literal["workers"] = "workers"


#: Where a step leaves the pieces that it does for another machine, below its own folder.
PIECES_FOLDER = "pieces"


@dataclass(frozen=True)
class PiecesOffered:
    """Pieces of its work that a step would have others do, or that it has no more; `PieceOffer` says what is meant."""

    place: Count
    first: Count
    total: Count
    seconds: Seconds
    seconds_before: Seconds
    digest: Annotated[str, Field(max_length=64)]
    kind: Literal["offered"] = "offered"


@dataclass(frozen=True)
class PieceDone:
    """A piece of the work of another machine is on disk."""

    number: Count
    path: Path
    kind: Literal["piece"] = "piece"


@dataclass(frozen=True)
class ProducedOutput:
    """The value of one output port is on disk; `rows` and `columns` are None for what is not a table."""

    port: str
    path: Path
    port_type: str
    rows: Count | None
    columns: Count | None
    bytes: Count
    kind: Literal["produced"] = "produced"


#: Where a step leaves its chunks, below its own folder.
CHUNKS_FOLDER = "chunks"


@dataclass(frozen=True)
class ChunkWritten:
    """A chunk of the work of a step is on disk, and is worth keeping whatever becomes of the step."""

    number: Annotated[int, Field(ge=0, lt=10**6)]
    path: Path
    rows: Count
    kind: Literal["chunk"] = "chunk"


#: A value that a metric may have: what no browser could draw is no point.
MetricValue = Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True)
class MetricsLogged:
    """What a step measured: the name of the metric, the step of the training, and the value."""

    points: tuple[tuple[Annotated[str, Field(max_length=250)], int, MetricValue], ...]
    kind: Literal["metrics"] = "metrics"


@dataclass(frozen=True)
class StepError:
    """Why a step failed: a sentence, and where the cause lies in parameter, port, column or script.

    It is so sent by the sandbox, stored with the step and read in the browser. `number` is Azure's, or our own from
    1000 on; None for what has none.
    """

    number: Count | None
    title: str
    message: str
    line: Count | None = None
    parameter: str | None = None
    port: str | None = None
    column: str | None = None
    traceback: str | None = None


@dataclass(frozen=True)
class StepSucceeded:
    """The step's outputs, in the order of its ports, and the seconds it took."""

    outputs: tuple[ProducedOutput, ...]
    seconds: Seconds
    kind: Literal["succeeded"] = "succeeded"


@dataclass(frozen=True)
class StepFailed:
    """The step cannot be done with this input; trying again would fail again."""

    error: StepError
    kind: Literal["failed"] = "failed"


@dataclass(frozen=True)
class StepCrashed:
    """The process died without an outcome. Only "worker lost" is worth another attempt, and "machine lost": the worker
    of a cluster is gone, or the connection to it.

    `message` says what was taken and what may be, where the budget was spent; `detail` how the process ended.
    """

    reason: CrashReason
    message: str = ""
    detail: str = field(default="", compare=False)
    kind: Literal["lost"] = "lost"


@dataclass(frozen=True)
class StepCancelled:
    """The step was killed because someone asked for it."""

    kind: Literal["cancelled"] = "cancelled"


#: A thumbnail of `modules/kit/views` as JSON: with its class, every process would have to load all of the kit.
StoredThumbnail = dict[str, Any]


@dataclass(frozen=True)
class ViewMade:
    """The view of a port's value is in the JSON file `view_path`; its thumbnail, `glance`, is carried along."""

    port: str
    view_path: Path
    glance: StoredThumbnail | None
    kind: Literal["viewed"] = "viewed"


@dataclass(frozen=True)
class EscapesAttempted:
    """Which attempted escapes were held back, by name."""

    held_back: dict[str, bool]
    kind: Literal["probed"] = "probed"


@dataclass(frozen=True)
class PreviewDone:
    """A preview is done: how many of its nodes had to be computed, and in how many seconds."""

    computed_count: Count
    seconds: Seconds
    kind: Literal["sampled"] = "sampled"


@dataclass(frozen=True)
class FileContents:
    """What is in a file, seen by whoever has read all of it; `rows` and `columns` are None for what is no table."""

    rows: Count | None
    columns: Count | None
    bytes: Count


@dataclass(frozen=True)
class FilesValidated:
    """The contents of the files up to the first that is damaged: what is wrong with it, and its place among them."""

    contents: tuple[FileContents, ...]
    flaw: str | None = None
    position: Count = 0
    kind: Literal["validated"] = "validated"


StepEvent = (
    LogChunk
    | ProgressUpdate
    | WorkersRequested
    | PiecesOffered
    | PieceDone
    | ProducedOutput
    | ChunkWritten
    | MetricsLogged
)
StepOutcome = StepSucceeded | StepFailed | StepCrashed | StepCancelled
SandboxMessage = StepStarted | StepEvent | StepOutcome | ViewMade | EscapesAttempted | PreviewDone | FilesValidated

#: The messages after which nothing more comes from the process that sent them.
FINAL_KINDS = frozenset({"succeeded", "failed", "viewed", "probed", "sampled", "validated"})
