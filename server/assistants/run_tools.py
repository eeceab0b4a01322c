"""Tools about runs: start one, wait for it, and read what came out, with the contents of personal columns masked."""

import asyncio
from time import monotonic

from pydantic import BaseModel, JsonValue

from modules.kit.views.dataset_view import ColumnProfile, DatasetView
from server.api.artifacts.artifact_routes import ArtifactRead, RowWindow
from server.api.modules.catalog_routes import ErrorCodeRead
from server.api.runs.run_comparison_routes import RunComparisonRead
from server.api.runs.run_routes import RunCreate, StartedRun
from server.assistants.api_caller import ApiCaller, ApiRefusal
from server.assistants.design_tools import find_design_id
from server.runs.run_schemas import ModelMetrics, RunRead, RunSummary
from server.runs.sandbox.inside.sandbox_messages import StepError

OVER = frozenset({"succeeded", "failed", "cancelled"})
POLL_SECONDS = 0.5
#: Views are made a moment after their tables.
MAX_VIEW_WAIT = 20.0
RUNS_LOOKED_AT = 200
MAX_ROWS = 50
#: Texts of a column with more different values than this may name people; they are masked.
MAX_OPEN_LEVELS = 30
MASK = "(masked)"


class ReadStep(BaseModel):
    """A step of a run."""

    node: str
    title: str
    state: str
    reason: str | None
    seconds: float | None
    outputs: list[str]
    error: StepError | None


class ReadRun(BaseModel):
    """A run as it is now, and the models that it measured."""

    id: str
    number: int
    state: str
    steps: list[ReadStep]
    #: {evaluation node: its models with their metrics}
    metrics: dict[str, list[ModelMetrics]]
    #: Why some nodes take no part in it.
    problems: list[str] = []


class TableColumn(BaseModel):
    """What a column holds in numbers."""

    name: str
    type: str
    role: str
    missing: int
    distinct: int | None
    mean: float | None
    median: float | None
    std: float | None
    masked: bool


class ReadTable(BaseModel):
    """The first rows of a table, with masked columns, and a summary of each column."""

    rows: int
    columns: list[TableColumn]
    first_rows: list[list[JsonValue]]


class ExplainedError(BaseModel):
    """Why a step failed, and what its error number means."""

    error: StepError | None
    reason: str | None
    meaning: str | None
    advice: str | None


async def run_design(api: ApiCaller, design: str, nodes: list[str]) -> ReadRun:
    """Start a run of a design, or only of what the nodes need."""
    design_id = await find_design_id(api, design)
    started = await api.send(StartedRun, "designs", design_id, "runs", body=RunCreate(targets=nodes))
    run = await _to_read_run(api, started)
    return run.model_copy(update={"problems": [problem.message for problem in started.problems]})


async def wait_for_run(api: ApiCaller, run: str, seconds: float) -> ReadRun:
    """A run once it is over, or as it is after so many seconds."""
    until = monotonic() + seconds
    while (found := await api.read(RunRead, "runs", run)).state not in OVER and monotonic() < until:
        await asyncio.sleep(POLL_SECONDS)
    return await _to_read_run(api, found)


async def read_table(api: ApiCaller, run: str, node: str, port: str, rows: int) -> ReadTable:
    """What a table at an output port holds, and its first rows; raises ApiRefusal where there is no table."""
    found = await api.read(RunRead, "runs", run)
    step = next((step for step in found.steps if step.node == node), None)
    output = step.outputs.get(port) if step else None
    if output is None or output.type != "dataset":
        tables = [
            f"{one.node}.{name}" for one in found.steps for name, made in one.outputs.items() if made.type == "dataset"
        ]
        raise ApiRefusal(f"This run has no table at {node}.{port}. It has tables at: {', '.join(tables) or 'no port'}.")
    view = await _read_dataset_view(api, output.artifact)
    profiles = {profile.name: profile for profile in view.columns}
    query = {"limit": min(max(rows, 1), MAX_ROWS)}
    window = await api.read(RowWindow, "artifacts", output.artifact, "rows", query=query)
    masked = [_is_masked(profiles.get(name)) for name in window.columns]
    return ReadTable(
        rows=view.rows,
        columns=[_to_read_column(profile) for profile in view.columns],
        first_rows=[
            [MASK if hides and value is not None else value for value, hides in zip(row, masked, strict=True)]
            for row in window.rows
        ],
    )


async def _read_dataset_view(api: ApiCaller, artifact_id: str) -> DatasetView:
    until = monotonic() + MAX_VIEW_WAIT
    while (artifact := await api.read(ArtifactRead, "artifacts", artifact_id)).view is None and monotonic() < until:
        await asyncio.sleep(POLL_SECONDS)
    if not isinstance(artifact.view, DatasetView):
        raise ApiRefusal("The summary of this table is not ready yet. Try again in a moment.")
    return artifact.view


async def compare_runs(api: ApiCaller, runs: list[str]) -> RunComparisonRead:
    """What differs between runs, in words, and their metrics side by side."""
    return await api.read(RunComparisonRead, "comparison", query={"run": runs})


async def explain_error(api: ApiCaller, run: str, node: str) -> ExplainedError:
    """Why a node of a run failed or was skipped, and what helps."""
    found = await api.read(RunRead, "runs", run)
    step = next((step for step in found.steps if step.node == node), None)
    if step is None:
        raise ApiRefusal(f"Node '{node}' took no part in this run.")
    codes = await api.read(list[ErrorCodeRead], "error-codes") if step.error and step.error.number else []
    code = next((code for code in codes if step.error and code.number == step.error.number), None)
    return ExplainedError(
        error=step.error,
        reason=step.reason,
        meaning=code.meaning if code else None,
        advice=code.advice if code else None,
    )


def _is_masked(profile: ColumnProfile | None) -> bool:
    """Whether values may tell of single people: identifiers, and texts of which there are many."""
    if profile is None:
        return True
    if profile.role not in ("feature", "label", "score"):
        return True
    few = profile.distinct is not None and profile.distinct <= MAX_OPEN_LEVELS
    return profile.type in ("text", "category") and not few


def _to_read_column(profile: ColumnProfile) -> TableColumn:
    shown = profile.model_dump(include=set(TableColumn.model_fields))
    return TableColumn(**shown, masked=_is_masked(profile))


async def _to_read_run(api: ApiCaller, run: RunRead) -> ReadRun:
    return ReadRun(
        id=run.id,
        number=run.number,
        state=run.state,
        steps=[
            ReadStep(
                node=step.node,
                title=step.title,
                state=step.state,
                reason=step.reason,
                seconds=step.seconds,
                outputs=[f"{port}: {output.type}" for port, output in step.outputs.items()],
                error=step.error,
            )
            for step in run.steps
        ],
        metrics=await _read_metrics(api, run),
    )


async def _read_metrics(api: ApiCaller, run: RunRead) -> dict[str, list[ModelMetrics]]:
    """What the evaluations of a run measured; nothing where so many runs came after it."""
    listed = await api.read(list[RunSummary], "designs", run.design_id, "runs", query={"limit": RUNS_LOOKED_AT})
    return next((summary.evaluations for summary in listed if summary.id == run.id), {})
