"""What workspaces hold and may: told to their members, and set by owners of the server."""

from pydantic import BaseModel, Field
from sqlmodel import Session, col, func, select

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.router import Router, is_on_team_servers
from server.auth import audit_log, workspace_members
from server.runs.workspace_quotas import WorkspaceLimits
from server.storage.orm.account_tables import MemberRow, QuotaRow, WorkspaceRow
from server.storage.orm.core_tables import ArtifactRow, DatasetRow, DatasetVersionRow, DesignRow, RunRow, StepRow
from server.storage.stores import quota_store
from server.storage.transactions.workspace_context import use_workspace

router = Router(prefix="/api/workspaces", tags=["workspaces"], served=is_on_team_servers)

#: So many of the largest are told.
MAX_LARGEST = 10


class QuotaLimits(BaseModel):
    """Bytes that a workspace may hold, its steps that run at once, and its runs under way or waiting; 0 is no limit."""

    storage: int
    steps: int
    runs: int


class QuotaUpdate(BaseModel):
    """Limits of a workspace. Null means the value of the settings, and 0 means no limit."""

    storage: int | None = Field(default=None, ge=0, le=2**60)
    steps: int | None = Field(default=None, ge=0, le=100_000)
    runs: int | None = Field(default=None, ge=0, le=1_000_000)


class UsageRead(BaseModel):
    """The usage and limits of a workspace."""

    used: int
    running: int
    waiting: int
    runs: int
    limits: QuotaLimits


class LargestItem(BaseModel):
    """What takes much room: a dataset, or the results of a design. What several hold is counted at each."""

    id: str
    name: str
    bytes: int
    #: Whether it was deleted, and goes with the next cleaning up.
    deleted: bool


class LargestUsage(BaseModel):
    """The largest of a workspace."""

    datasets: list[LargestItem]
    designs: list[LargestItem]


class WorkspaceUsage(UsageRead):
    """A workspace of this server."""

    id: str
    name: str
    members: int
    own: QuotaUpdate


class WorkspaceUsageList(BaseModel):
    """All workspaces, and the limits of those that have none of their own."""

    usual: QuotaLimits
    workspaces: list[WorkspaceUsage]


def _to_quota_limits(limits: WorkspaceLimits) -> QuotaLimits:
    return QuotaLimits(**vars(limits))


def _measure_usage(session: Session, context: AppContext, workspace: str) -> UsageRead:
    steps = quota_store.count_steps_by_state(session, workspace)
    return UsageRead(
        used=quota_store.get_quota(session, workspace).used,
        running=steps.get("running", 0),
        waiting=steps.get("queued", 0),
        runs=quota_store.count_unfinished_runs(session, workspace),
        limits=_to_quota_limits(context.runner.services.quotas.get_limits(workspace)),
    )


@router.get("", needs="server")
def list_workspace_usage(session: ReadSessionDep, context: ContextDep) -> WorkspaceUsageList:
    """All workspaces by name, with what they use and may."""
    counted = select(MemberRow.workspace_id, func.count()).group_by(MemberRow.workspace_id)
    members = dict(session.exec(counted).all())
    usages = [
        WorkspaceUsage(
            **_measure_usage(session, context, row.id).model_dump(),
            id=row.id,
            name=row.name,
            members=members.get(row.id, 0),
            own=_to_quota_update(quota_store.get_quota(session, row.id)),
        )
        for row in session.exec(select(WorkspaceRow).order_by(WorkspaceRow.name))
    ]
    return WorkspaceUsageList(usual=_to_quota_limits(context.runner.services.quotas.defaults), workspaces=usages)


def _to_quota_update(row: QuotaRow) -> QuotaUpdate:
    return QuotaUpdate(storage=row.storage, steps=row.steps, runs=row.runs)


@router.get("/{workspace_id}/usage", needs="viewer")
def read_workspace_usage(workspace_id: str, session: ReadSessionDep, context: ContextDep) -> UsageRead:
    """The usage and limits of a workspace."""
    workspace_members.get_workspace(session, workspace_id)
    return _measure_usage(session, context, workspace_id)


@router.get("/{workspace_id}/usage/largest", needs="viewer")
def list_largest_items(workspace_id: str, session: ReadSessionDep) -> LargestUsage:
    """What uses the most space in a workspace."""
    workspace_members.get_workspace(session, workspace_id)
    return LargestUsage(
        datasets=_find_largest_datasets(session, workspace_id), designs=_find_largest_designs(session, workspace_id)
    )


def _find_largest_datasets(session: Session, workspace: str) -> list[LargestItem]:
    size = func.sum(ArtifactRow.bytes)
    query = (
        select(DatasetRow, size)
        .join(DatasetVersionRow, col(DatasetVersionRow.dataset_id) == col(DatasetRow.id))
        .join(ArtifactRow, col(ArtifactRow.id) == col(DatasetVersionRow.artifact))
        .where(DatasetRow.workspace_id == workspace)
        .group_by(col(DatasetRow.id))
        .order_by(size.desc())
        .limit(MAX_LARGEST)
    )
    return [
        LargestItem(id=row.id, name=row.name, bytes=int(total), deleted=row.deleted_at is not None)
        for row, total in session.exec(query)
    ]


def _find_largest_designs(session: Session, workspace: str) -> list[LargestItem]:
    """By the results of their runs, beside the data that they read."""
    query = (
        select(RunRow.design_id, StepRow.outputs)
        .join(RunRow, col(RunRow.id) == col(StepRow.run_id))
        .join(DesignRow, col(DesignRow.id) == col(RunRow.design_id))
        .where(DesignRow.workspace_id == workspace, col(StepRow.cache_key).is_not(None))
    )
    artifacts_by_design: dict[str, set[str]] = {}
    for design, outputs in session.exec(query):
        artifacts_by_design.setdefault(design, set()).update(outputs.values())
    sizes = dict(session.exec(select(ArtifactRow.id, ArtifactRow.bytes)).all())
    rows = {row.id: row for row in session.exec(select(DesignRow).where(col(DesignRow.id).in_(artifacts_by_design)))}
    found = [
        LargestItem(
            id=key,
            name=rows[key].name,
            bytes=sum(sizes.get(artifact, 0) for artifact in artifacts),
            deleted=rows[key].deleted_at is not None or rows[key].internal,
        )
        for key, artifacts in artifacts_by_design.items()
    ]
    return sorted((one for one in found if one.bytes), key=lambda one: -one.bytes)[:MAX_LARGEST]


@router.put("/{workspace_id}/quota", needs="server", status_code=204)
def set_quota(workspace_id: str, new: QuotaUpdate, context: ContextDep) -> None:
    """Set the limits of a workspace. Data over the limit stays, but nothing is added until there is space."""
    with context.database.session() as session:
        workspace = workspace_members.get_workspace(session, workspace_id)
        row = quota_store.get_quota(session, workspace_id)
        row.storage, row.steps, row.runs = new.storage, new.steps, new.runs
        session.add(row)
        with use_workspace(workspace_id):
            audit_log.record_action(session, "workspace.quota", workspace.name, **new.model_dump())
    context.call_in_loop(context.runner.services.quotas.reload_limits, workspace_id)
