"""Runs side by side, what changed between them, which change moved a metric, and whether a run can be repeated."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, Field, JsonValue
from sqlmodel import Session

from modules.kit import Module
from server.api.core.app_context import ContextDep, ReadSessionDep
from server.api.core.router import Router
from server.api.designs.version_routes import ChangeRead, to_change_read
from server.api.runs.run_routes import to_listed_runs
from server.graph.comparison.design_diff import DesignDiff, describe_changes, is_equal_json
from server.graph.document import parse_design
from server.graph.json_shapes import DesignJson
from server.runs.run_schemas import DesignRunSummary, ModelMetrics, OutputRead, StepState, to_output_read
from server.storage.files.artifact_store import ArtifactNotValidated, ArtifactStore, CorruptArtifact
from server.storage.orm.core_tables import RunAnalysisRow, StepRow
from server.storage.stores import design_store, run_analysis_store, run_list_query, run_store
from server.storage.table_data import arrow_io

router = Router(prefix="/api", tags=["comparison"])

ComparedRunIds = Annotated[
    list[str], Query(alias="run", min_length=2, max_length=12, description="The id of each run.")
]


class ComparedStep(BaseModel):
    """A node in one of the runs."""

    state: StepState
    seconds: float | None
    outputs: dict[str, OutputRead]
    #: {port: columns, each with its type} of tables that are there.
    columns: dict[str, dict[str, str]]


class ComparedNode(BaseModel):
    """A node in all runs, null where it took no part."""

    node: str
    title: str
    steps: list[ComparedStep | None]


class ComparedMetric(BaseModel):
    """A metric of one model of an evaluation in all runs, null where it was not measured.

    `models` are the names of the model in each run: the same model under the same name, else that at the same input.
    """

    node: str
    title: str
    models: list[str | None]
    metric: str
    values: list[float | None]


class RunComparisonRead(BaseModel):
    """Runs side by side. `changes` are those of each run against the first; the first has none."""

    runs: list[DesignRunSummary]
    changes: list[list[ChangeRead]]
    documents: list[DesignJson]
    nodes: list[ComparedNode]
    metrics: list[ComparedMetric]


class VariedParameter(BaseModel):
    """A parameter that is not the same in all runs, with its value in each; null where the node is not there."""

    node: str
    parameter: str
    title: str
    values: list[JsonValue]


class AttributionCreate(BaseModel):
    """Which change moved this metric of a model of this node, from the run `against`?

    `model` is its name in this run, `former_model` that in the run `against`. Without a name it is the first model.
    """

    against: str = Field(max_length=64)
    node: str = Field(max_length=64)
    metric: str = Field(max_length=200)
    model: str = Field("", max_length=300)
    former_model: str = Field("", max_length=300)


class EffectRead(BaseModel):
    """What a change did to the metric: alone on the old design, left out of the new one, and the mean of both."""

    words: str
    nodes: list[str]
    movement: float | None
    alone: float | None
    left_out: float | None


class StepComparisonRead(BaseModel):
    """How a step of the replay compares with its earlier result."""

    node: str
    title: str
    same: Literal["identical", "equal", "differs", "failed", "left out"]
    deterministic: bool


class MetricComparisonRead(BaseModel):
    """A metric of a model then and now."""

    node: str
    title: str
    model: str = ""
    metric: str
    then: float | None
    now: float | None


class ReproductionRead(BaseModel):
    """Whether a run could be repeated."""

    verdict: Literal["identical", "equal", "differs", "failed"]
    sentence: str
    steps: list[StepComparisonRead]
    metrics: list[MetricComparisonRead]
    environment: list[str]


class RunAnalysisRead(BaseModel):
    """A question under way: how far it is, and its answer."""

    id: str
    kind: Literal["causes", "reproduction"]
    asked: dict[str, str]
    created_at: datetime
    state: Literal["running", "done", "cancelled", "failed"]
    done: int
    total: int
    error: str | None
    causes: list[EffectRead] | None
    between: tuple[float, float] | None
    reproduction: ReproductionRead | None


@router.get("/comparison", needs="viewer")
def compare_runs(run_ids: ComparedRunIds, session: ReadSessionDep, context: ContextDep) -> RunComparisonRead:
    """Two or more runs side by side; the first is what the others are compared with."""
    rows = [run_store.get_run(session, run_id) for run_id in run_ids]
    pairs = [(row, design_store.get_design(session, row.design_id)) for row in rows]
    first = rows[0].document
    changes = [describe_changes(first, row.document, context.catalog) for row in rows[1:]]
    steps = run_list_query.get_steps_by_run(session, run_ids)
    nodes = _compare_nodes(session, context.store, [steps[row.id] for row in rows])
    listed = to_listed_runs(session, [(row, design.name) for row, design in pairs])
    return RunComparisonRead(
        runs=listed,
        changes=[[], *([to_change_read(change) for change in found] for found in changes)],
        documents=[row.document for row in rows],
        nodes=nodes,
        metrics=_compare_metrics(listed, {node.node: node.title for node in nodes}),
    )


def _compare_nodes(session: Session, store: ArtifactStore, steps_by_run: list[list[StepRow]]) -> list[ComparedNode]:
    rows = run_store.get_artifact_rows(
        session, (key for steps in steps_by_run for step in steps for key in step.outputs.values())
    )
    outputs = {key: to_output_read(row) for key, row in rows.items()}
    by_run = [{step.node: step for step in steps} for steps in steps_by_run]
    titles = {step.node: step.title for steps in steps_by_run for step in steps}
    return [
        ComparedNode(
            node=node,
            title=title,
            steps=[_to_compared_step(store, steps[node], outputs) if node in steps else None for steps in by_run],
        )
        for node, title in titles.items()
    ]


def _to_compared_step(store: ArtifactStore, step: StepRow, known_outputs: dict[str, OutputRead]) -> ComparedStep:
    outputs = {port: known_outputs[key] for port, key in step.outputs.items() if key in known_outputs}
    columns = {port: _read_columns(store, output) for port, output in outputs.items() if output.type == "dataset"}
    return ComparedStep.model_validate(
        {"state": step.state, "seconds": step.seconds, "outputs": outputs, "columns": columns}
    )


def _read_columns(store: ArtifactStore, output: OutputRead) -> dict[str, str]:
    try:
        return {
            column.name: column.type
            for column in arrow_io.read_schema(store.get_readable_path(output.artifact, "dataset")).columns
        }
    except (OSError, ValueError, CorruptArtifact, ArtifactNotValidated):
        return {}


def _compare_metrics(compared_runs: list[DesignRunSummary], titles: dict[str, str]) -> list[ComparedMetric]:
    nodes = dict.fromkeys(node for run in compared_runs for node in run.evaluations)
    return [
        ComparedMetric(
            node=node,
            title=titles.get(node, node),
            models=[model.model if model else None for model in models],
            metric=metric,
            values=[model.metrics.get(metric) if model else None for model in models],
        )
        for node in nodes
        for models in align_models([run.evaluations.get(node, []) for run in compared_runs])
        for metric in dict.fromkeys(name for model in models if model for name in model.metrics)
    ]


def align_models(models_by_run: list[list[ModelMetrics]]) -> list[list[ModelMetrics | None]]:
    """The models that belong together, a list per model with its place in each run: those of the same name, then those
    that are left over and have a metric in common, in their order."""
    rows: list[list[ModelMetrics | None]] = []
    for number, models in enumerate(models_by_run):
        open_rows = [row for row in rows if len(row) == number]
        left_over = []
        for model in models:
            same = next((row for row in open_rows if any(one and one.model == model.model for one in row)), None)
            if same is None:
                left_over.append(model)
            else:
                open_rows.remove(same)
                same.append(model)
        for model in left_over:
            row = next((row for row in open_rows if _have_common_metric(row, model)), None)
            if row is None:
                row = _add_row(rows, number)
            else:
                open_rows.remove(row)
            row.append(model)
        for row in open_rows:
            row.append(None)
    return rows


def _have_common_metric(row: list[ModelMetrics | None], model: ModelMetrics) -> bool:
    """A regression does not take the place of a classification."""
    metrics = {metric for one in row if one for metric in one.metrics}
    return not metrics or not model.metrics or not metrics.isdisjoint(model.metrics)


def _add_row(rows: list[list[ModelMetrics | None]], number: int) -> list[ModelMetrics | None]:
    rows.append([None] * number)
    return rows[-1]


@router.get("/comparison/parameters", needs="viewer")
def list_varied_parameters(
    run_ids: Annotated[list[str], Query(alias="run", max_length=200, description="The id of each run.")],
    session: ReadSessionDep,
    context: ContextDep,
) -> list[VariedParameter]:
    """The parameters that are not the same in all of these runs."""
    designs_of_runs = [parse_design(run_store.get_run(session, run_id).document) for run_id in run_ids]
    fields: dict[tuple[str, str], None] = {}
    for design in designs_of_runs:
        for name, node in design.nodes.items():
            fields.update(dict.fromkeys((name, field) for field in node.parameters))
    varied = []
    for name, field in fields:
        values = [_get_parameter(context.catalog, design.nodes.get(name), field) for design in designs_of_runs]
        if any(not is_equal_json(values[0], value) for value in values[1:]):
            design = next(design for design in designs_of_runs if name in design.nodes)
            diff = DesignDiff(design, design, context.catalog)
            title = f"{diff.get_title(name)}: {diff.get_parameter_title(design.nodes[name].module, field)}"
            varied.append(VariedParameter(node=name, parameter=field, title=title, values=values))
    return varied


def _get_parameter(catalog: Any, node: Any, field: str) -> Any:
    if node is None:
        return None
    module: Module | None = catalog.get(node.module)
    known = module.parameters.model_fields.get(field) if module else None
    default = None if known is None or known.is_required() else known.get_default()
    return node.parameters.get(field, default)


@router.post("/runs/{run_id}/attributions", needs="runner", status_code=201)
async def start_attribution(run_id: str, request: AttributionCreate, context: ContextDep) -> RunAnalysisRead:
    """Apply the changes between two runs one by one in the background, and rank their effects."""
    return to_run_analysis_read(
        await context.analysis_jobs.start_attribution(run_id, request.model_dump(exclude_defaults=True))
    )


@router.post("/runs/{run_id}/replays", needs="runner", status_code=201)
async def start_replay(run_id: str, context: ContextDep) -> RunAnalysisRead:
    """Replay a run from its version, its data and its seeds, with nothing reused, and compare."""
    return to_run_analysis_read(await context.analysis_jobs.start_replay(run_id))


@router.get("/runs/{run_id}/analyses", needs="viewer")
def list_run_analyses(run_id: str, session: ReadSessionDep) -> list[RunAnalysisRead]:
    """What was asked about a run, newest first, with the answers."""
    return [to_run_analysis_read(row) for row in run_analysis_store.list_run_analyses(session, run_id)]


@router.get("/run-analyses/{analysis_id}", needs="viewer")
def read_run_analysis(analysis_id: str, session: ReadSessionDep) -> RunAnalysisRead:
    """The progress and result of an analysis."""
    return to_run_analysis_read(run_analysis_store.get_run_analysis(session, analysis_id))


@router.post("/run-analyses/{analysis_id}/cancel", needs="runner")
async def cancel_run_analysis(analysis_id: str, context: ContextDep) -> RunAnalysisRead:
    """Cancel an analysis."""
    return to_run_analysis_read(await context.analysis_jobs.cancel(analysis_id))


def to_run_analysis_read(row: RunAnalysisRow) -> RunAnalysisRead:
    known = row.model_dump(include={"id", "kind", "created_at", "state", "done", "total", "error"})
    answer = {"asked": row.request} | {name: row.result.get(name) for name in ("causes", "between", "reproduction")}
    return RunAnalysisRead.model_validate({**known, **answer})
