"""Lineage: what made a version of a dataset or a model, and what used it, as a graph in both directions."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel
from sqlmodel import Session

from server.api.core.app_context import ReadSessionDep
from server.api.core.router import Router
from server.automation.lineage import LineageGraph, trace_lineage
from server.runs.run_schemas import RunState
from server.storage.stores import dataset_store, lineage_store, model_store, pipeline_store, run_store
from server.storage.stores.lineage_store import StoredThing

router = Router(prefix="/api/lineage", tags=["lineage"])

VersionQuery = Annotated[int | None, Query(ge=1, description="Empty: the newest version.")]
#: The runs of a pipeline that its lineage begins with.
MAX_STARTING_RUNS = 20


class LineageThing(BaseModel):
    """A version of a dataset or a model."""

    key: str
    kind: Literal["dataset", "model"]
    id: str
    version: int
    name: str


class LineageRun(BaseModel):
    """A run that used or made some of them; the pipeline is null for runs of designs."""

    id: str
    number: int
    state: RunState
    design_id: str
    design_name: str
    created_at: datetime
    seconds: float | None
    pipeline_id: str | None
    pipeline_name: str
    pipeline_version: int | None


class LineageEdgeRead(BaseModel):
    """From what was used to the run that used it, or from a run to what it made."""

    source: str
    target: str


class LineageRead(BaseModel):
    """All that something came from, and all that came of it; `is_cut` where there is more than is told here."""

    things: list[LineageThing]
    runs: list[LineageRun]
    edges: list[LineageEdgeRead]
    is_cut: bool


def _to_lineage_read(graph: LineageGraph) -> LineageRead:
    return LineageRead(
        things=[LineageThing.model_validate({"key": one.key, **vars(one)}) for one in graph.things.values()],
        runs=[LineageRun.model_validate({**vars(one), "id": one.run_id}) for one in graph.runs.values()],
        edges=[LineageEdgeRead(source=edge.source, target=edge.target) for edge in graph.edges],
        is_cut=graph.is_cut,
    )


def _trace_thing(session: Session, thing: StoredThing) -> LineageRead:
    return _to_lineage_read(trace_lineage(session, things=[thing]))


@router.get("/datasets/{dataset_id}", needs="viewer")
def read_dataset_lineage(dataset_id: str, session: ReadSessionDep, version: VersionQuery = None) -> LineageRead:
    """What made a version of a dataset, and what used it."""
    dataset = dataset_store.get_dataset(session, dataset_id)
    newest = next(iter(dataset_store.list_dataset_versions(session, dataset_id)), None)
    number = version or (newest.version if newest else 1)
    return _trace_thing(session, StoredThing("dataset", dataset_id, number, dataset.name))


@router.get("/models/{model_id}", needs="viewer")
def read_model_lineage(model_id: str, session: ReadSessionDep, version: VersionQuery = None) -> LineageRead:
    """What made a version of a model, and what used it."""
    model = model_store.get_model(session, model_id)
    number = version or model.last_version
    model_store.get_model_version(session, model_id, number)
    return _trace_thing(session, StoredThing("model", model_id, number, model.name))


@router.get("/runs/{run_id}", needs="viewer")
def read_run_lineage(run_id: str, session: ReadSessionDep) -> LineageRead:
    """What a run used and made, where that came from, and what came of it."""
    run_store.get_run(session, run_id)
    return _to_lineage_read(trace_lineage(session, runs=[run_id]))


@router.get("/pipelines/{pipeline_id}", needs="viewer")
def read_pipeline_lineage(pipeline_id: str, session: ReadSessionDep) -> LineageRead:
    """What the newest runs of a pipeline used and made, where that came from, and what came of it."""
    pipeline_store.get_pipeline(session, pipeline_id)
    newest = lineage_store.list_newest_linked_runs(session, pipeline_id, MAX_STARTING_RUNS)
    return _to_lineage_read(trace_lineage(session, runs=newest))
