"""Runs side by side, what changed between them, which change moved a metric, and whether a run can be repeated."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlmodel import Session

from modules.kit import Module
from server.api.answers import StrictRoute
from server.api.context import Reading, Running
from server.api.runs import listed_runs
from server.api.versions import ChangeOut, told_change
from server.graph.difference import Comparison, changes_between, same
from server.graph.document import read
from server.runs.told import ListedRun, Output, StepState, told_output
from server.storage import designs, experiments, run_list, runs, tabular
from server.storage.artifacts import ArtifactStore, Damaged, NotValidated
from server.storage.tables import ExperimentRow, StepRow

router = APIRouter(tags=["comparison"], route_class=StrictRoute)

Chosen = Annotated[list[str], Query(alias="run", min_length=2, max_length=12)]


class StepIn(BaseModel):
    """A node in one of the runs."""

    state: StepState
    seconds: float | None
    outputs: dict[str, Output]
    #: {port: columns, each with its type} of tables that are there.
    columns: dict[str, dict[str, str]]


class NodeCompared(BaseModel):
    """A node in all runs, null where it took no part."""

    node: str
    title: str
    steps: list[StepIn | None]


class MetricCompared(BaseModel):
    """A metric of an evaluation in all runs, null where it was not measured."""

    node: str
    title: str
    metric: str
    values: list[Any]


class Compared(BaseModel):
    """Runs side by side. `changes` are those of each run against the first; the first has none."""

    runs: list[ListedRun]
    changes: list[list[ChangeOut]]
    documents: list[dict[str, Any]]
    nodes: list[NodeCompared]
    metrics: list[MetricCompared]


class Varied(BaseModel):
    """A parameter that is not the same in all runs, with its value in each; null where the node is not there."""

    node: str
    parameter: str
    title: str
    values: list[Any]


class CausesIn(BaseModel):
    """Which change moved this metric of this node, from the run `against`?"""

    against: str = Field(max_length=64)
    node: str = Field(max_length=64)
    metric: str = Field(max_length=200)


class CauseOut(BaseModel):
    """What a change did to the metric: alone on the old design, left out of the new one, and the mean of both."""

    words: str
    nodes: list[str]
    movement: float | None
    alone: float | None
    left_out: float | None


class StepFindingOut(BaseModel):
    """How a step of the replay compares with what it gave then."""

    node: str
    title: str
    same: Literal["identical", "equal", "differs", "failed", "left out"]
    deterministic: bool


class MetricFindingOut(BaseModel):
    """A metric then and now."""

    node: str
    title: str
    metric: str
    then: Any
    now: Any


class ReproductionOut(BaseModel):
    """Whether a run could be repeated."""

    verdict: Literal["identical", "equal", "differs", "failed"]
    sentence: str
    steps: list[StepFindingOut]
    metrics: list[MetricFindingOut]
    environment: list[str]


class ExperimentOut(BaseModel):
    """A question under way: how far it is, and its answer."""

    id: str
    kind: Literal["causes", "reproduction"]
    asked: dict[str, str]
    created_at: datetime
    state: Literal["running", "done", "cancelled", "failed"]
    done: int
    total: int
    error: str | None
    causes: list[CauseOut] | None
    between: tuple[float, float] | None
    reproduction: ReproductionOut | None


@router.get("/comparison")
def compare_runs(chosen: Chosen, session: Reading, context: Running) -> Compared:
    """Two or more runs side by side; the first is what the others are compared with."""
    rows = [runs.get(session, run_id) for run_id in chosen]
    pairs = [(row, designs.get(session, row.design_id)) for row in rows]
    first = rows[0].document
    changes = [changes_between(first, row.document, context.catalog) for row in rows[1:]]
    steps = run_list.steps_of(session, chosen)
    nodes = _nodes(session, context.store, [steps[row.id] for row in rows])
    listed = listed_runs(session, [(row, design.name) for row, design in pairs])
    return Compared(
        runs=listed,
        changes=[[], *([told_change(change) for change in found] for found in changes)],
        documents=[row.document for row in rows],
        nodes=nodes,
        metrics=_metrics(listed, {node.node: node.title for node in nodes}),
    )


def _nodes(session: Session, store: ArtifactStore, listed: list[list[StepRow]]) -> list[NodeCompared]:
    rows = runs.artifacts(session, (key for steps in listed for step in steps for key in step.outputs.values()))
    told = {key: told_output(row) for key, row in rows.items()}
    by_run = [{step.node: step for step in steps} for steps in listed]
    titles = {step.node: step.title for steps in listed for step in steps}
    return [
        NodeCompared(
            node=node,
            title=title,
            steps=[_step(store, steps[node], told) if node in steps else None for steps in by_run],
        )
        for node, title in titles.items()
    ]


def _step(store: ArtifactStore, step: StepRow, told: dict[str, Output]) -> StepIn:
    outputs = {port: told[key] for port, key in step.outputs.items() if key in told}
    columns = {port: _columns(store, output) for port, output in outputs.items() if output.type == "dataset"}
    return StepIn.model_validate({"state": step.state, "seconds": step.seconds, "outputs": outputs, "columns": columns})


def _columns(store: ArtifactStore, output: Output) -> dict[str, str]:
    try:
        return {
            column.name: column.type for column in tabular.schema_of(store.readable(output.artifact, "dataset")).columns
        }
    except (OSError, ValueError, Damaged, NotValidated):
        return {}


def _metrics(listed: list[ListedRun], titles: dict[str, str]) -> list[MetricCompared]:
    names = dict.fromkeys(
        (node, metric) for run in listed for node, measured in run.metrics.items() for metric in measured
    )
    return [
        MetricCompared(
            node=node,
            title=titles.get(node, node),
            metric=metric,
            values=[run.metrics.get(node, {}).get(metric) for run in listed],
        )
        for node, metric in names
    ]


@router.get("/comparison/parameters")
def varied_parameters(
    chosen: Annotated[list[str], Query(alias="run", max_length=200)], session: Reading, context: Running
) -> list[Varied]:
    """The parameters that are not the same in all of these runs."""
    drawn = [read(runs.get(session, run_id).document) for run_id in chosen]
    fields: dict[tuple[str, str], None] = {}
    for design in drawn:
        for name, node in design.nodes.items():
            fields.update(dict.fromkeys((name, field) for field in node.parameters))
    found = []
    for name, field in fields:
        values = [_parameter(context.catalog, design.nodes.get(name), field) for design in drawn]
        if any(not same(values[0], value) for value in values[1:]):
            design = next(design for design in drawn if name in design.nodes)
            words = Comparison(design, design, context.catalog)
            title = f"{words.title(name)}: {words.parameter_title(design.nodes[name].module, field)}"
            found.append(Varied(node=name, parameter=field, title=title, values=values))
    return found


def _parameter(catalog: Any, node: Any, field: str) -> Any:
    if node is None:
        return None
    declared: Module | None = catalog.get(node.module)
    known = declared.parameters.model_fields.get(field) if declared else None
    default = None if known is None or known.is_required() else known.get_default()
    return node.parameters.get(field, default)


@router.post("/runs/{run_id}/causes", status_code=201)
async def find_causes(run_id: str, asked: CausesIn, context: Running) -> ExperimentOut:
    """Make the changes between two runs one by one, on this server and where nobody sees it, and rank what they did."""
    return told_experiment(await context.experiments.causes(asked.against, run_id, asked.node, asked.metric))


@router.post("/runs/{run_id}/reproduction", status_code=201)
async def reproduce_run(run_id: str, context: Running) -> ExperimentOut:
    """Replay a run from its version, its data and its seeds, with nothing reused, and compare."""
    return told_experiment(await context.experiments.reproduce(run_id))


@router.get("/runs/{run_id}/experiments")
def list_experiments(run_id: str, session: Reading) -> list[ExperimentOut]:
    """What was asked about a run, newest first, with the answers."""
    return [told_experiment(row) for row in experiments.about(session, run_id)]


@router.get("/experiments/{experiment_id}")
def read_experiment(experiment_id: str, session: Reading) -> ExperimentOut:
    """How far an experiment is, and its answer."""
    return told_experiment(experiments.get(session, experiment_id))


@router.post("/experiments/{experiment_id}/cancel")
async def cancel_experiment(experiment_id: str, context: Running) -> ExperimentOut:
    """End an experiment."""
    return told_experiment(await context.experiments.cancel(experiment_id))


def told_experiment(row: ExperimentRow) -> ExperimentOut:
    known = row.model_dump(include={"id", "kind", "asked", "created_at", "state", "done", "total", "error"})
    answer = {name: row.answer.get(name) for name in ("causes", "between", "reproduction")}
    return ExperimentOut.model_validate({**known, **answer})
