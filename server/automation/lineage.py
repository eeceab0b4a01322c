"""What made each version of a dataset and of a model, and what used it, in both directions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlmodel import Session

from server.storage.stores import lineage_store
from server.storage.stores.lineage_store import RunRecord, StoredThing

Entry = TypeVar("Entry")
#: So many things and runs are answered; who wants more asks for one of those at the edge.
MAX_LINEAGE_NODES = 200


@dataclass(frozen=True)
class LineageEdge:
    """From what was used to the run that used it, or from a run to what it made."""

    source: str
    target: str


@dataclass
class LineageGraph:
    """Versions of datasets and models, the runs between them, and whether some were left out."""

    things: dict[str, StoredThing] = field(default_factory=dict)
    runs: dict[str, RunRecord] = field(default_factory=dict)
    edges: list[LineageEdge] = field(default_factory=list)
    is_cut: bool = False


class LineageIndex:
    """The runs of a workspace that made or used something that is kept under a name."""

    def __init__(self, runs: Iterable[RunRecord]) -> None:
        self.runs = {run.run_id: run for run in runs}
        self._makers: dict[str, list[str]] = {}
        self._users: dict[str, list[str]] = {}
        for run in self.runs.values():
            for thing in run.outputs:
                self._makers.setdefault(thing.key, []).append(run.run_id)
            for thing in run.inputs:
                self._users.setdefault(thing.key, []).append(run.run_id)

    def trace(self, runs: Iterable[str] = (), things: Iterable[StoredThing] = ()) -> LineageGraph:
        """All that the runs and things came from, and all that came of them."""
        graph = LineageGraph()
        graph.runs = {run: self.runs[run] for run in runs if run in self.runs}
        graph.things = {thing.key: thing for thing in things}
        starts = (list(graph.runs), list(graph.things))
        for follows_users in (False, True):
            self._walk(graph, *starts, follows_users=follows_users)
        graph.edges = list(self._connect(graph))
        return graph

    def _walk(self, graph: LineageGraph, runs: list[str], things: list[str], *, follows_users: bool) -> None:
        """In one direction only: what else was made of the same data does not belong to it."""
        waiting_runs, waiting_things = list(runs), list(things)
        while waiting_runs or waiting_things:
            for key in waiting_things:
                waiting_runs += [
                    run
                    for run in (self._users if follows_users else self._makers).get(key, ())
                    if _add_entry(graph, graph.runs, run, self.runs[run])
                ]
            waiting_things = []
            for run in waiting_runs:
                record = self.runs[run]
                waiting_things += [
                    thing.key
                    for thing in (record.outputs if follows_users else record.inputs)
                    if _add_entry(graph, graph.things, thing.key, thing)
                ]
            waiting_runs = []

    def _connect(self, graph: LineageGraph) -> Iterable[LineageEdge]:
        for run in graph.runs.values():
            for thing in {one.key for one in run.inputs} & graph.things.keys():
                yield LineageEdge(thing, run.run_id)
            for thing in {one.key for one in run.outputs} & graph.things.keys():
                yield LineageEdge(run.run_id, thing)


def _add_entry(graph: LineageGraph, kept: dict[str, Entry], key: str, entry: Entry) -> bool:
    """Whether it is new, and there is room for it."""
    if key in kept:
        return False
    if len(graph.runs) + len(graph.things) >= MAX_LINEAGE_NODES:
        graph.is_cut = True
        return False
    kept[key] = entry
    return True


def load_lineage(session: Session) -> LineageIndex:
    """The lineage of all that is kept under names in a workspace."""
    return LineageIndex(lineage_store.list_run_records(session))
