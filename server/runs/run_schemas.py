"""What the browser gets of runs: their states, steps and outputs as values."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints
from sqlmodel import Session

from modules.kit.views.thumbnail_kinds import Thumbnail, parse_thumbnail
from server.graph.evaluated_models import merge_model_titles
from server.runs.sandbox.inside.sandbox_messages import OutputStream, StepError
from server.storage.orm.core_tables import ArtifactRow, RunRow, StepRow
from server.storage.stores import run_store

StepState = Literal["queued", "running", "succeeded", "reused", "failed", "skipped", "cancelled"]
#: Made by the client: the same key is the same run.
RunKey = Annotated[str, StringConstraints(min_length=1, max_length=100)]
RunState = Literal["queued", "running", "succeeded", "failed", "cancelled"]


class OutputRead(BaseModel):
    """The artifact at an output port, with its size and the numbers for its small picture."""

    artifact: str
    type: str
    rows: int | None
    columns: int | None
    bytes: int
    glance: Thumbnail | None


class LiveResultsRead(BaseModel):
    """The last results of a step that is under way, the newest first."""

    columns: list[str]
    rows: list[list[str | float]]


class ProgressRead(BaseModel):
    """`done` of `total` units, with the results so far of a step that has some."""

    done: int
    total: int | None
    unit: str
    results: LiveResultsRead | None = None


class LogLineRead(BaseModel):
    """A line that a step printed."""

    at: str
    stream: OutputStream
    text: str


class StepRead(BaseModel):
    """One node within one run."""

    node: str
    module: str
    title: str
    state: StepState
    reason: str | None
    attempt: int
    seconds: float | None
    started_at: datetime | None
    finished_at: datetime | None
    reused_from: int | None
    progress: ProgressRead | None = None
    error: StepError | None
    outputs: dict[str, OutputRead]


class StepBudgetRead(BaseModel):
    """What one step and all its processes may take together: bytes of memory and on disk, seconds (None = any), files,
    processes at once."""

    memory: int
    written: int
    seconds: float | None
    files: int
    processes: int


class IsolationRead(BaseModel):
    """What keeps the code of a step from the rest of the machine, and how to get more."""

    level: Literal["S3", "S2", "S1", "S0"] = "S0"
    by: str = ""
    description: str = ""
    advice: str | None = None
    #: Why code that came from elsewhere does not run here, however trusted; empty where it does.
    barred: str = ""
    #: None for runs of before there was one.
    budget: StepBudgetRead | None = None


class RunRead(BaseModel):
    """One execution of one version of a design."""

    id: str
    number: int
    design_id: str
    revision: int
    state: RunState
    targets: list[str]
    #: Whether it is a run of a pipeline.
    by_pipeline: bool = False
    isolation: IsolationRead
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    #: {evaluation: the titles that its models were given, empty where none was}.
    model_titles: dict[str, list[str]] = {}
    steps: list[StepRead]


class ModelMetrics(BaseModel):
    """A model of an evaluation under its name, which is the title of its learner where it was given one."""

    model: str
    metrics: dict[str, float]


class RunSummary(BaseModel):
    """A run in a list: how far it came and what it measured."""

    id: str
    number: int
    state: RunState
    created_at: datetime
    seconds: float | None
    done: int
    total: int
    #: {node: its models, in the order of its inputs} of each evaluation.
    evaluations: dict[str, list[ModelMetrics]]
    revision: int
    tags: list[str]
    note: str
    bytes: int


class DesignRunSummary(RunSummary):
    """A run in the list of all designs."""

    design_id: str
    design_name: str


def to_model_metrics(rows: Sequence[Mapping[str, object]], titles: Sequence[str]) -> list[ModelMetrics]:
    """The stored rows of an evaluation, a row per model, with the names that the models had in the run."""
    names = merge_model_titles([str(row.get("model", "")) for row in rows], titles)
    return [
        ModelMetrics(
            model=name, metrics={key: float(value) for key, value in row.items() if isinstance(value, int | float)}
        )
        for name, row in zip(names, rows, strict=True)
    ]


def to_output_read(artifact: ArtifactRow) -> OutputRead:
    return OutputRead(
        artifact=artifact.id,
        type=artifact.type,
        rows=artifact.rows,
        columns=artifact.columns,
        bytes=artifact.bytes,
        glance=parse_thumbnail(artifact.thumbnail),
    )


def to_step_read(step: StepRow, artifacts: Mapping[str, ArtifactRow], state: str | None = None) -> StepRead:
    outputs = {port: to_output_read(artifacts[key]) for port, key in step.outputs.items() if key in artifacts}
    fields = step.model_dump(exclude={"outputs", "state"})
    return StepRead.model_validate({**fields, "state": state or step.state, "outputs": outputs})


def to_run_read(session: Session, run: RunRow, steps: list[StepRow] | None = None) -> RunRead:
    """The run with its steps, each with its outputs."""
    rows = run_store.list_steps(session, run.id) if steps is None else steps
    artifacts = run_store.get_artifact_rows(session, (key for step in rows for key in step.outputs.values()))
    return RunRead.model_validate(
        {**run.model_dump(exclude={"document"}), "steps": [to_step_read(step, artifacts) for step in rows]}
    )


def compute_run_seconds(run: RunRow) -> float | None:
    if run.started_at is None or run.finished_at is None:
        return None
    return (run.finished_at - run.started_at).total_seconds()
