"""What visitors who edit or run read of problems and columns: no more than the link shows."""

from typing import Any

from server.api.core.problem_schemas import ProblemRead
from server.api.designs.design_analysis import DesignAnalysisRead
from server.api.modules.catalog_routes import ModuleRead
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design
from server.graph.sharing.guest_edits import VisibilityFilter, is_partly_hidden
from server.runs.result_visibility import has_visibility

HIDDEN_MESSAGE = "Something that this link does not show needs attention."


def redact_analysis(
    analysis: DesignAnalysisRead,
    shows: str,
    visibility: VisibilityFilter,
    design: Design,
    custom_modules: list[ModuleRead],
) -> DesignAnalysisRead:
    """The analysis without advice, and without what the link does not show; whom the owner trusts is left out too."""
    columns = has_visibility(shows, "metrics")
    trust = {node for node in analysis.waiting if not analysis.trusted}
    problems = [redact_problem(one, shows, visibility, design) for one in analysis.problems if one.node not in trust]
    return DesignAnalysisRead(
        revision=analysis.revision,
        trusted=True,
        waiting={},
        waiting_since=None,
        problems=problems,
        advice=[],
        silenced=[],
        tables=[_redact_table(table, shows) for table in analysis.tables] if columns else [],
        schemas={port: table if columns else None for port, table in analysis.schemas.items()},
        changed=analysis.changed,
        modules=custom_modules,
        known={},
    )


def _redact_table(table: dict[str, Any], shows: str) -> dict[str, Any]:
    if has_visibility(shows, "statistics"):
        return table
    columns = [{key: value for key, value in column.items() if key != "seen"} for column in table["columns"]]
    return {**table, "columns": columns}


def redact_problem(problem: ProblemRead, shows: str, visibility: VisibilityFilter, design: Design) -> ProblemRead:
    """A problem whose sentence tells nothing of what the link does not show."""
    node = design.nodes.get(problem.node or "")
    catalog = add_custom_modules(design, visibility.catalog)
    module = catalog.get(node.module) if node else None
    ports = {port.name for port in module.inputs} if module else set()
    if problem.fix is not None and problem.fix.secret is not None:  # which secrets there are is not for visitors
        return problem.model_copy(update={"message": HIDDEN_MESSAGE, "reason": "", "fix": None})
    # Of ports and edges nothing can be told that the graph does not show; any other sentence may name a column.
    about_graph_only = problem.field in ports or (node is not None and module is None)
    if about_graph_only or (
        has_visibility(shows, "metrics") and not (node and is_partly_hidden(node, catalog, visibility.visibility))
    ):
        return problem if not about_graph_only else problem.model_copy(update={"fix": None})
    return problem.model_copy(update={"message": HIDDEN_MESSAGE, "reason": "", "fix": None})
