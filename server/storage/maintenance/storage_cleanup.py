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

from server.folder_removal import remove_folder
from server.storage.database import Database
from server.storage.files.artifact_store import ArtifactStore
from server.storage.maintenance.retention import (
    CleanupPlan,
    RetentionCandidate,
    StorageInventory,
    build_cleanup_plan,
    find_old_runs,
)
from server.storage.orm.account_tables import WorkspaceArtifactRow
from server.storage.orm.core_tables import (
    ArtifactRow,
    CacheEntryRow,
    CommentRow,
    DatasetRow,
    DatasetVersionRow,
    DesignRow,
    EventRow,
    RunRow,
    StepRow,
    ThreadRow,
    VersionRow,
    now,
)
from server.storage.orm.pipeline_tables import PipelineRow, PipelineRunRow
from server.storage.orm.registry_tables import RegisteredModelRow
from server.storage.stores import design_listings, lineage_store, model_store, pipeline_store, quota_store, run_store
from server.storage.stores.tenancy import build_workspace_condition
from server.storage.transactions.writer_queue import WritePriority

ARTIFACT_ID_PATTERN = re.compile(r"[0-9a-f]{64}")
RUN_ID_PATTERN = re.compile(r"\b[0-9a-f]{32}\b")
#: Tables whose rows belong to runs, or go with them. Whatever else names an artifact or a run keeps it: a table of
#: tomorrow is not forgotten.
DEPENDENT_TABLES = {"artifact", "cache_entry", "step", "run", "event", "session", "launch_token", "workspace_artifact"}
#: What tells of a run keeps none: lists, the audit log, notifications, and what is sent of them.
DEPENDENT_TABLES |= {"audit", "listing", "design_secret", "notification", "notification_choice", "hook", "delivery"}
#: What a run of a pipeline was given goes with the run; a firing says only which run it made.
DEPENDENT_TABLES |= {"pipeline_run", "firing"}
DEPENDENT_TABLES |= {"endpoint_minute", "endpoint_sample", "endpoint_prediction", "endpoint_alert_event"}
#: What a table's rows are called when they are the reason why something stays.
RETENTION_REASONS = {
    "dataset_version": "a dataset needs them",
    "design": "a design uses them",
    "version": "a version of a design uses them",
    "model_version": "a registered model needs them",
    "pipeline_version": "a pipeline uses them",
    "deployment": "an endpoint needs them",
}
#: The column of these tables that names what may be deleted with them.
OWNERS_OF_VERSIONS = {"dataset_version": "dataset_id", "model_version": "model_id", "pipeline_version": "pipeline_id"}
#: Runs of designs that nobody sees: tried for a comparison, or from the command line.
INTERNAL_DESIGN_RETENTION = timedelta(hours=1)
#: So long a deleted dataset or model can be brought back; then a cleaning may take it.
DELETED_RETENTION = timedelta(days=1)
#: Tables by whose rows a workspace needs an artifact, besides those that keep it from going at all.
REFERENCING_TABLES = {"step", "run"}
UNLISTED_LABEL = "Test runs, guests' runs, deleted designs"


class RunsUnfinished(Exception):
    """A run is under way; what it needs cannot be told yet."""


@dataclass(frozen=True)
class RetentionPolicy:
    """Which runs are to go: those older than `days` beside the `keep_newest` of each design; or just `run_ids`."""

    days: float = 30
    keep_newest: int = 5
    run_ids: tuple[str, ...] | None = None
    #: A person wants these very runs gone: only what is under way or needed elsewhere stays.
    force: bool = False


def plan_cleanup(session: Session, policy: RetentionPolicy) -> CleanupPlan:
    """What would go by this rule. Nothing is changed."""
    inventory = take_inventory(session, frozenset() if policy.run_ids is not None else _find_deleted_things(session))
    if policy.run_ids is not None:
        requested = set(policy.run_ids) if policy.force else set[str]()
        freed = [replace(run, keep_reason=None) if run.id in requested else run for run in inventory.runs]
        return build_cleanup_plan(replace(inventory, runs=freed), policy.run_ids)
    listed, unlisted = _split_by_listed(session, inventory.runs)
    old = find_old_runs(listed, now() - timedelta(days=policy.days), policy.keep_newest)
    return build_cleanup_plan(inventory, [*old, *find_old_runs(unlisted, now() - INTERNAL_DESIGN_RETENTION, 0)])


def _split_by_listed(
    session: Session, candidates: Iterable[RetentionCandidate]
) -> tuple[list[RetentionCandidate], list[RetentionCandidate]]:
    """The runs of designs that are listed, and those of internal and deleted ones."""
    query = select(DesignRow.id).where(col(DesignRow.deleted_at).is_(None), col(DesignRow.internal).is_(False))
    listed = set(session.exec(query))
    runs_found = list(candidates)
    return [run for run in runs_found if run.design in listed], [run for run in runs_found if run.design not in listed]


def run_cleanup(database: Database, store: ArtifactStore, policy: RetentionPolicy) -> CleanupPlan:
    """Remove what the rule says, files after rows: what a power cut leaves behind is found by the next cleaning."""
    with database.session(priority=WritePriority.BACKGROUND) as session:
        if run_store.list_unfinished_runs(session):
            raise RunsUnfinished("A run is in progress. Delete old runs when it has finished.")
        plan = plan_cleanup(session, policy)
        _preserve_logs(session, store, plan)
        if policy.run_ids is None:
            gone = _find_deleted_things(session)
            _remove_datasets(session, gone)
            model_store.remove_models(session, gone)
            pipeline_store.remove_pipelines(session, sorted(gone))
        _remove_rows(session, plan)
        _release_artifacts(session)
        quota_store.recount_usage(session)
    for artifact in plan.artifacts:
        # The writing lock is held for each file, so that nobody can register it in between.
        with database.session(priority=WritePriority.BACKGROUND) as session:
            if session.get(ArtifactRow, artifact) is None:
                store.delete_artifact(artifact)
    for run in plan.runs:
        remove_folder(store.folder / "logs" / run.id)
    return plan


def _find_deleted_things(session: Session) -> frozenset[str]:
    """The datasets and models that were deleted too long ago to be brought back."""
    before = now() - DELETED_RETENTION
    datasets = session.exec(select(DatasetRow.id).where(col(DatasetRow.deleted_at) < before))
    models = session.exec(select(RegisteredModelRow.id).where(col(RegisteredModelRow.deleted_at) < before))
    pipelines = session.exec(select(PipelineRow.id).where(col(PipelineRow.deleted_at) < before))
    return frozenset((*datasets, *models, *pipelines))


def _remove_datasets(session: Session, gone: Iterable[str]) -> None:
    for dataset in gone:
        session.execute(deleting(DatasetVersionRow).where(col(DatasetVersionRow.dataset_id) == dataset))
        lineage_store.remove_links_of_thing(session, "dataset", dataset)
        session.execute(deleting(DatasetRow).where(col(DatasetRow.id) == dataset))


def _release_artifacts(session: Session) -> None:
    """Workspaces no longer have the artifacts that none of their rows names; others may need the same ones."""
    unreferenced: dict[str, set[str]] = defaultdict(set)
    for workspace, artifact in session.exec(select(WorkspaceArtifactRow.workspace_id, WorkspaceArtifactRow.artifact)):
        unreferenced[workspace].add(artifact)
    tables = [
        table for table in SQLModel.metadata.sorted_tables if table.name not in DEPENDENT_TABLES - REFERENCING_TABLES
    ]
    for workspace, artifacts in unreferenced.items():
        for table in tables:
            condition = build_workspace_condition(table, (workspace,))
            if condition is not None:
                for text in _iterate_texts(session, table.select().where(condition)):
                    artifacts.difference_update(ARTIFACT_ID_PATTERN.findall(text))
        for artifact in artifacts:
            mine = (WorkspaceArtifactRow.workspace_id == workspace, WorkspaceArtifactRow.artifact == artifact)
            session.execute(deleting(WorkspaceArtifactRow).where(*mine))  # type: ignore[arg-type]


def _remove_rows(session: Session, plan: CleanupPlan) -> None:
    for run in plan.runs:
        session.execute(deleting(StepRow).where(col(StepRow.run_id) == run.id))
        session.execute(deleting(PipelineRunRow).where(col(PipelineRunRow.run_id) == run.id))
        session.execute(deleting(RunRow).where(col(RunRow.id) == run.id))
    design_listings.refresh_listings(session, {run.design for run in plan.runs})
    _remove_internal_designs(session)
    for key in plan.results:
        session.execute(deleting(CacheEntryRow).where(col(CacheEntryRow.key) == key))
    for artifact in plan.artifacts:
        session.execute(deleting(WorkspaceArtifactRow).where(col(WorkspaceArtifactRow.artifact) == artifact))
        session.execute(deleting(ArtifactRow).where(col(ArtifactRow.id) == artifact))


def _remove_internal_designs(session: Session) -> None:
    """Designs that only carried runs nobody sees, once those are gone."""
    used = set(session.exec(select(RunRow.design_id)))
    query = select(DesignRow.id).where(
        col(DesignRow.internal), DesignRow.created_at < now() - INTERNAL_DESIGN_RETENTION
    )
    for design in set(session.exec(query)) - used:
        session.execute(deleting(EventRow).where(col(EventRow.design_id) == design))
        session.execute(deleting(VersionRow).where(col(VersionRow.design_id) == design))
        threads = select(ThreadRow.id).where(col(ThreadRow.design_id) == design)
        session.execute(deleting(CommentRow).where(col(CommentRow.thread_id).in_(threads)))
        session.execute(deleting(ThreadRow).where(col(ThreadRow.design_id) == design))
        session.execute(deleting(DesignRow).where(col(DesignRow.id) == design))


def _preserve_logs(session: Session, store: ArtifactStore, plan: CleanupPlan) -> None:
    """A reused step shows what was printed when it was computed: that log moves to the run which stays."""
    gone = {run.id for run in plan.runs}
    computed = {row.key: row.run_id for row in session.exec(select(CacheEntryRow)) if row.run_id in gone}
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


def take_inventory(session: Session, gone: frozenset[str] = frozenset()) -> StorageInventory:
    """What is stored, and everything that refers to it, as if these datasets and models were gone."""
    sizes = {row[0]: row[1] for row in session.exec(select(ArtifactRow.id, ArtifactRow.bytes))}
    references, holders = _collect_references(session, gone)
    return StorageInventory(
        runs=_collect_candidates(session, holders),
        sizes=sizes,
        results={row.key: frozenset(row.outputs.values()) for row in session.exec(select(CacheEntryRow))},
        references=references,
    )


def _collect_candidates(session: Session, holders: Mapping[str, str]) -> list[RetentionCandidate]:
    outputs: dict[str, set[str]] = defaultdict(set)
    for run_id, given in session.exec(select(StepRow.run_id, StepRow.outputs)):
        outputs[run_id].update(given.values())
    displayed = _find_displayed_runs(session)
    found = []
    for run, design in session.exec(select(RunRow, DesignRow).join(DesignRow, col(DesignRow.id) == RunRow.design_id)):
        named = ARTIFACT_ID_PATTERN.findall(json.dumps(run.document))
        unlisted = design.internal or design.deleted_at is not None
        keep_reason = _explain_retention(run, holders, displayed=run.id in displayed and not unlisted)
        artifacts = frozenset(outputs[run.id] | set(named))
        found.append(
            RetentionCandidate(run.id, run.design_id, run.number, design.name, run.created_at, artifacts, keep_reason)
        )
    return found


def _find_displayed_runs(session: Session) -> set[str]:
    """The runs whose results the canvas of a design shows: the newest of each node."""
    return {
        step.run_id
        for design in session.exec(select(DesignRow.id))
        for _, step in run_store.get_latest_steps(session, design).values()
    }


def _explain_retention(run: RunRow, holders: Mapping[str, str], *, displayed: bool) -> str | None:
    if run.state in run_store.UNFINISHED_STATES:
        return "it is in progress"
    if run.id in holders:
        return holders[run.id]
    if run.tags:
        return f"it is tagged {', '.join(run.tags)}"
    if run.note:
        return "it has a note"
    return "its design shows its results" if displayed else None


def _collect_references(session: Session, gone: frozenset[str]) -> tuple[dict[str, str], dict[str, str]]:
    """{artifact: why it stays} and {run: why it stays}, from every table that may name one."""
    artifacts: dict[str, str] = {}
    named: dict[str, str] = {}
    for table in SQLModel.metadata.sorted_tables:
        if table.name in DEPENDENT_TABLES:
            continue
        reason = RETENTION_REASONS.get(table.name, f"a {table.name.replace('_', ' ')} needs it")
        rows = table.select()
        if table.name in OWNERS_OF_VERSIONS:
            rows = rows.where(table.c[OWNERS_OF_VERSIONS[table.name]].not_in(gone))
        for text in _iterate_texts(session, rows):
            artifacts.update(dict.fromkeys(ARTIFACT_ID_PATTERN.findall(text), reason))
            named.update(dict.fromkeys(RUN_ID_PATTERN.findall(text), reason))
    return artifacts, named


def _iterate_texts(session: Session, rows: Select[Any]) -> Iterator[str]:
    for row in session.execute(rows):
        yield from (value for value in row if isinstance(value, str))
        yield from (json.dumps(value) for value in row if isinstance(value, dict | list))


@dataclass(frozen=True)
class UsageShare:
    """What one design, dataset or run holds, in bytes. What several hold is counted at each."""

    id: str
    name: str
    bytes: int
    runs: int = 0


@dataclass(frozen=True)
class StorageUsage:
    """What is stored, in bytes: in all, by dataset, by design, by run."""

    bytes: int
    artifacts: int
    datasets: tuple[UsageShare, ...]
    designs: tuple[UsageShare, ...]
    runs: tuple[UsageShare, ...]


def compute_usage(session: Session, datasets: Mapping[str, tuple[str, frozenset[str]]]) -> StorageUsage:
    """What is stored. `datasets`: {id: (name, artifacts of its versions)}; runs are not charged for them."""
    inventory = take_inventory(session)
    dataset_artifacts = (
        frozenset[str]().union(*(artifacts for _, artifacts in datasets.values())) if datasets else frozenset()
    )
    listed, unlisted = _split_by_listed(session, inventory.runs)
    by_design: dict[str, list[RetentionCandidate]] = defaultdict(list)
    for run in listed:
        by_design[run.design].append(run)

    def sum_sizes(artifacts: Iterable[str]) -> int:
        return sum(inventory.sizes.get(artifact, 0) for artifact in artifacts)

    def build_share(key: str, name: str, held: list[RetentionCandidate]) -> UsageShare:
        return UsageShare(
            key,
            name,
            sum_sizes(frozenset[str]().union(*(run.artifacts for run in held)) - dataset_artifacts),
            len(held),
        )

    designs = [build_share(key, held[0].name, held) for key, held in by_design.items()]
    designs += [build_share("", UNLISTED_LABEL, unlisted)] if unlisted else []
    return StorageUsage(
        bytes=sum(inventory.sizes.values()),
        artifacts=len(inventory.sizes),
        datasets=_sort_by_size(UsageShare(key, name, sum_sizes(held)) for key, (name, held) in datasets.items()),
        designs=_sort_by_size(designs),
        runs=_sort_by_size(
            UsageShare(run.id, f"{run.name}, run {run.number}", sum_sizes(run.artifacts - dataset_artifacts))
            for run in listed
        ),
    )


def _sort_by_size(shares: Iterable[UsageShare]) -> tuple[UsageShare, ...]:
    return tuple(sorted(shares, key=lambda share: -share.bytes))
