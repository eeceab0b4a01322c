"""Settings that can run but probably do not mean what their author thinks, as their module says."""

from collections.abc import Iterator

from server.graph.analyzed_design import Problem
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage

DOUBTFUL_SETTING_RULE = "doubtful setting"
DOUBTFUL_SETTING_REASON = (
    "The step would run and give a result of something else. Check that the setting says what you mean."
)


@lint_rule(order=85)
def find_doubtful_settings(lineage: DataLineage) -> Iterator[Problem]:
    """One advice for each parameter that its module doubts."""
    for name in lineage.order:
        node, module = lineage.get_node(name), lineage.get_module(name)
        if module.traits.doubts is None or node.disabled:
            continue
        inputs = {edge.port: lineage.analyzed.schemas.get(edge.reference) for edge in node.edges()}
        for parameter, message in module.find_doubts(inputs, node.parameters).items():
            yield Problem(name, parameter, message, None, "advice", DOUBTFUL_SETTING_RULE, DOUBTFUL_SETTING_REASON)
