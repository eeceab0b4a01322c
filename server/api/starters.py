"""From a table to a first design: the columns that may be predicted, and the nodes that predict one."""

from typing import Any, Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel
from sqlmodel import Session

from modules.kit import Schema
from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running
from server.graph.starter import Omission, StarterTask, Target, proposed, starter, targets
from server.graph.statistics import Statistics, of_view
from server.storage import datasets, evidence, runs, tabular
from server.storage.tables import DatasetRow

router = APIRouter(prefix="/datasets", tags=["datasets"], route_class=StrictRoute)


class TargetOut(BaseModel):
    """A column as something to predict: the tasks that it allows, the likeliest first, or why there is none."""

    name: str
    type: str
    tasks: list[StarterTask]
    refusal: str
    missing: float
    distinct: int | None
    minimum: float | int | str | bool | None
    maximum: float | int | str | bool | None
    #: The commonest values with their number of rows.
    top: list[tuple[str, int]]


class TargetsOut(BaseModel):
    """The columns of a table, and the one that is most likely meant."""

    rows: int
    proposed: str | None
    columns: list[TargetOut]


class LeftOut(BaseModel):
    """A column that the design keeps out of training."""

    name: str
    reason: Omission


class StarterOut(BaseModel):
    """The nodes of a first design, and what it keeps out of training."""

    target: str
    task: Literal["regression", "two-class", "multiclass"]
    nodes: dict[str, Any]
    left_out: list[LeftOut]


@router.get("/{dataset_id}/targets")
def list_targets(dataset_id: str, session: Reading, context: Running) -> TargetsOut:
    """Which columns of a table may be predicted, and how."""
    _, artifact, schema, seen = _known(dataset_id, session, context)
    found = targets(schema, seen)
    best = proposed(found)
    rows = runs.artifacts(session, [artifact])[artifact].rows or 0
    return TargetsOut(
        rows=rows, proposed=best.column.name if best else None, columns=[_told(target) for target in found]
    )


@router.get("/{dataset_id}/starter")
def read_starter(
    dataset_id: str, target: str, session: Reading, context: Running, task: StarterTask | None = None
) -> StarterOut:
    """A first design that predicts a column of the table. It is returned and not saved."""
    row, artifact, schema, seen = _known(dataset_id, session, context)
    if target not in schema:
        near = schema.nearest(target)
        hint = f" Did you mean '{near}'?" if near else ""
        raise HTTPException(422, f"Column '{target}' is not in the data.{hint}")
    chosen = next(found for found in targets(schema, seen) if found.column.name == target)
    if not chosen.tasks:
        raise HTTPException(422, f"'{target}' cannot be predicted. {chosen.refusal}")
    wanted = task or chosen.tasks[0]
    if wanted not in chosen.tasks:
        raise HTTPException(422, f"'{target}' allows {' or '.join(chosen.tasks)}. Got {wanted}.")
    path = context.store.readable(artifact, "dataset")
    times = [column.name for column in schema if column.type == "datetime"]
    made = starter(
        row.id,
        row.name,
        schema,
        seen,
        target,
        wanted,
        evidence.giving_away(path, target),
        frozenset(name for name in times if evidence.grows(path, name)),
    )
    return StarterOut(
        target=target,
        task=wanted,
        nodes={name: node.model_dump(mode="json") for name, node in made.nodes.items()},
        left_out=[LeftOut(name=name, reason=reason) for name, reason in made.left_out.items()],
    )


def _known(
    dataset_id: str, session: Session, context: Context
) -> tuple[DatasetRow, str, Schema, dict[str, Statistics]]:
    """The dataset, its newest artifact, and its columns with what was seen of them."""
    row = datasets.get(session, dataset_id)
    artifact = datasets.versions(session, row.id)[0].artifact
    view = context.store.view(artifact)
    if view is None or view.get("kind") != "dataset":
        raise HTTPException(422, f"'{row.name}' is no table with columns to predict.")
    return row, artifact, tabular.schema_of(context.store.readable(artifact, "dataset")), of_view(view)


def _told(target: Target) -> TargetOut:
    seen = target.seen
    return TargetOut(
        name=target.column.name,
        type=target.column.type,
        tasks=list(target.tasks),
        refusal=target.refusal,
        missing=(seen.missing if seen else None) or 0.0,
        distinct=seen.distinct if seen else None,
        minimum=seen.minimum if seen else None,
        maximum=seen.maximum if seen else None,
        top=list(seen.top[:5]) if seen else [],
    )
