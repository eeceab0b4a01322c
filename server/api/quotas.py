"""What workspaces hold and may: told to their members, and set by owners of the server."""

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlmodel import Session, col, func, select

from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running
from server.people import audit, workspaces
from server.runs.quotas import Limits
from server.storage import quotas
from server.storage.people_tables import MemberRow, QuotaRow, WorkspaceRow
from server.storage.place import within
from server.storage.tables import ArtifactRow, DatasetRow, DatasetVersionRow, DesignRow, RunRow, StepRow

router = APIRouter(prefix="/workspaces", tags=["workspaces"], route_class=StrictRoute)

#: So many of the largest are told.
MOST_TOLD = 10


class QuotaLimits(BaseModel):
    """Bytes that a workspace may hold, its steps that run at once, and its runs under way or waiting; 0 is no limit."""

    storage: int
    steps: int
    runs: int


class QuotaUpdate(BaseModel):
    """Limits of a workspace. Null is as the settings say, and 0 is no limit."""

    storage: int | None = Field(default=None, ge=0, le=2**60)
    steps: int | None = Field(default=None, ge=0, le=100_000)
    runs: int | None = Field(default=None, ge=0, le=1_000_000)


class UsageRead(BaseModel):
    """What a workspace uses of what it may."""

    used: int
    running: int
    waiting: int
    runs: int
    limits: QuotaLimits


class LargestRead(BaseModel):
    """What takes much room: a dataset, or the results of a design. What several hold is counted at each."""

    id: str
    name: str
    bytes: int
    #: Whether it was deleted, and goes with the next cleaning up.
    deleted: bool


class LargestUsage(BaseModel):
    """The largest of a workspace."""

    datasets: list[LargestRead]
    designs: list[LargestRead]


class WorkspaceUsage(UsageRead):
    """A workspace of this server."""

    id: str
    name: str
    members: int
    own: QuotaUpdate


class WorkspacesUsage(BaseModel):
    """All workspaces, and the limits of those that have none of their own."""

    usual: QuotaLimits
    workspaces: list[WorkspaceUsage]


def _limits(limits: Limits) -> QuotaLimits:
    return QuotaLimits(**vars(limits))


def _usage(session: Session, context: Context, workspace: str) -> UsageRead:
    steps = quotas.steps_by_state(session, workspace)
    return UsageRead(
        used=quotas.of_workspace(session, workspace).used,
        running=steps.get("running", 0),
        waiting=steps.get("queued", 0),
        runs=quotas.unfinished_runs(session, workspace),
        limits=_limits(context.runner.engine.quotas.limits(workspace)),
    )


@router.get("")
def list_workspaces(session: Reading, context: Running) -> WorkspacesUsage:
    """All workspaces by name, with what they use and may."""
    counted = select(MemberRow.workspace_id, func.count()).group_by(MemberRow.workspace_id)
    members = dict(session.exec(counted).all())
    found = [
        WorkspaceUsage(
            **_usage(session, context, row.id).model_dump(),
            id=row.id,
            name=row.name,
            members=members.get(row.id, 0),
            own=_own(quotas.of_workspace(session, row.id)),
        )
        for row in session.exec(select(WorkspaceRow).order_by(WorkspaceRow.name))
    ]
    return WorkspacesUsage(usual=_limits(context.runner.engine.quotas.defaults), workspaces=found)


def _own(row: QuotaRow) -> QuotaUpdate:
    return QuotaUpdate(storage=row.storage, steps=row.steps, runs=row.runs)


@router.get("/{workspace_id}/usage")
def read_usage(workspace_id: str, session: Reading, context: Running) -> UsageRead:
    """What a workspace uses of what it may."""
    workspaces.get(session, workspace_id)
    return _usage(session, context, workspace_id)


@router.get("/{workspace_id}/usage/largest")
def read_largest(workspace_id: str, session: Reading) -> LargestUsage:
    """What takes the most room in a workspace."""
    workspaces.get(session, workspace_id)
    return LargestUsage(
        datasets=_largest_datasets(session, workspace_id), designs=_largest_designs(session, workspace_id)
    )


def _largest_datasets(session: Session, workspace: str) -> list[LargestRead]:
    size = func.sum(ArtifactRow.bytes)
    query = (
        select(DatasetRow, size)
        .join(DatasetVersionRow, col(DatasetVersionRow.dataset_id) == col(DatasetRow.id))
        .join(ArtifactRow, col(ArtifactRow.id) == col(DatasetVersionRow.artifact))
        .where(DatasetRow.workspace_id == workspace)
        .group_by(col(DatasetRow.id))
        .order_by(size.desc())
        .limit(MOST_TOLD)
    )
    return [
        LargestRead(id=row.id, name=row.name, bytes=int(total), deleted=row.deleted_at is not None)
        for row, total in session.exec(query)
    ]


def _largest_designs(session: Session, workspace: str) -> list[LargestRead]:
    """By the results of their runs, beside the data that they read."""
    query = (
        select(RunRow.design_id, StepRow.outputs)
        .join(RunRow, col(RunRow.id) == col(StepRow.run_id))
        .join(DesignRow, col(DesignRow.id) == col(RunRow.design_id))
        .where(DesignRow.workspace_id == workspace, col(StepRow.cache_key).is_not(None))
    )
    made: dict[str, set[str]] = {}
    for design, outputs in session.exec(query):
        made.setdefault(design, set()).update(outputs.values())
    sizes = dict(session.exec(select(ArtifactRow.id, ArtifactRow.bytes)).all())
    rows = {row.id: row for row in session.exec(select(DesignRow).where(col(DesignRow.id).in_(made)))}
    found = [
        LargestRead(
            id=key,
            name=rows[key].name,
            bytes=sum(sizes.get(artifact, 0) for artifact in artifacts),
            deleted=rows[key].deleted_at is not None or rows[key].hidden,
        )
        for key, artifacts in made.items()
    ]
    return sorted((one for one in found if one.bytes), key=lambda one: -one.bytes)[:MOST_TOLD]


@router.put("/{workspace_id}/quota", status_code=204)
def set_quota(workspace_id: str, new: QuotaUpdate, context: Running) -> None:
    """Set the limits of a workspace. What is over them stays; nothing is added until there is room."""
    with context.database.session() as session:
        workspace = workspaces.get(session, workspace_id)
        row = quotas.of_workspace(session, workspace_id)
        row.storage, row.steps, row.runs = new.storage, new.steps, new.runs
        session.add(row)
        with within(workspace_id):
            audit.record(session, "workspace.quota", workspace.name, **new.model_dump())
    context.soon(context.runner.engine.quotas.forget, workspace_id)
