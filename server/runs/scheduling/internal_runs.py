"""Runs of designs that nobody sees: those of guests, of analyses, and of the command line."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import Session

from server.design_analyzer import DesignAnalyzer
from server.graph.analyzed_design import Problem
from server.runs.scheduling.run_creation import RerunOptions, is_still_valid, prepare_run, write_run
from server.storage.database import Database
from server.storage.orm.core_tables import DesignRow, RunRow
from server.storage.transactions.write_scopes import RESULTS_SCOPE

#: What else is written with a run, before or after it.
AfterRunWritten = Callable[[Session, RunRow], object]


def start_internal_run(
    database: Database,
    analyzer: DesignAnalyzer,
    design: DesignRow,
    *,
    isolation: dict[str, object],
    options: RerunOptions,
    targets: Sequence[str] = (),
    idempotency_key: str | None = None,
    scopes: Sequence[str] = (),
    before: Callable[[Session], object] = lambda _: None,
    after: AfterRunWritten = lambda *_: None,
) -> tuple[RunRow, list[Problem]]:
    """Plan a run of a new internal design, and then write both down, with what belongs to it. Raises IsolationTooWeak.

    `scopes` are what is written to besides the design.
    """

    def plan_run(session: Session) -> Any:
        return prepare_run(
            session,
            analyzer,
            design,
            targets=targets,
            idempotency_key=idempotency_key,
            isolation=isolation,
            options=options,
        )

    with database.read_session() as session:
        prepared = plan_run(session)
    with database.session(design.id, RESULTS_SCOPE, *scopes) as session:
        before(session)
        session.add(design)
        session.flush()
        if not is_still_valid(session, design, prepared):
            prepared = plan_run(session)
        run = write_run(session, design, prepared)
        after(session, run)
    return run, prepared.problems
