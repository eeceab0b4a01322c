"""What is said between the server, a sandbox and the processes in it: requests one way, events and outcomes the other.

Every value travels as one line of JSON. What comes from a process that runs a user's code is validated here and nowhere
trusted further than its type.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, TypeAdapter

if TYPE_CHECKING:
    from modules.kit import Module

MIB = 1024**2

Stream = Literal["stdout", "stderr", "log"]
LostReason = Literal[
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
class Limits:
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
    a user's own code. `arrived` is what was fetched for it.
    """

    step: str
    module: str
    parameters: Mapping[str, Any]
    inputs: Mapping[str, tuple[InputFile, ...]]
    folder: Path
    trusted: bool
    limits: Limits = field(default_factory=Limits)
    arrived: InputFile | None = None
    #: The source of a user's own module.
    code: str | None = None
    #: The pipe from which it takes its secrets.
    secrets: Path | None = None
    kind: Literal["step"] = "step"

    @property
    def declared(self) -> "Module":
        """The module that is to run."""
        return _declared(self.module, self.code)


@dataclass(frozen=True)
class ViewRequest:
    """The stored value of one port whose view and glance are wanted; the view is written to `view_path`.

    A value that is not `trusted` may run a user's code when it is loaded: it gets a process of its own, which may write
    in the folder of `view_path` only.
    """

    step: str
    port: str
    file: InputFile
    view_path: Path
    trusted: bool = True
    limits: Limits = field(default_factory=Limits)
    kind: Literal["view"] = "view"


@dataclass(frozen=True)
class ProbeRequest:
    """The order to attempt the escapes of `escapes.py` against what `targets` names, from where a script would run."""

    step: str
    targets: Mapping[str, str]
    folder: Path
    limits: Limits
    most_processes: int
    kind: Literal["probe"] = "probe"


@dataclass(frozen=True)
class SampleStep:
    """One node of a sample: a stored table of which rows are taken, or a module to run on what earlier nodes gave.

    `signature` names its result; `port` is the output of a source.
    """

    node: str
    module: str
    signature: str
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
    def declared(self) -> "Module":
        """The module; a user's own one is read from its source."""
        return _declared(self.module, self.code)


@dataclass(frozen=True)
class SampleRequest:
    """A design to run on `rows` rows of its data, in memory; what each node gave goes into `results`, line by line.

    Where one of the steps runs a user's own code it is not `trusted`, and gets a process of its own. What the node
    `heard` writes is passed on; of the others it is of no interest.
    """

    step: str
    steps: tuple[SampleStep, ...]
    rows: int
    folder: Path
    results: Path
    trusted: bool
    limits: Limits = field(default_factory=Limits)
    heard: str = ""
    #: The pipe from which it takes the secrets of all steps.
    secrets: Path | None = None
    kind: Literal["sample"] = "sample"

    @property
    def files(self) -> list[InputFile]:
        return [step.source for step in self.steps if step.source is not None]


@dataclass(frozen=True)
class ValidateRequest:
    """Files that a step wrote, or that lie in the store from before, to be read in full by a fresh process."""

    step: str
    files: tuple[InputFile, ...]
    folder: Path
    limits: Limits = field(default_factory=Limits)
    kind: Literal["validate"] = "validate"


@dataclass(frozen=True)
class CancelRequest:
    """The order to kill whatever works on `step`, and what to call its end: cancelled, or lost for a reason."""

    step: str
    reason: Literal["cancelled"] | LostReason = "cancelled"
    kind: Literal["cancel"] = "cancel"


@dataclass(frozen=True)
class Begun:
    """The zygote gave a request to its child `pid`; `workers` are all its children."""

    pid: int
    workers: tuple[int, ...]
    kind: Literal["begun"] = "begun"


@dataclass(frozen=True)
class LogText:
    """Lines that a step wrote, logged or warned of."""

    stream: Stream
    text: str
    kind: Literal["log"] = "log"


@dataclass(frozen=True)
class ProgressMade:
    """How far a step has come."""

    done: Count
    total: Count | None
    unit: Annotated[str, Field(max_length=200)]
    kind: Literal["progress"] = "progress"


@dataclass(frozen=True)
class Produced:
    """The value of one output port is on disk; `rows` and `columns` are None for what is not a table."""

    port: str
    path: Path
    port_type: str
    rows: Count | None
    columns: Count | None
    bytes: Count
    kind: Literal["produced"] = "produced"


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
class Succeeded:
    """The step's outputs, in the order of its ports, and the seconds it took."""

    outputs: tuple[Produced, ...]
    seconds: Seconds
    kind: Literal["succeeded"] = "succeeded"


@dataclass(frozen=True)
class Failed:
    """The step cannot be done with this input; trying again would fail again."""

    error: StepError
    kind: Literal["failed"] = "failed"


@dataclass(frozen=True)
class Lost:
    """The process died without an outcome. Only a "worker lost" is worth another attempt.

    `message` says what was taken and what may be, where the budget was spent.
    """

    reason: LostReason
    message: str = ""
    kind: Literal["lost"] = "lost"


@dataclass(frozen=True)
class Cancelled:
    """The step was killed because someone asked for it."""

    kind: Literal["cancelled"] = "cancelled"


@dataclass(frozen=True)
class Viewed:
    """The view of a port's value is in the JSON file `view_path`; `glance` is small enough to be carried along."""

    port: str
    view_path: Path
    glance: dict[str, Any] | None
    kind: Literal["viewed"] = "viewed"


@dataclass(frozen=True)
class Probed:
    """Which attempted escapes were held back, by name."""

    held: dict[str, bool]
    kind: Literal["probed"] = "probed"


@dataclass(frozen=True)
class Sampled:
    """A sample is done: how many of its nodes had to be computed, and in how many seconds."""

    computed: Count
    seconds: Seconds
    kind: Literal["sampled"] = "sampled"


@dataclass(frozen=True)
class Contents:
    """What is in a file, seen by whoever has read all of it; `rows` and `columns` are None for what is no table."""

    rows: Count | None
    columns: Count | None
    bytes: Count


@dataclass(frozen=True)
class Validated:
    """The contents of the files up to the first that is damaged: what is wrong with it, and its place among them."""

    contents: tuple[Contents, ...]
    flaw: str | None = None
    place: Count = 0
    kind: Literal["validated"] = "validated"


Request = StepRequest | ViewRequest | ProbeRequest | SampleRequest | ValidateRequest | CancelRequest
Event = LogText | ProgressMade | Produced
Outcome = Succeeded | Failed | Lost | Cancelled
Message = Begun | Event | Outcome | Viewed | Probed | Sampled | Validated

#: The messages after which nothing more comes from the process that sent them.
FINAL_KINDS = frozenset({"succeeded", "failed", "viewed", "probed", "sampled", "validated"})

requests: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="kind")])
messages: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="kind")])


def files_of(request: StepRequest | ViewRequest | ProbeRequest | SampleRequest | ValidateRequest) -> list[InputFile]:
    """The stored values that the request is about."""
    if isinstance(request, StepRequest):
        given = [file for port in request.inputs.values() for file in port]
        return [*given, *([request.arrived] if request.arrived else [])]
    if isinstance(request, SampleRequest | ValidateRequest):
        return list(request.files)
    return [request.file] if isinstance(request, ViewRequest) else []


def as_line(value: Request | Message) -> bytes:
    """The value as one line of JSON."""
    adapter: TypeAdapter[Any] = requests if isinstance(value, Request) else messages
    return adapter.dump_json(value) + b"\n"


def _declared(name: str, code: str | None) -> "Module":
    # Imported here, since the processes that only attempt escapes start many times faster without any table library.
    from modules.kit import catalog
    from modules.kit.functions import own_module

    return catalog()[name] if code is None else own_module(name, code)


def identity(path: Path) -> str:
    """What stays the same when a file is renamed, and is never given to another content."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_dev}-{found.st_ino}-{found.st_size}-{found.st_mtime_ns}"
