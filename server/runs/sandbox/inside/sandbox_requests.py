"""What the server asks of a sandbox and the processes in it: a step, a view, a preview, a replica, a validation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from modules.kit.shared_pieces import PieceTask
from server.runs.sandbox.inside.replica_protocol import ReplicaColumn

if TYPE_CHECKING:
    from modules.kit import Module

MIB = 1024**2

#: Why a process ended without an outcome.
CrashReason = Literal[
    "worker lost",
    "machine lost",
    "out of memory",
    "time limit",
    "too many processes",
    "too much written",
    "too many files",
    "no sandbox",
]


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
    #: The file that says which pieces of its work other machines have done; None where there are none to help.
    pieces: Path | None = None
    #: The pieces that it does for another machine, in the place of all its work.
    task: PieceTask | None = None
    #: What a step needs that works in chunks.
    batch: "BatchRequest | None" = None
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
    #: Whether single rows are answered by the model as ONNX: it is converted, or lies in the folder.
    onnx: Literal["off", "convert", "stored"] = "off"
    limits: StepLimits = field(default_factory=StepLimits)
    kind: Literal["replica"] = "replica"

    @property
    def files(self) -> list[InputFile]:
        return [step.source for step in self.steps if step.source is not None]


@dataclass(frozen=True)
class BatchRequest:
    """The chunks of a step that were done before, by their numbers, and the deployment that scores the others.

    Rows that have a finding of a kind in `refuse` end the step. The `table` at its input is not loaded.
    """

    finished: Mapping[str, InputFile] = field(default_factory=dict)
    deployment: ReplicaRequest | None = None
    refuse: tuple[str, ...] = ()
    table: InputFile | None = None

    @property
    def files(self) -> list[InputFile]:
        return [*self.finished.values(), *(self.deployment.files if self.deployment is not None else ())]


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


#: What a process does; all but the request to cancel it.
WorkRequest = StepRequest | ViewRequest | ProbeRequest | PreviewRequest | ReplicaRequest | ValidateRequest
SandboxRequest = WorkRequest | CancelRequest


def list_request_files(request: WorkRequest) -> list[InputFile]:
    """The stored values that the request is about."""
    if isinstance(request, StepRequest):
        input_files = [file for port in request.inputs.values() for file in port]
        batch_files = request.batch.files if request.batch is not None else []
        return [*input_files, *batch_files, *([request.fetched_file] if request.fetched_file else [])]
    if isinstance(request, PreviewRequest | ReplicaRequest | ValidateRequest):
        return list(request.files)
    return [request.file] if isinstance(request, ViewRequest) else []


def _find_module(name: str, code: str | None) -> "Module":
    # Imported here, since the processes that only attempt escapes start many times faster without any table library.
    from modules.kit import catalog
    from modules.kit.custom_module_parser import parse_custom_module

    return catalog()[name] if code is None else parse_custom_module(name, code)
