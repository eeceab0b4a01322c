"""A step as it travels to another machine: values by the hash of their content, never by a path of this one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from server.runs.sandbox.inside.sandbox_messages import StepCancelled, StepCrashed, StepFailed
from server.runs.sandbox.inside.sandbox_requests import InputFile, StepLimits, StepRequest


@dataclass(frozen=True)
class RemoteFile:
    """A stored value by its hash (SHA-256, in hex), with its size in bytes."""

    artifact: str
    port_type: str
    bytes: int


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

    def list_files(self) -> list[RemoteFile]:
        """The values that it reads."""
        fetched = [self.fetched_file] if self.fetched_file else []
        return [*(file for files in self.inputs.values() for file in files), *fetched]


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

remote_step_adapter: TypeAdapter[RemoteStep] = TypeAdapter(RemoteStep)
remote_outcome_adapter: TypeAdapter[RemoteOutcome] = TypeAdapter(Annotated[RemoteOutcome, Field(discriminator="kind")])


def to_remote_step(
    request: StepRequest, *, key: str, topic: str, run: str, versions: Mapping[str, str], has_secrets: bool
) -> RemoteStep:
    """The step without the paths of this machine; the files of the store are named by their hash already.

    A fetched file is no artifact yet: whoever sends it puts it into the exchange first, under `fetched_file.artifact`.
    """
    return RemoteStep(
        key=key,
        topic=topic,
        run=run,
        step=request.step,
        module=request.module,
        parameters=request.parameters,
        inputs={port: tuple(_to_remote_file(file) for file in files) for port, files in request.inputs.items()},
        trusted=request.trusted,
        limits=request.limits,
        versions=versions,
        code=request.code,
        has_secrets=has_secrets,
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
    )


def _to_remote_file(file: InputFile) -> RemoteFile:
    return RemoteFile(file.path.name, file.port_type, file.path.stat().st_size)
