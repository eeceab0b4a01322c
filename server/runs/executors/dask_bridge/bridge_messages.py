"""What a server and the process that speaks to a Dask cluster for it say to one another: each a line of JSON."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from modules.kit.step_control import StepControl
from server.runs.executors.dask_bridge.remote_steps import RemoteOutcome, RemoteStep


@dataclass(frozen=True)
class OpenTarget:
    """The first request: whom to speak to, by which certificates (paths), and where values are exchanged."""

    address: str
    ca_file: Path
    certificate_file: Path
    key_file: Path
    exchange: str
    topic: str
    kind: Literal["open"] = "open"


@dataclass(frozen=True)
class SubmitStep:
    """A step; {artifact: where it lies here}. What it gives is written into `folder`."""

    step: RemoteStep
    files: Mapping[str, Path]
    folder: Path
    secrets: Mapping[str, str]
    kind: Literal["submit"] = "submit"


@dataclass(frozen=True)
class CancelStep:
    """End a step, or see to it that it never starts."""

    key: str
    kind: Literal["cancel"] = "cancel"


@dataclass(frozen=True)
class ControlStep:
    """Have a step stand still, take longer or end early."""

    key: str
    wanted: StepControl
    kind: Literal["control"] = "control"


@dataclass(frozen=True)
class DescribeTarget:
    """Ask what the target has now."""

    kind: Literal["describe"] = "describe"


BridgeRequest = OpenTarget | SubmitStep | CancelStep | ControlStep | DescribeTarget


@dataclass(frozen=True)
class WorkerDescription:
    """One worker: its address, how many steps it runs at once and has now, memory in bytes, and what differs there."""

    address: str
    name: str
    slots: int
    running: int
    memory: int
    memory_used: int
    last_seen_seconds: float
    differences: tuple[str, ...]


@dataclass(frozen=True)
class TargetDescription:
    """What the target has now."""

    workers: tuple[WorkerDescription, ...]
    waiting: int
    kind: Literal["description"] = "description"


@dataclass(frozen=True)
class TargetOpened:
    """The cluster answers."""

    kind: Literal["opened"] = "opened"


@dataclass(frozen=True)
class TargetFailed:
    """The cluster cannot be reached or used; the sentence says why and what to do. The process ends."""

    message: str
    kind: Literal["failed_target"] = "failed_target"


@dataclass(frozen=True)
class StepWaits:
    """Why a step has not begun."""

    key: str
    reason: str
    kind: Literal["waits"] = "waits"


@dataclass(frozen=True)
class StepBegan:
    """A worker has the step."""

    key: str
    worker: str
    kind: Literal["began"] = "began"


@dataclass(frozen=True)
class StepSaid:
    """An event of a step, as the line of JSON that its sandbox wrote."""

    key: str
    event: str
    kind: Literal["said"] = "said"


@dataclass(frozen=True)
class StepEnded:
    """How the step ended; what it gave lies in its folder, by the names of the hashes."""

    key: str
    outcome: Annotated[RemoteOutcome, Field(discriminator="kind")]
    kind: Literal["step_ended"] = "step_ended"


BridgeMessage = TargetDescription | TargetOpened | TargetFailed | StepWaits | StepBegan | StepSaid | StepEnded

bridge_request_adapter: TypeAdapter[BridgeRequest] = TypeAdapter(Annotated[BridgeRequest, Field(discriminator="kind")])
bridge_message_adapter: TypeAdapter[BridgeMessage] = TypeAdapter(Annotated[BridgeMessage, Field(discriminator="kind")])


def to_line(value: Any, adapter: TypeAdapter[Any]) -> bytes:
    """The value as a line of JSON."""
    return adapter.dump_json(value) + b"\n"


def say(message: BridgeMessage) -> None:
    """Tell the server, from the process that speaks to the cluster."""
    sys.stdout.buffer.write(to_line(message, bridge_message_adapter))
    sys.stdout.buffer.flush()
