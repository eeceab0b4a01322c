"""A step as it travels to another machine: values by the hash of their content, never by a path of this one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from modules.kit.error_numbers import ERROR_KINDS
from modules.kit.shared_pieces import PieceTask
from server.runs.sandbox.inside.sandbox_messages import StepCancelled, StepCrashed, StepError, StepFailed
from server.runs.sandbox.inside.sandbox_requests import BatchRequest, InputFile, StepLimits, StepRequest
from server.storage.files.artifact_store import compute_content_hash


@dataclass(frozen=True)
class RemoteFile:
    """A stored value by its hash (SHA-256, in hex), with its size in bytes."""

    artifact: str
    port_type: str
    bytes: int


@dataclass(frozen=True)
class RemoteEnvironment:
    """The packages that a step asks for: what they are built from, and the hash of it on the machine of the server."""

    reference: str
    python: str
    lock: str
    lock_hash: str


@dataclass(frozen=True)
class RemoteHelp:
    """What a step does for the step with the key `leader`, which runs on another worker."""

    leader: str
    task: PieceTask


@dataclass(frozen=True)
class RemoteStep:
    """One attempt at a step; `key` is unique among all servers that use the target, and the same when one asks again.

    `topic` is where its events go. `versions` are those of the server: {library: version}.
    """

    key: str
    topic: str
    run: str
    step: str
    module: str
    parameters: Mapping[str, Any]
    inputs: Mapping[str, tuple[RemoteFile, ...]]
    trusted: bool
    limits: StepLimits
    versions: Mapping[str, str]
    fetched_file: RemoteFile | None = None
    #: Fetched files keep their name: modules read its ending.
    fetched_name: str = ""
    code: str | None = None
    #: Whether it waits for its secrets after it has begun.
    has_secrets: bool = False
    environments: tuple[RemoteEnvironment, ...] = ()
    #: What it needs to work in chunks; in the place of each path is the hash of the file.
    batch: BatchRequest | None = None
    #: What it does for a step on another worker, in the place of all its work.
    help: RemoteHelp | None = None

    @property
    def can_be_helped(self) -> bool:
        """Whether the same step elsewhere has all that it takes."""
        given = (self.fetched_file, self.batch, self.environments, self.help)
        return self.trusted and not self.has_secrets and not any(given)

    def list_artifacts(self) -> set[str]:
        """The hashes of the files that it reads."""
        files = [file.artifact for files in self.inputs.values() for file in files]
        fetched = [self.fetched_file.artifact] if self.fetched_file else []
        chunks = [file.path.name for file in self.batch.files] if self.batch else []
        return {*files, *fetched, *chunks}


@dataclass(frozen=True)
class RemoteOutput:
    """The value of an output port, which lies in the exchange under its hash."""

    port: str
    file: RemoteFile
    rows: int | None
    columns: int | None


@dataclass(frozen=True)
class Leftover:
    """A file that a step left beside its outputs, by its path below the folder of the step."""

    path: str
    file: RemoteFile


@dataclass(frozen=True)
class RemoteSucceeded:
    """The step has done its work."""

    outputs: tuple[RemoteOutput, ...]
    seconds: float
    leftovers: tuple[Leftover, ...] = ()
    kind: Literal["done"] = "done"


@dataclass(frozen=True)
class RemoteEnded:
    """The step ended without its outputs."""

    outcome: Annotated[StepFailed | StepCrashed | StepCancelled, Field(discriminator="kind")]
    leftovers: tuple[Leftover, ...] = field(default=())
    kind: Literal["ended"] = "ended"


RemoteOutcome = RemoteSucceeded | RemoteEnded


def refuse_step(error: Exception) -> StepFailed:
    """What a step ends with that the target, or the exchange with it, does not take."""
    return StepFailed(StepError(1004, ERROR_KINDS[1004].title, str(error)))


remote_step_adapter: TypeAdapter[RemoteStep] = TypeAdapter(RemoteStep)
remote_outcome_adapter: TypeAdapter[RemoteOutcome] = TypeAdapter(Annotated[RemoteOutcome, Field(discriminator="kind")])


def list_artifacts_of(request: StepRequest) -> dict[Path, str]:
    """{file that the step reads: hash of it}; only files that are no stored values are read for it."""
    stored = [file.path for files in request.inputs.values() for file in files]
    made = [request.fetched_file.path] if request.fetched_file else []
    if request.batch is not None:
        made += [file.path for file in request.batch.finished.values()]
        deployment = request.batch.deployment
        stored += [file.path for file in deployment.files] if deployment else []
    return {**{path: path.name for path in stored}, **{path: compute_content_hash(path) for path in made}}


def to_remote_step(
    request: StepRequest,
    artifacts: Mapping[Path, str],
    *,
    key: str,
    topic: str,
    run: str,
    versions: Mapping[str, str],
    has_secrets: bool,
    environments: tuple[RemoteEnvironment, ...] = (),
) -> RemoteStep:
    """The step without the paths of this machine; `artifacts` are those of `list_artifacts_of`."""

    def name(file: InputFile) -> RemoteFile:
        return RemoteFile(artifacts[file.path], file.port_type, file.path.stat().st_size)

    fetched = request.fetched_file
    return RemoteStep(
        key=key,
        topic=topic,
        run=run,
        step=request.step,
        module=request.module,
        parameters=request.parameters,
        inputs={port: tuple(map(name, files)) for port, files in request.inputs.items()},
        trusted=request.trusted,
        limits=request.limits,
        versions=versions,
        fetched_file=name(fetched) if fetched else None,
        fetched_name=fetched.path.name if fetched else "",
        code=request.code,
        has_secrets=has_secrets,
        environments=environments,
        batch=_place_batch(request.batch, lambda path: Path(artifacts[path])),
    )


def to_step_request(step: RemoteStep, files: Mapping[str, Path], folder: Path) -> StepRequest:
    """The request to a sandbox of this machine; {artifact: where it lies here}."""

    def place(file: RemoteFile) -> InputFile:
        return InputFile(files[file.artifact], file.port_type)

    fetched = step.fetched_file
    return StepRequest(
        step=step.step,
        module=step.module,
        parameters=step.parameters,
        inputs={port: tuple(map(place, entries)) for port, entries in step.inputs.items()},
        folder=folder,
        trusted=step.trusted,
        limits=step.limits,
        fetched_file=place(fetched) if fetched else None,
        code=step.code,
        task=step.help.task if step.help else None,
        batch=_place_batch(step.batch, lambda path: files[path.name]),
    )


def _place_batch(batch: BatchRequest | None, place: Callable[[Path], Path]) -> BatchRequest | None:
    """The batch with other paths for its files."""
    if batch is None:
        return None

    def move(file: InputFile) -> InputFile:
        return InputFile(place(file.path), file.port_type)

    deployment = batch.deployment
    if deployment is not None:
        steps = (replace(step, source=move(step.source) if step.source else None) for step in deployment.steps)
        deployment = replace(deployment, steps=tuple(steps))
    return replace(
        batch,
        finished={number: move(file) for number, file in batch.finished.items()},
        deployment=deployment,
        table=move(batch.table) if batch.table else None,
    )
