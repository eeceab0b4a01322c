"""What made each version of a dataset and of a model, and what used it, in both directions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlmodel import Session

from server.storage.stores import lineage_store
from server.storage.stores.lineage_store import LinkSide, RunRecord, StoredThing

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


def trace_lineage(session: Session, runs: Iterable[str] = (), things: Iterable[StoredThing] = ()) -> LineageGraph:
    """All that the runs and things came from, and all that came of them; it reads no more than it returns."""
    walk = _LineageWalk(session, runs, things)
    walk.follow("output", "input")
    walk.follow("input", "output")
    return walk.build_graph()


class _LineageWalk:
    """What has been found so far."""

    def __init__(self, session: Session, runs: Iterable[str], things: Iterable[StoredThing]) -> None:
        self._session = session
        self._runs = dict.fromkeys(runs)
        self._things = {thing.key: thing for thing in things}
        self._starts = (list(self._runs), list(self._things.values()))
        self._is_cut = False

    @property
    def _room(self) -> int:
        return MAX_LINEAGE_NODES - len(self._runs) - len(self._things)

    def follow(self, thing_side: LinkSide, run_side: LinkSide) -> None:
        """In one direction only: what else was made of the same data does not belong to it."""
        waiting_runs, waiting_things = list(self._starts[0]), list(self._starts[1])
        while waiting_runs or waiting_things:
            for thing in waiting_things:
                # One more than there is room for says that there is more.
                found = lineage_store.find_runs_of_thing(
                    self._session, thing, thing_side, self._count_asked(self._runs)
                )
                waiting_runs += [run for run in found if self._add(self._runs, run, None)]
            waiting_things = []
            if waiting_runs:
                asked = self._count_asked(self._things)
                used = lineage_store.find_things_of_runs(self._session, waiting_runs, run_side, asked)
                waiting_things = [thing for thing in used if self._add(self._things, thing.key, thing)]
            waiting_runs = []

    def _count_asked(self, known: dict[str, Entry]) -> int:
        """Those that are known may come first, and then as many as there is room for, and one more."""
        return len(known) + max(self._room, 0) + 1

    def _add(self, entries: dict[str, Entry], key: str, entry: Entry) -> bool:
        """Whether it is new, and there is room for it."""
        if key in entries:
            return False
        if self._room <= 0:
            self._is_cut = True
            return False
        entries[key] = entry
        return True

    def build_graph(self) -> LineageGraph:
        """What was found, with the edges between."""
        records = lineage_store.read_run_records(self._session, list(self._runs))
        # Those of other workspaces, and of designs that are gone, are not there.
        runs = {run: records[run] for run in self._runs if run in records}
        ids = sorted({thing.id for thing in self._things.values()})
        links = lineage_store.list_links(self._session, list(runs), ids)
        edges = [
            LineageEdge(key, run) if side == "input" else LineageEdge(run, key)
            for run, side, key in links
            if key in self._things
        ]
        return LineageGraph(self._things, runs, edges, self._is_cut)
