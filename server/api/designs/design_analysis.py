"""What can be told of a design without a run: problems, advice, columns at every port, results that are known."""

from pydantic import BaseModel
from sqlmodel import Session

from server.api.core.app_context import AppContext
from server.api.core.problem_schemas import ProblemRead, to_problem_read
from server.api.designs.port_tables import build_port_tables
from server.api.modules.catalog_routes import ModuleRead, to_module_read
from server.graph.analyzed_design import AnalyzedDesign, Problem
from server.graph.custom_modules import parse_custom_modules
from server.graph.json_shapes import PortTableJson
from server.graph.linter import build_silence_edits, is_silenced
from server.runs.run_schemas import OutputRead, to_output_read
from server.storage.orm.core_tables import DesignRow
from server.storage.stores import run_store


class DesignAnalysisRead(BaseModel):
    """What is known of a design without running it: what keeps it from running, advice, columns, and known results."""

    revision: int
    #: Whether code in it may run.
    trusted: bool
    #: {node: who} of what visitors changed through links, and nobody has looked at since.
    waiting: dict[str, str]
    #: The version from before the first of these changes.
    waiting_since: str | None
    problems: list[ProblemRead]
    advice: list[ProblemRead]
    silenced: list[ProblemRead]
    #: The different tables that there are: most ports of a design carry the same columns as the port before.
    tables: list[PortTableJson]
    #: {"node.port": which of the tables}; null where only a run can tell.
    schemas: dict[str, int | None]
    changed: list[str]
    #: The design's own modules, as far as their sources can be read.
    modules: list[ModuleRead]
    known: dict[str, OutputRead]


def to_advice_read(analyzed: AnalyzedDesign, problem: Problem) -> ProblemRead:
    """Advice, with the edits that silence it or let it speak again."""
    silence = [edit.to_json() for edit in build_silence_edits(analyzed, problem)]
    return to_problem_read(problem).model_copy(update={"silence": silence})


def build_design_analysis(
    session: Session, context: AppContext, row: DesignRow, *, with_advice: bool = True
) -> DesignAnalysisRead:
    """What is known of a design. Except `with_advice`, nothing is looked up in data."""
    stored = context.stored_designs.load(session, row)
    analyzed = stored.analyzed
    all_advice = stored.advice if with_advice else []
    tables, at_ports = build_port_tables(analyzed)
    return DesignAnalysisRead(
        revision=row.revision,
        trusted=row.trusted,
        waiting=row.pending_review,
        waiting_since=row.pending_review_version_id if row.pending_review else None,
        problems=[to_problem_read(problem) for problem in stored.problems],
        advice=[to_advice_read(analyzed, problem) for problem in all_advice if not is_silenced(analyzed, problem)],
        silenced=[to_advice_read(analyzed, problem) for problem in all_advice if is_silenced(analyzed, problem)],
        tables=tables,
        schemas=stored.parsed.bypassed.extend_facts(at_ports),
        changed=[*stored.changed],
        modules=[to_module_read(module) for module in parse_custom_modules(stored.design).values()],
        known=_find_known_outputs(session, stored.known_artifacts),
    )


def _find_known_outputs(session: Session, artifacts: dict[str, str]) -> dict[str, OutputRead]:
    rows = run_store.get_artifact_rows(session, artifacts.values())
    return {name: to_output_read(rows[artifact]) for name, artifact in artifacts.items() if artifact in rows}
