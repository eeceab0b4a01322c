"""Cleaning up: what is stored and referred to is read from all tables, and what a plan says is removed."""

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Select
from sqlalchemy import delete as deleting
from sqlmodel import Session, SQLModel, col, select

from server.storage import listings, quotas, runs
from server.storage.artifacts import ArtifactStore
from server.storage.belonging import belongs
from server.storage.database import Database
from server.storage.keeping import Cleaning, Facts, RunFacts, cleaning, old_runs
from server.storage.people_tables import HoldingRow
from server.storage.tables import (
    ArtifactRow,
    CommentRow,
    DatasetRow,
    DatasetVersionRow,
    DesignRow,
    EventRow,
    ResultRow,
    RunRow,
    StepRow,
    ThreadRow,
    VersionRow,
    now,
)
from server.storage.writers import Priority

ARTIFACT = re.compile(r"[0-9a-f]{64}")
RUN = re.compile(r"\b[0-9a-f]{32}\b")
#: Tables whose rows belong to runs, or go with them. Whatever else names an artifact or a run keeps it: a table of
#: tomorrow is not forgotten.
OWNED = {"artifact", "result", "step", "run", "event", "session", "launch", "holding", "audit", "listing"}
#: What tells of a run keeps none: notifications, and what is sent of them.
OWNED |= {"notification", "notification_choice", "hook", "delivery"}
#: What a table's rows are called when they are the reason why something stays.
HOLDERS = {
    "dataset_version": "a dataset holds them",
    "design": "a design names them",
    "version": "a version of a design names them",
}
#: Runs of designs that nobody sees: tried for a comparison, or from the command line.
HIDDEN_FOR = timedelta(hours=1)
#: So long a deleted dataset can be brought back; then a cleaning may take it.
DELETED_FOR = timedelta(days=1)
#: Tables by whose rows a workspace needs an artifact, besides those that keep it from going at all.
NEEDING = {"step", "run"}
UNSEEN = "Trials, visitors' runs, deleted designs"


class Busy(Exception):
    """A run is under way; what it needs cannot be told yet."""


@dataclass(frozen=True)
class Rule:
    """Which runs are to go: those older than `days` beside the newest `keep` of each design; or just `runs`."""

    days: float = 30
    keep: int = 5
    runs: tuple[str, ...] | None = None
    #: A person wants these very runs gone: only what is under way or needed elsewhere stays.
    forced: bool = False


def planned(session: Session, rule: Rule) -> Cleaning:
    """What would go by this rule. Nothing is changed."""
    facts = facts_of(session, frozenset() if rule.runs is not None else _deleted_datasets(session))
    if rule.runs is not None:
        asked = set(rule.runs) if rule.forced else set[str]()
        freed = [replace(run, keeps=None) if run.id in asked else run for run in facts.runs]
        return cleaning(replace(facts, runs=freed), rule.runs)
    seen, unseen = _by_sight(session, facts.runs)
    old = old_runs(seen, now() - timedelta(days=rule.days), rule.keep)
    return cleaning(facts, [*old, *old_runs(unseen, now() - HIDDEN_FOR, 0)])


def _by_sight(session: Session, found: Iterable[RunFacts]) -> tuple[list[RunFacts], list[RunFacts]]:
    """The runs of designs that are listed, and those of hidden and deleted ones."""
    query = select(DesignRow.id).where(col(DesignRow.deleted_at).is_(None), col(DesignRow.hidden).is_(False))
    listed = set(session.exec(query))
    runs_found = list(found)
    return [run for run in runs_found if run.design in listed], [run for run in runs_found if run.design not in listed]


def clean(database: Database, store: ArtifactStore, rule: Rule) -> Cleaning:
    """Remove what the rule says, files after rows: what a power cut leaves behind is found by the next cleaning."""
    with database.session(priority=Priority.BACKGROUND) as session:
        if runs.unfinished(session):
            raise Busy("A run is under way. Clean up when it is done.")
        plan = planned(session, rule)
        _keep_logs(session, store, plan)
        if rule.runs is None:
            _remove_datasets(session, _deleted_datasets(session))
        _remove_rows(session, plan)
        _let_go(session)
        quotas.recount(session)
    for artifact in plan.artifacts:
        # The writing lock is held for each file, so that nobody can register it in between.
        with database.session(priority=Priority.BACKGROUND) as session:
            if session.get(ArtifactRow, artifact) is None:
                store.remove(artifact)
    for run in plan.runs:
        shutil.rmtree(store.folder / "logs" / run.id, ignore_errors=True)
    return plan


def _deleted_datasets(session: Session) -> frozenset[str]:
    """The datasets that were deleted too long ago to be brought back."""
    query = select(DatasetRow.id).where(col(DatasetRow.deleted_at) < now() - DELETED_FOR)
    return frozenset(session.exec(query))


def _remove_datasets(session: Session, gone: Iterable[str]) -> None:
    for dataset in gone:
        session.execute(deleting(DatasetVersionRow).where(col(DatasetVersionRow.dataset_id) == dataset))
        session.execute(deleting(DatasetRow).where(col(DatasetRow.id) == dataset))


def _let_go(session: Session) -> None:
    """Workspaces no longer have the artifacts that none of their rows names; others may need the same ones."""
    held: dict[str, set[str]] = defaultdict(set)
    for workspace, artifact in session.exec(select(HoldingRow.workspace_id, HoldingRow.artifact)):
        held[workspace].add(artifact)
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in OWNED - NEEDING]
    for workspace, artifacts in held.items():
        for table in tables:
            rule = belongs(table, (workspace,))
            if rule is not None:
                for text in _texts(session, table.select().where(rule)):
                    artifacts.difference_update(ARTIFACT.findall(text))
        for artifact in artifacts:
            mine = (HoldingRow.workspace_id == workspace, HoldingRow.artifact == artifact)
            session.execute(deleting(HoldingRow).where(*mine))  # type: ignore[arg-type]


def _remove_rows(session: Session, plan: Cleaning) -> None:
    for run in plan.runs:
        session.execute(deleting(StepRow).where(col(StepRow.run_id) == run.id))
        session.execute(deleting(RunRow).where(col(RunRow.id) == run.id))
    listings.forget_runs(session, {run.design for run in plan.runs})
    _remove_hidden_designs(session)
    for key in plan.results:
        session.execute(deleting(ResultRow).where(col(ResultRow.key) == key))
    for artifact in plan.artifacts:
        session.execute(deleting(HoldingRow).where(col(HoldingRow.artifact) == artifact))
        session.execute(deleting(ArtifactRow).where(col(ArtifactRow.id) == artifact))


def _remove_hidden_designs(session: Session) -> None:
    """Designs that only carried runs nobody sees, once those are gone."""
    used = set(session.exec(select(RunRow.design_id)))
    query = select(DesignRow.id).where(col(DesignRow.hidden), DesignRow.created_at < now() - HIDDEN_FOR)
    for design in set(session.exec(query)) - used:
        session.execute(deleting(EventRow).where(col(EventRow.design_id) == design))
        session.execute(deleting(VersionRow).where(col(VersionRow.design_id) == design))
        threads = select(ThreadRow.id).where(col(ThreadRow.design_id) == design)
        session.execute(deleting(CommentRow).where(col(CommentRow.thread_id).in_(threads)))
        session.execute(deleting(ThreadRow).where(col(ThreadRow.design_id) == design))
        session.execute(deleting(DesignRow).where(col(DesignRow.id) == design))


def _keep_logs(session: Session, store: ArtifactStore, plan: Cleaning) -> None:
    """A reused step shows what was printed when it was computed: that log moves to the run which stays."""
    gone = {run.id for run in plan.runs}
    computed = {row.key: row.run_id for row in session.exec(select(ResultRow)) if row.run_id in gone}
    if not computed:
        return
    reused = session.exec(select(StepRow).where(StepRow.state == "reused"))
    for step in reused:
        run_id = computed.get(step.cache_key or "")
        if run_id is None or step.run_id in gone:
            continue
        for name in (f"{step.node}.jsonl", f"{step.node}.plots"):
            source, target = (store.folder / "logs" / run / name for run in (run_id, step.run_id))
            if source.exists() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                with suppress(OSError):
                    shutil.copytree(source, target) if source.is_dir() else shutil.copyfile(source, target)


def facts_of(session: Session, gone: frozenset[str] = frozenset()) -> Facts:
    """What is stored, and everything that refers to it, as if these datasets were gone."""
    sizes = {row[0]: row[1] for row in session.exec(select(ArtifactRow.id, ArtifactRow.bytes))}
    references, holders = _references(session, gone)
    return Facts(
        runs=_runs(session, holders),
        sizes=sizes,
        results={row.key: frozenset(row.outputs.values()) for row in session.exec(select(ResultRow))},
        references=references,
    )


def _runs(session: Session, holders: Mapping[str, str]) -> list[RunFacts]:
    outputs: dict[str, set[str]] = defaultdict(set)
    for run_id, given in session.exec(select(StepRow.run_id, StepRow.outputs)):
        outputs[run_id].update(given.values())
    shown = _shown_now(session)
    found = []
    for run, design in session.exec(select(RunRow, DesignRow).join(DesignRow, col(DesignRow.id) == RunRow.design_id)):
        named = ARTIFACT.findall(json.dumps(run.document))
        unlisted = design.hidden or design.deleted_at is not None
        keeps = _why(run, holders, shown=run.id in shown and not unlisted)
        artifacts = frozenset(outputs[run.id] | set(named))
        found.append(RunFacts(run.id, run.design_id, run.number, design.name, run.created_at, artifacts, keeps))
    return found


def _shown_now(session: Session) -> set[str]:
    """The runs whose results the canvas of a design shows: the newest of each node."""
    return {
        step.run_id
        for design in session.exec(select(DesignRow.id))
        for _, step in runs.latest_steps(session, design).values()
    }


def _why(run: RunRow, holders: Mapping[str, str], *, shown: bool) -> str | None:
    if run.state in runs.UNFINISHED:
        return "it is under way"
    if run.id in holders:
        return holders[run.id]
    if run.tags:
        return f"it is tagged {', '.join(run.tags)}"
    if run.note:
        return "it has a note"
    return "its design shows its results" if shown else None


def _references(session: Session, gone: frozenset[str]) -> tuple[dict[str, str], dict[str, str]]:
    """{artifact: why it stays} and {run: why it stays}, from every table that may name one."""
    artifacts: dict[str, str] = {}
    named: dict[str, str] = {}
    for table in SQLModel.metadata.sorted_tables:
        if table.name in OWNED:
            continue
        reason = HOLDERS.get(table.name, f"a {table.name.replace('_', ' ')} needs it")
        rows = table.select()
        if table.name == "dataset_version":
            rows = rows.where(table.c.dataset_id.not_in(gone))
        for text in _texts(session, rows):
            artifacts.update(dict.fromkeys(ARTIFACT.findall(text), reason))
            named.update(dict.fromkeys(RUN.findall(text), reason))
    return artifacts, named


def _texts(session: Session, rows: Select[Any]) -> Iterator[str]:
    for row in session.execute(rows):
        yield from (value for value in row if isinstance(value, str))
        yield from (json.dumps(value) for value in row if isinstance(value, dict | list))


@dataclass(frozen=True)
class Share:
    """What one design, dataset or run holds, in bytes. What several hold is counted at each."""

    id: str
    name: str
    bytes: int
    runs: int = 0


@dataclass(frozen=True)
class Usage:
    """What is stored, in bytes: in all, by dataset, by design, by run."""

    bytes: int
    artifacts: int
    datasets: tuple[Share, ...]
    designs: tuple[Share, ...]
    runs: tuple[Share, ...]


def usage(session: Session, datasets: Mapping[str, tuple[str, frozenset[str]]]) -> Usage:
    """What is stored. `datasets`: {id: (name, artifacts of its versions)}; runs are not charged for them."""
    facts = facts_of(session)
    given = frozenset[str]().union(*(artifacts for _, artifacts in datasets.values())) if datasets else frozenset()
    seen, unseen = _by_sight(session, facts.runs)
    by_design: dict[str, list[RunFacts]] = defaultdict(list)
    for run in seen:
        by_design[run.design].append(run)

    def total(artifacts: Iterable[str]) -> int:
        return sum(facts.sizes.get(artifact, 0) for artifact in artifacts)

    def share(key: str, name: str, held: list[RunFacts]) -> Share:
        return Share(key, name, total(frozenset[str]().union(*(run.artifacts for run in held)) - given), len(held))

    designs = [share(key, held[0].name, held) for key, held in by_design.items()]
    designs += [share("", UNSEEN, unseen)] if unseen else []
    return Usage(
        bytes=sum(facts.sizes.values()),
        artifacts=len(facts.sizes),
        datasets=_largest(Share(key, name, total(held)) for key, (name, held) in datasets.items()),
        designs=_largest(designs),
        runs=_largest(Share(run.id, f"{run.name}, run {run.number}", total(run.artifacts - given)) for run in seen),
    )


def _largest(shares: Iterable[Share]) -> tuple[Share, ...]:
    return tuple(sorted(shares, key=lambda share: -share.bytes))
