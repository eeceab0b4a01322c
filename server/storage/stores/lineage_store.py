"""Which runs used and made what is kept under a name, read from the tables of pipelines, datasets and models."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from server.storage.orm.core_tables import DatasetRow, DatasetVersionRow, DesignRow, RunRow
from server.storage.orm.pipeline_tables import PipelineRow, PipelineRunRow
from server.storage.orm.registry_tables import ModelVersionRow, RegisteredModelRow

#: The runs that lineage is told of: the newest ones.
MAX_RUNS = 5_000
#: Databases take so many values in one question.
RUNS_PER_QUERY = 1_000


@dataclass(frozen=True)
class StoredThing:
    """A version of a dataset, a file or a model."""

    kind: str
    id: str
    version: int
    name: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}:{self.version}"


@dataclass
class RunRecord:
    """A run, with what it used and what it made."""

    run_id: str
    number: int
    state: str
    design_id: str
    design_name: str
    created_at: datetime
    seconds: float | None
    pipeline_id: str | None = None
    pipeline_name: str = ""
    pipeline_version: int | None = None
    inputs: list[StoredThing] = field(default_factory=list)
    outputs: list[StoredThing] = field(default_factory=list)


@dataclass
class _RunThings:
    """What is known of a run before the run itself is read."""

    inputs: dict[str, StoredThing] = field(default_factory=dict)
    outputs: dict[str, StoredThing] = field(default_factory=dict)
    pipeline: PipelineRunRow | None = None


def list_run_records(session: Session) -> list[RunRecord]:
    """The newest runs of pipelines, and all runs that made a version of a dataset or a model."""
    found: dict[str, _RunThings] = {}
    _add_pipeline_runs(session, found)
    _add_model_versions(session, found)
    _add_dataset_versions(session, found)
    return _read_runs(session, found)


def _add_pipeline_runs(session: Session, found: dict[str, _RunThings]) -> None:
    query = select(PipelineRunRow).order_by(col(PipelineRunRow.created_at).desc()).limit(MAX_RUNS)
    for row in session.exec(query):
        things = found.setdefault(row.run_id, _RunThings())
        things.pipeline = row
        for one in row.inputs.values():
            _keep(things.inputs, _read_source(one))
        for one in row.outputs.values():
            if isinstance(one.get("version"), int):
                _keep(things.outputs, StoredThing(_get_kind(one["kind"]), one["id"], one["version"], one["name"]))


def _read_source(one: Mapping[str, Any]) -> StoredThing:
    key = one["model_id"] if one["kind"] == "model" else one["dataset_id"]
    return StoredThing(_get_kind(one["kind"]), key, one["version"], one["name"])


def _get_kind(kind: str) -> str:
    """Files are versions of datasets too."""
    return "model" if kind == "model" else "dataset"


def _keep(things: dict[str, StoredThing], thing: StoredThing) -> None:
    things.setdefault(thing.key, thing)


def _add_model_versions(session: Session, found: dict[str, _RunThings]) -> None:
    query = (
        select(ModelVersionRow, RegisteredModelRow.name)
        .join(RegisteredModelRow, col(RegisteredModelRow.id) == col(ModelVersionRow.model_id))
        .order_by(col(ModelVersionRow.created_at).desc())
    )
    for row, name in session.exec(query.limit(MAX_RUNS)):
        things = found.setdefault(row.run_id, _RunThings())
        _keep(things.outputs, StoredThing("model", row.model_id, row.version, name))
        for source in row.sources:
            if source.get("dataset") and source.get("version"):
                _keep(things.inputs, StoredThing("dataset", source["dataset"], source["version"], source["name"]))


def _add_dataset_versions(session: Session, found: dict[str, _RunThings]) -> None:
    query = (
        select(DatasetVersionRow.dataset_id, DatasetVersionRow.version, DatasetVersionRow.run_id, DatasetRow.name)
        .join(DatasetRow, col(DatasetRow.id) == col(DatasetVersionRow.dataset_id))
        .where(col(DatasetVersionRow.run_id).is_not(None))
        .order_by(col(DatasetVersionRow.created_at).desc())
    )
    for dataset, version, run, name in session.exec(query.limit(MAX_RUNS)):
        _keep(found.setdefault(run or "", _RunThings()).outputs, StoredThing("dataset", dataset, version, name))


def _read_runs(session: Session, found: Mapping[str, _RunThings]) -> list[RunRecord]:
    """The runs that are still there, with the names of their designs and pipelines."""
    names = dict(session.exec(select(PipelineRow.id, PipelineRow.name)).all())
    records = []
    for ids in _split(list(found)):
        query = (
            select(RunRow, DesignRow.name)
            .join(DesignRow, col(DesignRow.id) == col(RunRow.design_id))
            .where(col(RunRow.id).in_(ids))
            .options(defer(RunRow.document), defer(RunRow.environment))  # type: ignore[arg-type]
        )
        for run, design_name in session.exec(query):
            things, given = found[run.id], found[run.id].pipeline
            began, ended = run.started_at, run.finished_at
            records.append(
                RunRecord(
                    run.id,
                    run.number,
                    run.state,
                    run.design_id,
                    design_name,
                    run.created_at,
                    (ended - began).total_seconds() if began and ended else None,
                    given.pipeline_id if given else None,
                    names.get(given.pipeline_id, "") if given else "",
                    given.version if given else None,
                    list(things.inputs.values()),
                    list(things.outputs.values()),
                )
            )
    return records


def _split(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + RUNS_PER_QUERY] for start in range(0, len(ids), RUNS_PER_QUERY))
