"""What visitors who edit or run read of problems and columns: no more than the link shows."""

from typing import Any

from server.api.analysis import Analysis, ProblemOut
from server.api.catalog import ModuleOut
from server.graph.document import Design
from server.graph.own import with_own
from server.graph.visitors import Pane, hides
from server.runs.seen import at_least

HIDDEN = "Something in it needs attention that this link does not show."


def seen_analysis(found: Analysis, shows: str, pane: Pane, design: Design, own: list[ModuleOut]) -> Analysis:
    """The analysis without advice, and without what the link does not show; whom the owner trusts is left out too."""
    columns = at_least(shows, "metrics")
    trust = {node for node in found.waiting if not found.trusted}
    problems = [seen_problem(one, shows, pane, design) for one in found.problems if one.node not in trust]
    return Analysis(
        revision=found.revision,
        trusted=True,
        waiting={},
        waiting_since=None,
        problems=problems,
        advice=[],
        silenced=[],
        tables=[_table(table, shows) for table in found.tables] if columns else [],
        schemas={port: table if columns else None for port, table in found.schemas.items()},
        changed=found.changed,
        modules=own,
        known={},
    )


def _table(table: dict[str, Any], shows: str) -> dict[str, Any]:
    if at_least(shows, "statistics"):
        return table
    columns = [{key: value for key, value in column.items() if key != "seen"} for column in table["columns"]]
    return {**table, "columns": columns}


def seen_problem(problem: ProblemOut, shows: str, pane: Pane, design: Design) -> ProblemOut:
    """A problem whose sentence tells nothing of what the link does not show."""
    node = design.nodes.get(problem.node or "")
    catalog = with_own(design, pane.catalog)
    module = catalog.get(node.module) if node else None
    ports = {port.name for port in module.inputs} if module else set()
    if problem.fix is not None and problem.fix.secret is not None:  # which secrets there are is not for visitors
        return problem.model_copy(update={"message": HIDDEN, "reason": "", "fix": None})
    # Of ports and edges nothing can be told that the graph does not show; any other sentence may name a column.
    plain = problem.field in ports or (node is not None and module is None)
    if plain or (at_least(shows, "metrics") and not (node and hides(node, catalog, pane.chosen))):
        return problem if not plain else problem.model_copy(update={"fix": None})
    return problem.model_copy(update={"message": HIDDEN, "reason": "", "fix": None})
