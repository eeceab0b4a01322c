"""What is stored, and cleaning up what nothing needs."""

from datetime import datetime

from pydantic import BaseModel, Field
from sqlmodel import Session, select

from server.api.core.app_context import ContextDep, ReadSessionDep
from server.api.core.router import Router
from server.api.runs.run_routes import clean_up_runs
from server.auth import audit_log
from server.storage.maintenance import storage_cleanup
from server.storage.maintenance.retention import CleanupPlan, RetentionCandidate
from server.storage.orm.core_tables import DatasetRow, DatasetVersionRow

router = Router(prefix="/api/storage", tags=["storage"])

#: The largest of each are told one by one.
MAX_LISTED = 50


class StorageItem(BaseModel):
    """What one design, dataset or run holds, in bytes."""

    id: str
    name: str
    bytes: int
    runs: int


class StorageUsageRead(BaseModel):
    """What is stored, in bytes. Designs and runs are not charged for the datasets that they read."""

    bytes: int
    artifacts: int
    datasets: list[StorageItem]
    designs: list[StorageItem]
    runs: list[StorageItem]


class CleanupCreate(BaseModel):
    """Which runs are to go: those that ended more than `days` ago, beside the newest `keep` of each design."""

    days: float = Field(default=30, ge=0, le=36_500)
    keep: int = Field(default=5, ge=0, le=10_000)
    runs: list[str] | None = Field(default=None, max_length=1_000, description="Only these runs.")
    dry: bool = Field(default=True, description="Only report what would be deleted.")


class CleanupRun(BaseModel):
    """A run that will be deleted."""

    id: str
    number: int
    design_name: str
    created_at: datetime


class RetainedItemRead(BaseModel):
    """What stays although it was asked for, and why; `run` is null where only results stay."""

    run: CleanupRun | None
    reason: str
    bytes: int


class CleanupRead(BaseModel):
    """What will be deleted, or was deleted."""

    done: bool
    runs: list[CleanupRun]
    artifacts: int
    bytes: int
    kept: list[RetainedItemRead]


@router.get("", needs="server")
def read_storage_usage(session: ReadSessionDep) -> StorageUsageRead:
    """What is stored, and by what."""
    found = storage_cleanup.compute_usage(session, _list_dataset_artifacts(session))
    items = {
        name: [StorageItem(**vars(share)) for share in getattr(found, name)[:MAX_LISTED]]
        for name in ("datasets", "designs", "runs")
    }
    return StorageUsageRead(bytes=found.bytes, artifacts=found.artifacts, **items)


def _list_dataset_artifacts(session: Session) -> dict[str, tuple[str, frozenset[str]]]:
    names = {row.id: row.name for row in session.exec(select(DatasetRow))}
    held: dict[str, set[str]] = {key: set() for key in names}
    for version in session.exec(select(DatasetVersionRow)):
        held[version.dataset_id].add(version.artifact)
    return {key: (names[key], frozenset(artifacts)) for key, artifacts in held.items()}


@router.post("/clean", needs="server")
def clean_storage(rule: CleanupCreate, context: ContextDep) -> CleanupRead:
    """Report what would be deleted and what would stay. With `dry` false, delete it."""
    policy = storage_cleanup.RetentionPolicy(rule.days, rule.keep, None if rule.runs is None else tuple(rule.runs))
    if rule.dry:
        with context.database.read_session() as session:
            return to_cleanup_read(storage_cleanup.plan_cleanup(session, policy), done=False)
    cleaned = clean_up_runs(context, policy)
    with context.database.session() as session:
        audit_log.record_action(session, "server.cleaned", runs=len(cleaned.runs), results=len(cleaned.artifacts))
    return to_cleanup_read(cleaned, done=True)


def to_cleanup_read(plan: CleanupPlan, *, done: bool) -> CleanupRead:
    def to_cleanup_run(run: RetentionCandidate) -> CleanupRun:
        return CleanupRun(id=run.id, number=run.number, design_name=run.name, created_at=run.created_at)

    return CleanupRead(
        done=done,
        runs=[to_cleanup_run(run) for run in plan.runs],
        artifacts=len(plan.artifacts),
        bytes=plan.bytes,
        kept=[
            RetainedItemRead(run=to_cleanup_run(kept.run) if kept.run else None, reason=kept.reason, bytes=kept.bytes)
            for kept in plan.retained
        ],
    )
