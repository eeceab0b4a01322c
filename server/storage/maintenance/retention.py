"""What may go when space is needed, and what stays because something refers to it. Pure: facts in, a plan out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class RetentionCandidate:
    """What decides whether a run may go. `keep_reason` says why it must stay, if it must."""

    id: str
    design: str
    number: int
    name: str
    created_at: datetime
    #: The artifacts of its steps, and those that its document names.
    artifacts: frozenset[str]
    keep_reason: str | None = None


@dataclass(frozen=True)
class StorageInventory:
    """What is stored: runs, the sizes of artifacts, cached results, and what else refers to an artifact, in words."""

    runs: Sequence[RetentionCandidate]
    sizes: Mapping[str, int]
    results: Mapping[str, frozenset[str]]
    references: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RetainedRun:
    """A run that was asked to go and stays, and why; `run` is None for results without one."""

    run: RetentionCandidate | None
    reason: str
    bytes: int = 0


@dataclass(frozen=True)
class CleanupPlan:
    """What would go, and what stays although it was asked for."""

    runs: tuple[RetentionCandidate, ...]
    artifacts: tuple[str, ...]
    results: tuple[str, ...]
    bytes: int
    retained: tuple[RetainedRun, ...]


def build_cleanup_plan(inventory: StorageInventory, run_ids: Iterable[str]) -> CleanupPlan:
    """The plan to remove these runs and every artifact that nothing which stays refers to."""
    requested_ids = set(run_ids)
    requested = sorted(
        (run for run in inventory.runs if run.id in requested_ids), key=lambda run: (run.created_at, run.number)
    )
    going = tuple(run for run in requested if run.keep_reason is None)
    gone = {run.id for run in going}
    live = _find_live_artifacts(inventory, gone)
    artifacts = tuple(sorted(artifact for artifact in inventory.sizes if artifact not in live))
    removed = set(artifacts)
    results = tuple(sorted(key for key, outputs in inventory.results.items() if outputs & removed))
    retained = [RetainedRun(run, run.keep_reason) for run in requested if run.keep_reason is not None]
    return CleanupPlan(
        runs=going,
        artifacts=artifacts,
        results=results,
        bytes=sum(inventory.sizes[artifact] for artifact in artifacts),
        retained=(*retained, *_explain_shared(inventory, going, live)),
    )


def _find_live_artifacts(inventory: StorageInventory, gone: set[str]) -> dict[str, str]:
    """{artifact: why it stays}"""
    live = {artifact: reason for artifact, reason in inventory.references.items() if artifact in inventory.sizes}
    for run in inventory.runs:
        if run.id not in gone:
            for artifact in run.artifacts:
                live.setdefault(artifact, f"run {run.number} of {run.name} has them as well")
    return live


def _explain_shared(
    inventory: StorageInventory, going: Sequence[RetentionCandidate], live: Mapping[str, str]
) -> list[RetainedRun]:
    """The results of runs that go which stay themselves, by the reason."""
    reasons: dict[str, set[str]] = defaultdict(set)
    for run in going:
        for artifact in run.artifacts & live.keys() & inventory.sizes.keys():
            reasons[live[artifact]].add(artifact)
    retained = [
        RetainedRun(None, reason, sum(inventory.sizes[one] for one in held)) for reason, held in reasons.items()
    ]
    return sorted(retained, key=lambda kept: -kept.bytes)


def find_old_runs(runs: Sequence[RetentionCandidate], before: datetime, keep: int) -> list[str]:
    """The runs from before this moment, beside the newest few of each design."""
    by_design: dict[str, list[RetentionCandidate]] = defaultdict(list)
    for run in sorted(runs, key=lambda run: run.number, reverse=True):
        by_design[run.design].append(run)
    return [run.id for listed in by_design.values() for run in listed[keep:] if run.created_at < before]
