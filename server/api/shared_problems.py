"""What visitors of an edit link read of problems and columns: no more than the link shows."""

from typing import Any

from server.api.catalog import ModuleOut
from server.api.designs import Analysis, ProblemOut
from server.graph.document import Design
from server.graph.own import with_own
from server.graph.visitors import Pane, hides
from server.runs.seen import at_least

HIDDEN = "Something in it needs attention that this link does not show."


def seen_analysis(found: Analysis, shows: str, pane: Pane, design: Design, own: list[ModuleOut]) -> Analysis:
    """The analysis without advice, and without what the link does not show; whom the owner trusts is left out too."""
    schemas = {name: _schema(schema, shows) for name, schema in found.schemas.items()}
    trust = {node for node in found.waiting if not found.trusted}
    problems = [_problem(one, shows, pane, design) for one in found.problems if one.node not in trust]
    return Analysis(
        revision=found.revision,
        trusted=True,
        waiting={},
        waiting_since=None,
        problems=problems,
        advice=[],
        silenced=[],
        schemas=schemas,
        changed=found.changed,
        modules=own,
        known={},
    )


def _schema(schema: dict[str, Any] | None, shows: str) -> dict[str, Any] | None:
    if schema is None or not at_least(shows, "metrics"):
        return None
    if at_least(shows, "statistics"):
        return schema
    columns = [{key: value for key, value in column.items() if key != "seen"} for column in schema["columns"]]
    return {**schema, "columns": columns}


def _problem(problem: ProblemOut, shows: str, pane: Pane, design: Design) -> ProblemOut:
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
