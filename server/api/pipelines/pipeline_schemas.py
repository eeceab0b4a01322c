"""Pipelines as JSON."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints
from sqlmodel import Session

from server.api.designs.summaries import GraphPicture, summarize_runs
from server.automation.pipeline_ends import RetryPolicy
from server.automation.pipeline_modules import find_pipeline_module
from server.graph.json_shapes import DesignJson
from server.graph.pipelines.declarations import Declarations
from server.graph.pipelines.pipeline_names import to_command_name
from server.runs.run_schemas import RunKey, RunSummary
from server.storage.orm.pipeline_tables import PipelineRow, PipelineRunRow, PipelineVersionRow
from server.storage.stores import pipeline_store, run_list_query

PipelineName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
PipelineStart = Literal["person", "token", "trigger", "webhook", "pipeline", "alert"]


class PublishCreate(BaseModel):
    """A design to be published as the next version of the pipeline of this name; a new name makes a pipeline."""

    name: PipelineName
    note: str = Field(default="", max_length=10_000, description="What is new in this version.")
    make_default: bool = True


class PipelineUpdate(BaseModel):
    """The name, note, default version and retries of a pipeline. Fields that are left out do not change."""

    name: PipelineName | None = None
    note: str | None = Field(default=None, max_length=10_000)
    default_version: int | None = Field(default=None, ge=1)
    retry: RetryPolicy | None = None


class PipelineVersionUpdate(BaseModel):
    """Disable a version, with a reason, or enable it again. All else of it never changes."""

    disabled: bool
    reason: str = Field(default="", max_length=1_000)


class PublishDraftRead(BaseModel):
    """What would be published of a design now, what stands in its way, and the pipelines that it has already."""

    declarations: Declarations
    reasons: list[str]
    pipelines: list["PipelineReference"]


class PipelineReference(BaseModel):
    """A pipeline by its name."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    id: str
    name: str
    last_version: int


class PipelineVersionRead(BaseModel):
    """A version of a pipeline, and what runs of it may be given."""

    version: int
    note: str
    revision: int
    created_by: str
    created_at: datetime
    disabled_at: datetime | None
    disabled_reason: str
    runs: int
    declarations: Declarations


class PipelineVersionDocument(PipelineVersionRead):
    """A version with its document."""

    document: DesignJson
    picture: GraphPicture
    #: The nodes of the picture, in its order, and which of them a run may set.
    picture_nodes: list[str]
    declared_nodes: list[str]


class StoredOutputRead(BaseModel):
    """Where an output of a run is found: a version of a dataset, file or model; or why it was not stored."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    kind: Literal["dataset", "file", "model"]
    name: str
    id: str | None = None
    version: int | None = None
    artifact: str | None = None
    #: Whether the run added the version; otherwise its result equals an earlier one.
    is_new: bool = False
    error: str | None = None


class BoundInputRead(BaseModel):
    """The data or the model that a source had in a run; `declared` where it is an input of the pipeline."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    node: str
    kind: Literal["dataset", "file", "model"]
    name: str
    version: int
    artifact: str
    dataset_id: str | None = None
    model_id: str | None = None
    declared: bool = True


class GateRead(BaseModel):
    """What Register Model decided about the model of a run.

    `value` and `champion` are what both models measured on the same rows, and `difference` is the first minus the
    second, with its 95 % interval. They are null where nothing was compared.
    """

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    model: str
    promoted: bool
    reason: str
    metric: str | None = None
    value: float | None = None
    champion: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    rows: int | None = None


class PipelineRunRead(BaseModel):
    """A run of a pipeline: what it was given, and what came out of it."""

    run: RunSummary
    design_id: str
    pipeline_id: str
    version: int
    started_by: PipelineStart
    firing_id: str | None
    due_at: datetime | None
    parameters: dict[str, JsonValue]
    inputs: dict[str, BoundInputRead]
    outputs: dict[str, StoredOutputRead]
    #: By the node of the design.
    gates: dict[str, GateRead]
    attempt: int
    retry_of: str | None


class PipelineSummary(BaseModel):
    """A pipeline in a list."""

    id: str
    name: str
    #: What it is called on the command line.
    command_name: str
    note: str
    design_id: str
    design_name: str
    default_version: int | None
    versions: int
    runs: int
    last_run: PipelineRunRead | None
    created_at: datetime


class PipelineRead(PipelineSummary):
    """A pipeline with its versions, the newest first."""

    retry: RetryPolicy
    #: Whether it is in the palette, as a module of other designs.
    is_module: bool
    version_list: list[PipelineVersionRead]


class DatasetChoiceCreate(BaseModel):
    """A version of a dataset or file; null is the newest one."""

    model_config = ConfigDict(extra="forbid")

    dataset: str = Field(max_length=200)
    version: int | None = Field(default=None, ge=1)


class PipelineRunCreate(BaseModel):
    """What a run is to be given. Everything left out has its default; the same `key` sent twice is one run."""

    version: int | None = Field(default=None, ge=1, description="Empty: the default version.")
    parameters: dict[str, JsonValue] = Field(default={}, max_length=500)
    inputs: dict[str, DatasetChoiceCreate] = Field(default={}, max_length=500)
    key: RunKey | None = None


class InputStateRead(BaseModel):
    """The data that an input has where a run names none."""

    dataset: str
    name: str
    newest: int
    rows: int | None


class RunFormRead(BaseModel):
    """What a form for a run needs: the version that it is for, what it declares, and the data behind its inputs."""

    version: int
    versions: list[int]
    declarations: Declarations
    inputs: dict[str, InputStateRead]
    #: How long the newest successful run of this version took.
    seconds: float | None


def to_pipeline_run_reads(session: Session, rows: Sequence[PipelineRunRow]) -> list[PipelineRunRead]:
    """Runs of pipelines as JSON, in as many questions for a thousand as for one."""
    runs = run_list_query.get_runs_by_id(session, [row.run_id for row in rows])
    designs = {run.id: run.design_id for run in runs}
    summaries = {one.id: one for one in summarize_runs(session, runs)}
    return [
        PipelineRunRead.model_validate(
            {
                **row.model_dump(exclude={"run_id", "created_at"}),
                "design_id": designs[row.run_id],
                "run": summaries[row.run_id],
            }
        )
        for row in rows
        if row.run_id in summaries
    ]


def to_pipeline_summaries(session: Session, rows: Sequence[PipelineRow]) -> list[PipelineSummary]:
    """Pipelines for a list, in as many questions for a thousand as for one."""
    ids = [row.id for row in rows]
    versions, counts = pipeline_store.count_versions(session, ids), pipeline_store.count_pipeline_runs(session, ids)
    names = pipeline_store.get_design_names(session, [row.design_id for row in rows])
    newest = pipeline_store.find_newest_runs(session, ids)
    last_runs = {one.pipeline_id: one for one in to_pipeline_run_reads(session, list(newest.values()))}
    return [
        PipelineSummary(
            **row.model_dump(include={"id", "name", "note", "design_id", "default_version", "created_at"}),
            command_name=to_command_name(row.name),
            design_name=names.get(row.design_id, ""),
            versions=versions.get(row.id, 0),
            runs=sum(count for (pipeline, _), count in counts.items() if pipeline == row.id),
            last_run=last_runs.get(row.id),
        )
        for row in rows
    ]


def to_pipeline_read(session: Session, row: PipelineRow) -> PipelineRead:
    """A pipeline as JSON."""
    versions = pipeline_store.list_pipeline_versions(session, [row.id])[row.id]
    counts = pipeline_store.count_pipeline_runs(session, [row.id])
    return PipelineRead(
        **to_pipeline_summaries(session, [row])[0].model_dump(),
        retry=RetryPolicy.model_validate(row.retry),
        is_module=find_pipeline_module(session, row) is not None,
        version_list=[to_pipeline_version_read(version, counts) for version in versions],
    )


def to_pipeline_version_read(row: PipelineVersionRow, counts: Mapping[tuple[str, int], int]) -> PipelineVersionRead:
    """A version as JSON, without its document."""
    return PipelineVersionRead(
        **row.model_dump(include=set(PipelineVersionRead.model_fields) - {"runs", "declarations"}),
        runs=counts.get((row.pipeline_id, row.version), 0),
        declarations=Declarations.model_validate(row.declarations),
    )
