"""What is said between the server, a sandbox and the processes in it: requests one way, events and outcomes the other.

Every value travels as one line of JSON. What comes from a process that runs a user's code is validated here and nowhere
trusted further than its type.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from server.runs.sandbox.inside.replica_protocol import ReplicaColumn

if TYPE_CHECKING:
    from modules.kit import Module

MIB = 1024**2

OutputStream = Literal["stdout", "stderr", "log"]
CrashReason = Literal[
    "worker lost",
    "out of memory",
    "time limit",
    "too many processes",
    "too much written",
    "too many files",
    "no sandbox",
]
#: Whoever runs a user's code may say any number: what no browser or database could hold is no message of ours.
Count = Annotated[int, Field(ge=0, le=2**53)]
Seconds = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]

#: Ports whose files are read by the server, or by processes that several steps share: each is validated before that.
VALIDATED_TYPES = frozenset({"dataset", "image_directory", "evaluation"})


@dataclass(frozen=True)
class StepLimits:
    """What one step may use with all its processes: memory and what it writes in bytes, wall-clock seconds (None =
    any), processes at once, files."""

    memory_bytes: int = 4096 * MIB
    seconds: float | None = None
    output_bytes: int = 4096 * MIB
    processes: int = 64
    files: int = 100_000


@dataclass(frozen=True)
class InputFile:
    """A stored value that goes into a port."""

    path: Path
    port_type: str


@dataclass(frozen=True)
class StepRequest:
    """One step to run. `step` is unique within the run; `folder` is where it writes, and empty.

    `inputs` has the files of each connected port, several for a port that takes many. A step that is not `trusted` runs
    a user's own code. `fetched_file` is what was fetched for it.
    """

    step: str
    module: str
    parameters: Mapping[str, Any]
    inputs: Mapping[str, tuple[InputFile, ...]]
    folder: Path
    trusted: bool
    limits: StepLimits = field(default_factory=StepLimits)
    fetched_file: InputFile | None = None
    #: The source of a user's own module.
    code: str | None = None
    #: The pipe from which it takes its secrets.
    secrets: Path | None = None
    #: {name: folder} of the environments that its script may run in.
    environments: Mapping[str, Path] = field(default_factory=dict)
    #: The file that says how many processes it may use at once for pieces of its work; None where it has one.
    workers: Path | None = None
    kind: Literal["step"] = "step"

    @property
    def module_spec(self) -> "Module":
        """The module that is to run."""
        return _find_module(self.module, self.code)


@dataclass(frozen=True)
class ViewRequest:
    """The stored value of one port whose view and thumbnail are wanted; the view is written to `view_path`.

    A value that is not `trusted` may run a user's code when it is loaded: it gets a process of its own, which may write
    in the folder of `view_path` only.
    """

    step: str
    port: str
    file: InputFile
    view_path: Path
    trusted: bool = True
    limits: StepLimits = field(default_factory=StepLimits)
    kind: Literal["view"] = "view"


@dataclass(frozen=True)
class ProbeRequest:
    """The request to attempt the registered escapes against what `targets` names, from where a script would run."""

    step: str
    targets: Mapping[str, str]
    folder: Path
    limits: StepLimits
    max_processes: int
    kind: Literal["probe"] = "probe"


@dataclass(frozen=True)
class PreviewStep:
    """One node of a preview: a stored table of which rows are taken, or a module to run on what earlier nodes gave.

    `lineage_hash` names its result; `port` is the output of a source.
    """

    node: str
    module: str
    lineage_hash: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: InputFile | None = None
    port: str = ""
    deterministic: bool = True
    #: The source of a user's own module.
    code: str | None = None
    #: The names of the secrets that it may have.
    secrets: tuple[str, ...] = ()

    @property
    def module_spec(self) -> "Module":
        """The module; a user's own one is read from its source."""
        return _find_module(self.module, self.code)


@dataclass(frozen=True)
class PreviewRequest:
    """A design to run on `rows` rows of its data, in memory; what each node gave goes into `results`, line by line.

    Where one of the steps runs a user's own code it is not `trusted`, and gets a process of its own. What the
    `logged_node` writes is passed on; of the others it is of no interest.
    """

    step: str
    steps: tuple[PreviewStep, ...]
    rows: int
    folder: Path
    results: Path
    trusted: bool
    limits: StepLimits = field(default_factory=StepLimits)
    logged_node: str = ""
    #: The pipe from which it takes the secrets of all steps.
    secrets: Path | None = None
    kind: Literal["sample"] = "sample"

    @property
    def files(self) -> list[InputFile]:
        return [step.source for step in self.steps if step.source is not None]


@dataclass(frozen=True)
class ReplicaRequest:
    """A deployment to hold in memory and to answer from until its pipes end; `replica_worker.py` says how.

    Rows enter at the node `entrance`; {name in an answer: the reference of a table}. `columns` are what a row has.
    """

    step: str
    steps: tuple[PreviewStep, ...]
    entrance: str
    answers: Mapping[str, str]
    columns: tuple[ReplicaColumn, ...]
    folder: Path
    trusted: bool
    limits: StepLimits = field(default_factory=StepLimits)
    kind: Literal["replica"] = "replica"

    @property
    def files(self) -> list[InputFile]:
        return [step.source for step in self.steps if step.source is not None]


@dataclass(frozen=True)
class ValidateRequest:
    """Files that a step wrote, or that lie in the store from before, to be read in full by a fresh process."""

    step: str
    files: tuple[InputFile, ...]
    folder: Path
    limits: StepLimits = field(default_factory=StepLimits)
    kind: Literal["validate"] = "validate"


@dataclass(frozen=True)
class CancelRequest:
    """The request to kill whatever works on `step`, and what to call its end: cancelled, or lost for a reason."""

    step: str
    reason: Literal["cancelled"] | CrashReason = "cancelled"
    kind: Literal["cancel"] = "cancel"


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


@dataclass(frozen=True)
class ProgressUpdate:
    """How far a step has come."""

    done: Count
    total: Count | None
    unit: Annotated[str, Field(max_length=200)]
    kind: Literal["progress"] = "progress"


@dataclass(frozen=True)
class WorkersRequested:
    """So many processes at once a step has work for."""

    count: Count
    kind: Literal["workers"] = "workers"


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


#: A value that a metric may have: what no browser could draw is no point.
MetricValue = Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True)
class MetricsLogged:
    """What a step measured: the name of the metric, the step of the training, and the value."""

    points: tuple[tuple[Annotated[str, Field(max_length=250)], int, MetricValue], ...]
    kind: Literal["metrics"] = "metrics"


@dataclass(frozen=True)
class StepError:
    """Why a step failed: a sentence, and where the cause lies. `number` is None for what no module foresaw."""

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
    """The process died without an outcome. Only a "worker lost" is worth another attempt.

    `message` says what was taken and what may be, where the budget was spent.
    """

    reason: CrashReason
    message: str = ""
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


#: What a process does; all but the request to cancel it.
WorkRequest = StepRequest | ViewRequest | ProbeRequest | PreviewRequest | ReplicaRequest | ValidateRequest
SandboxRequest = WorkRequest | CancelRequest
StepEvent = LogChunk | ProgressUpdate | WorkersRequested | ProducedOutput | MetricsLogged
StepOutcome = StepSucceeded | StepFailed | StepCrashed | StepCancelled
SandboxMessage = StepStarted | StepEvent | StepOutcome | ViewMade | EscapesAttempted | PreviewDone | FilesValidated

#: The messages after which nothing more comes from the process that sent them.
FINAL_KINDS = frozenset({"succeeded", "failed", "viewed", "probed", "sampled", "validated"})

request_adapter: TypeAdapter[SandboxRequest] = TypeAdapter(Annotated[SandboxRequest, Field(discriminator="kind")])
message_adapter: TypeAdapter[SandboxMessage] = TypeAdapter(Annotated[SandboxMessage, Field(discriminator="kind")])


def list_request_files(request: WorkRequest) -> list[InputFile]:
    """The stored values that the request is about."""
    if isinstance(request, StepRequest):
        input_files = [file for port in request.inputs.values() for file in port]
        return [*input_files, *([request.fetched_file] if request.fetched_file else [])]
    if isinstance(request, PreviewRequest | ReplicaRequest | ValidateRequest):
        return list(request.files)
    return [request.file] if isinstance(request, ViewRequest) else []


def to_json_line(value: SandboxRequest | SandboxMessage) -> bytes:
    """The value as one line of JSON."""
    adapter: TypeAdapter[Any] = request_adapter if isinstance(value, SandboxRequest) else message_adapter
    return adapter.dump_json(value) + b"\n"


def _find_module(name: str, code: str | None) -> "Module":
    # Imported here, since the processes that only attempt escapes start many times faster without any table library.
    from modules.kit import catalog
    from modules.kit.custom_module_parser import parse_custom_module

    return catalog()[name] if code is None else parse_custom_module(name, code)


def identify_file(path: Path) -> str:
    """What stays the same when a file is renamed, and is never given to another content."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_dev}-{found.st_ino}-{found.st_size}-{found.st_mtime_ns}"
