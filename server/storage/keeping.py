"""What may go when space is needed, and what stays because something refers to it. Pure: facts in, a plan out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class RunFacts:
    """What decides whether a run may go. `keeps` says why it must stay, if it must."""

    id: str
    design: str
    number: int
    name: str
    created_at: datetime
    #: The artifacts of its steps, and those that its document names.
    artifacts: frozenset[str]
    keeps: str | None = None


@dataclass(frozen=True)
class Facts:
    """What is stored: runs, the sizes of artifacts, cached results, and what else refers to an artifact, in words."""

    runs: Sequence[RunFacts]
    sizes: Mapping[str, int]
    results: Mapping[str, frozenset[str]]
    references: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """A run that was asked to go and stays, and why; `run` is None for results without one."""

    run: RunFacts | None
    reason: str
    bytes: int = 0


@dataclass(frozen=True)
class Cleaning:
    """What would go, and what stays although it was asked for."""

    runs: tuple[RunFacts, ...]
    artifacts: tuple[str, ...]
    results: tuple[str, ...]
    bytes: int
    kept: tuple[Kept, ...]


def cleaning(facts: Facts, wanted: Iterable[str]) -> Cleaning:
    """The plan to remove these runs and every artifact that nothing which stays refers to."""
    wanted_ids = set(wanted)
    asked = sorted((run for run in facts.runs if run.id in wanted_ids), key=lambda run: (run.created_at, run.number))
    going = tuple(run for run in asked if run.keeps is None)
    gone = {run.id for run in going}
    live = _live(facts, gone)
    artifacts = tuple(sorted(artifact for artifact in facts.sizes if artifact not in live))
    lost = set(artifacts)
    results = tuple(sorted(key for key, outputs in facts.results.items() if outputs & lost))
    staying = [Kept(run, run.keeps) for run in asked if run.keeps is not None]
    return Cleaning(
        runs=going,
        artifacts=artifacts,
        results=results,
        bytes=sum(facts.sizes[artifact] for artifact in artifacts),
        kept=(*staying, *_shared(facts, going, live)),
    )


def _live(facts: Facts, gone: set[str]) -> dict[str, str]:
    """{artifact: why it stays}"""
    live = {artifact: reason for artifact, reason in facts.references.items() if artifact in facts.sizes}
    for run in facts.runs:
        if run.id not in gone:
            for artifact in run.artifacts:
                live.setdefault(artifact, f"run {run.number} of {run.name} has them as well")
    return live


def _shared(facts: Facts, going: Sequence[RunFacts], live: Mapping[str, str]) -> list[Kept]:
    """The results of runs that go which stay themselves, by the reason."""
    reasons: dict[str, set[str]] = defaultdict(set)
    for run in going:
        for artifact in run.artifacts & live.keys() & facts.sizes.keys():
            reasons[live[artifact]].add(artifact)
    told = [Kept(None, reason, sum(facts.sizes[one] for one in held)) for reason, held in reasons.items()]
    return sorted(told, key=lambda kept: -kept.bytes)


def old_runs(runs: Sequence[RunFacts], before: datetime, keep: int) -> list[str]:
    """The runs from before this moment, beside the newest few of each design."""
    by_design: dict[str, list[RunFacts]] = defaultdict(list)
    for run in sorted(runs, key=lambda run: run.number, reverse=True):
        by_design[run.design].append(run)
    return [run.id for listed in by_design.values() for run in listed[keep:] if run.created_at < before]
