"""What is stored, and cleaning up what nothing needs."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlmodel import Session, select

from server.api.answers import StrictRoute
from server.api.context import Reading, Running
from server.api.runs import clean_up
from server.people import audit
from server.storage import cleaning
from server.storage.keeping import Cleaning, RunFacts
from server.storage.tables import DatasetRow, DatasetVersionRow

router = APIRouter(prefix="/storage", tags=["storage"], route_class=StrictRoute)

#: The largest of each are told one by one.
MOST_TOLD = 50


class StorageShare(BaseModel):
    """What one design, dataset or run holds, in bytes."""

    id: str
    name: str
    bytes: int
    runs: int


class UsageOut(BaseModel):
    """What is stored, in bytes. Designs and runs are not charged for the datasets that they read."""

    bytes: int
    artifacts: int
    datasets: list[StorageShare]
    designs: list[StorageShare]
    runs: list[StorageShare]


class CleaningRule(BaseModel):
    """Which runs are to go: those that ended more than `days` ago, beside the newest `keep` of each design."""

    days: float = Field(default=30, ge=0, le=36_500)
    keep: int = Field(default=5, ge=0, le=10_000)
    runs: list[str] | None = Field(default=None, max_length=1_000, description="Just these runs.")
    dry: bool = Field(default=True, description="Only say what would go.")


class CleanedRun(BaseModel):
    """A run that goes."""

    id: str
    number: int
    design_name: str
    created_at: datetime


class KeptOut(BaseModel):
    """What stays although it was asked for, and why; `run` is null where only results stay."""

    run: CleanedRun | None
    reason: str
    bytes: int


class CleaningOut(BaseModel):
    """What goes, or went."""

    done: bool
    runs: list[CleanedRun]
    artifacts: int
    bytes: int
    kept: list[KeptOut]


@router.get("")
def read_usage(session: Reading) -> UsageOut:
    """What is stored, and by what."""
    found = cleaning.usage(session, _datasets(session))
    shares = {
        name: [StorageShare(**vars(share)) for share in getattr(found, name)[:MOST_TOLD]]
        for name in ("datasets", "designs", "runs")
    }
    return UsageOut(bytes=found.bytes, artifacts=found.artifacts, **shares)


def _datasets(session: Session) -> dict[str, tuple[str, frozenset[str]]]:
    names = {row.id: row.name for row in session.exec(select(DatasetRow))}
    held: dict[str, set[str]] = {key: set() for key in names}
    for version in session.exec(select(DatasetVersionRow)):
        held[version.dataset_id].add(version.artifact)
    return {key: (names[key], frozenset(artifacts)) for key, artifacts in held.items()}


@router.post("/clean")
def clean_storage(rule: CleaningRule, context: Running) -> CleaningOut:
    """Say what would go and what would stay; with `dry` false, do it."""
    asked = cleaning.Rule(rule.days, rule.keep, None if rule.runs is None else tuple(rule.runs))
    if rule.dry:
        with context.database.reading() as session:
            return told_cleaning(cleaning.planned(session, asked), done=False)
    cleaned = clean_up(context, asked)
    with context.database.session() as session:
        audit.record(session, "server.cleaned", runs=len(cleaned.runs), results=len(cleaned.artifacts))
    return told_cleaning(cleaned, done=True)


def told_cleaning(plan: Cleaning, *, done: bool) -> CleaningOut:
    def told(run: RunFacts) -> CleanedRun:
        return CleanedRun(id=run.id, number=run.number, design_name=run.name, created_at=run.created_at)

    return CleaningOut(
        done=done,
        runs=[told(run) for run in plan.runs],
        artifacts=len(plan.artifacts),
        bytes=plan.bytes,
        kept=[
            KeptOut(run=told(kept.run) if kept.run else None, reason=kept.reason, bytes=kept.bytes)
            for kept in plan.kept
        ],
    )
