"""Problems and refusals as the browser reads them."""

from typing import Annotated, Literal, NotRequired

from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from server.graph.analyzed_design import Problem
from server.graph.json_shapes import EditJson


class FixRead(BaseModel):
    """A fix: what the button says, and the edits that it makes; or the name of the secret that is to be entered."""

    label: str
    edits: list[EditJson]
    secret: str | None = None


class ProblemRead(BaseModel):
    """What is wrong with the graph: an error keeps the node from running, advice does not.

    Advice says why in `reason`; `silence` has the edits that dismiss it for its node, or show it again.
    """

    node: str | None
    field: str | None
    message: str
    fix: FixRead | None
    severity: Literal["error", "advice"] = "error"
    rule: str = ""
    reason: str = ""
    silence: list[EditJson] = []


class ValueProblemRead(BaseModel):
    """What is wrong with a value that a run of a pipeline was given, or with something else."""

    field: str | None
    kind: Literal["parameter", "input", "other"]
    message: str


class ErrorRead(TypedDict):
    """Why a request was refused: `detail` is a sentence for people that says where, what was wanted and what to do."""

    detail: str
    problems: Annotated[
        NotRequired[list[ProblemRead | ValueProblemRead]],
        Field(description="What is wrong with the graph, or with the values that a run of a pipeline was given."),
    ]
    taken: Annotated[
        NotRequired[list[list[str]]], Field(description="Paths of new things whose names others gave away first.")
    ]
    error: Annotated[
        NotRequired[str], Field(description="Of an error of the server: the id under which its log has the cause.")
    ]
    link: Annotated[NotRequired[str], Field(description="The page that helps.")]


def to_problem_read(problem: Problem) -> ProblemRead:
    fix = None
    if problem.fix is not None:
        edits = [edit.to_json() for edit in problem.fix.edits]
        fix = FixRead(label=problem.fix.label, edits=edits, secret=problem.fix.secret)
    return ProblemRead(
        node=problem.node,
        field=problem.field,
        message=problem.message,
        fix=fix,
        severity=problem.severity,
        rule=problem.rule,
        reason=problem.reason,
    )
