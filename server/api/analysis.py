"""What can be told of a design without a run: problems, advice, columns at every port, results that are known."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel
from sqlmodel import Session

from server.api.catalog import ModuleOut, told_module
from server.api.context import Context, Reading, Running
from server.api.lanes import AnalysisRoute
from server.api.port_tables import told_tables
from server.graph import plan as planning
from server.graph.bypass import through
from server.graph.document import read
from server.graph.drawing import Drawing, Problem
from server.graph.linter import advice, silenced, silencing
from server.graph.own import own_modules
from server.graph.problems import problems
from server.runs.told import Output, told_output
from server.storage import designs, runs
from server.storage.tables import DesignRow

#: By itself and not within the one of designs: what a request needs is looked up by the whole address of its route.
router = APIRouter(prefix="/designs", tags=["designs"], route_class=AnalysisRoute)


class FixOut(BaseModel):
    """A fix: what the button says, and the edits that it makes; or the name of the secret that is to be entered."""

    label: str
    edits: list[dict[str, Any]]
    secret: str | None = None


class ProblemOut(BaseModel):
    """What is wrong with the graph: an error keeps the node from running, advice does not.

    Advice says why in `reason`; `silence` has the edits that silence it for its node, or let it speak again.
    """

    node: str | None
    field: str | None
    message: str
    fix: FixOut | None
    severity: Literal["error", "advice"] = "error"
    rule: str = ""
    reason: str = ""
    silence: list[dict[str, Any]] = []


class Analysis(BaseModel):
    """What is known of a design without running it: what keeps it from running, advice, columns, and known results."""

    revision: int
    #: Whether code in it may run.
    trusted: bool
    #: {node: who} of what visitors changed through links, and nobody has looked at since.
    waiting: dict[str, str]
    #: The version from before the first of these changes.
    waiting_since: str | None
    problems: list[ProblemOut]
    advice: list[ProblemOut]
    silenced: list[ProblemOut]
    #: The different tables that there are: most ports of a design carry the same columns as the port before.
    tables: list[dict[str, Any]]
    #: {"node.port": which of the tables}; null where only a run can tell.
    schemas: dict[str, int | None]
    changed: list[str]
    #: The design's own modules, as far as their sources can be read.
    modules: list[ModuleOut]
    known: dict[str, Output]


def told_problem(problem: Problem) -> ProblemOut:
    fix = None
    if problem.fix is not None:
        edits = [edit.to_json() for edit in problem.fix.edits]
        fix = FixOut(label=problem.fix.label, edits=edits, secret=problem.fix.secret)
    return ProblemOut(
        node=problem.node,
        field=problem.field,
        message=problem.message,
        fix=fix,
        severity=problem.severity,
        rule=problem.rule,
        reason=problem.reason,
    )


def told_advice(drawing: Drawing, problem: Problem) -> ProblemOut:
    """Advice, with the edits that silence it or let it speak again."""
    silence = [edit.to_json() for edit in silencing(drawing, problem)]
    return told_problem(problem).model_copy(update={"silence": silence})


@router.get("/{design_id}/analysis")
def analyse_design(design_id: str, session: Reading, context: Running) -> Analysis:
    """Problems, columns at every port, nodes changed since they last ran, and the results known already."""
    return analysed(session, context, designs.get(session, design_id))


def analysed(session: Session, context: Context, row: DesignRow, *, advised: bool = True) -> Analysis:
    """What is known of a design. Unless it is to be `advised` on, nothing is looked up in data."""
    drawn = read(row.document)
    analyst = context.analyst.of(drawn)
    passed = through(drawn, analyst.catalog)
    design = passed.design
    bound = analyst.bound(session, design)
    signatures = planning.signatures(design, analyst.catalog, bound)
    recorded = analyst.recorded(session, row.id, signatures)
    drawing = analyst.drawing(session, design, bound, recorded, row)
    given = advice(drawing) if advised else []
    tables, at_ports = told_tables(drawing)
    return Analysis(
        revision=row.revision,
        trusted=row.trusted,
        waiting=row.waiting,
        waiting_since=row.waiting_since if row.waiting else None,
        problems=[told_problem(problem) for problem in problems(drawing)],
        advice=[told_advice(drawing, problem) for problem in given if not silenced(drawing, problem)],
        silenced=[told_advice(drawing, problem) for problem in given if silenced(drawing, problem)],
        tables=tables,
        schemas=passed.known(at_ports),
        changed=_changed(session, row.id, signatures),
        modules=[told_module(module) for module in own_modules(design).values()],
        known=_known(session, {**recorded, **analyst.outputs_of(design, bound)}),
    )


def _changed(session: Session, design_id: str, signatures: dict[str, str]) -> list[str]:
    latest = runs.latest_steps(session, design_id)
    return [node for node, (_, step) in latest.items() if node in signatures and signatures[node] != step.signature]


def _known(session: Session, artifacts: dict[str, str]) -> dict[str, Output]:
    rows = runs.artifacts(session, artifacts.values())
    return {name: told_output(rows[artifact]) for name, artifact in artifacts.items() if artifact in rows}
