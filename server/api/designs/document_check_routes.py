"""Looking at a design that is not stored: what keeps it from running, and the columns at its ports."""

from pydantic import BaseModel, JsonValue

from server.api.core.app_context import ContextDep, ReadSessionDep
from server.api.core.problem_schemas import ProblemRead, to_problem_read
from server.api.core.request_lanes import AnalysisRoute
from server.api.core.router import Router
from server.api.designs.design_analysis import to_advice_read
from server.api.designs.design_edits import require_valid_document
from server.api.designs.port_tables import build_port_tables
from server.graph.json_shapes import DesignJson, PortTableJson
from server.graph.linter import is_silenced
from server.graph.upgrades import upgrade_document
from server.storage.stores import design_store

router = Router(prefix="/api/designs", tags=["designs"], route_class=AnalysisRoute)


class DocumentToCheck(BaseModel):
    """The JSON of a design, as a design file has it."""

    document: dict[str, JsonValue]


class DocumentCheckRead(BaseModel):
    """A design in the present format, its problems and advice, and the columns at its ports."""

    document: DesignJson
    problems: list[ProblemRead]
    advice: list[ProblemRead]
    #: The different tables that there are.
    tables: list[PortTableJson]
    #: {"node.port": which of the tables}; null where only a run can tell.
    schemas: dict[str, int | None]


@router.post("/check", needs="viewer")
def check_document(wanted: DocumentToCheck, session: ReadSessionDep, context: ContextDep) -> DocumentCheckRead:
    """Look at a design that is being written elsewhere: nothing is stored, and nothing runs."""
    document = require_valid_document(upgrade_document(wanted.document, context.catalog))
    stored = context.stored_designs.analyze_document(session, design_store.build_design_row(document), document)
    tables, at_ports = build_port_tables(stored.analyzed)
    return DocumentCheckRead.model_validate(
        {
            "document": document,
            "problems": [to_problem_read(problem) for problem in stored.problems],
            "advice": [
                to_advice_read(stored.analyzed, problem)
                for problem in stored.advice
                if not is_silenced(stored.analyzed, problem)
            ],
            "tables": tables,
            "schemas": stored.parsed.bypassed.extend_facts(at_ports),
        }
    )
