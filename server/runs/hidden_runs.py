"""Runs of designs that nobody sees: those of visitors, of comparisons, and of the command line."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import Session

from server.graph.drawing import Problem
from server.runs.starting import Again, Analyst, prepare, still_holds, write_run
from server.storage.database import Database
from server.storage.scopes import RESULTS
from server.storage.tables import DesignRow, RunRow

#: What else is written with a run, before or after it.
Beside = Callable[[Session, RunRow], object]


def start_hidden_run(
    database: Database,
    analyst: Analyst,
    design: DesignRow,
    *,
    isolation: dict[str, Any],
    again: Again,
    targets: Sequence[str] = (),
    key: str | None = None,
    scopes: Sequence[str] = (),
    before: Callable[[Session], object] = lambda _: None,
    after: Beside = lambda *_: None,
) -> tuple[RunRow, list[Problem]]:
    """Plan a run of a new hidden design, and then write both down, with what belongs to it. Raises TooWeak.

    `scopes` are what is written to besides the design.
    """

    def plan(session: Session) -> Any:
        return prepare(session, analyst, design, targets=targets, key=key, isolation=isolation, again=again)

    with database.reading() as session:
        prepared = plan(session)
    with database.session(design.id, RESULTS, *scopes) as session:
        before(session)
        session.add(design)
        session.flush()
        if not still_holds(session, design, prepared):
            prepared = plan(session)
        run = write_run(session, design, prepared)
        after(session, run)
    return run, prepared.problems
