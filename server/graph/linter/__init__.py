"""The linter: mistakes of method that a run would not show, each rule one file.

Nothing here keeps a design from running. Each advice has its evidence as `message`, two sentences on why it matters as
`reason`, a fix where one is certain, and can be silenced for its node under the name of its rule. A function in a file
of this folder becomes a rule by `@lint_rule(order=...)`.
"""

from server.graph.analyzed_design import AnalyzedDesign, Problem
from server.graph.cancellation import check_cancellation
from server.graph.edits import Edit, delete_value, set_value
from server.graph.linter.data_lineage import DataLineage
from server.graph.linter.results import find_result_advice
from server.graph.rule_discovery import RuleBook

LINT_RULE_BOOK: RuleBook[DataLineage] = RuleBook(__name__)

lint_rule = LINT_RULE_BOOK.rule


def find_advice(analyzed: AnalyzedDesign) -> list[Problem]:
    """All advice on the design, the silenced included. Never raises on what a user drew."""
    lineage = DataLineage(analyzed)
    found: list[Problem] = []
    for rule in LINT_RULES:
        check_cancellation()
        found += rule(lineage)
    return found + find_result_advice(lineage)


def is_silenced(analyzed: AnalyzedDesign, problem: Problem) -> bool:
    """Whether the user does not want this advice about this node."""
    node = analyzed.design.nodes.get(problem.node or "")
    return node is not None and problem.rule in node.silenced


def build_silence_edits(analyzed: AnalyzedDesign, problem: Problem) -> tuple[Edit, ...]:
    """The edits that silence the rule for the node, or that let it speak again."""
    node = analyzed.design.nodes.get(problem.node or "")
    if node is None:
        return ()
    path = ("nodes", str(problem.node), "silenced", problem.rule)
    return (delete_value(*path) if problem.rule in node.silenced else set_value(None, *path),)


#: At the end: the files of the rules import `lint_rule` from here.
LINT_RULES = LINT_RULE_BOOK.discover()

__all__ = ["LINT_RULES", "build_silence_edits", "find_advice", "is_silenced", "lint_rule"]
