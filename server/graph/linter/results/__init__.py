"""Advice on results: what the newest run measured, where nothing of the design has changed since.

Rules are found as those of the linter are: a function in a file of this folder becomes one by
`@result_rule(order=...)`. They speak of evaluations, and nothing here asks for a run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from modules.kit.metrics import Metric, find_headline, get_metric_value
from modules.kit.views.evaluation_view import EvaluatedModel
from server.graph.analyzed_design import Problem
from server.graph.evaluated_models import merge_model_titles
from server.graph.linter.data_lineage import DataLineage, ModelNode
from server.graph.rule_discovery import RuleBook


@dataclass(frozen=True)
class MeasuredModel:
    """A model of an evaluation: the evaluation, the port and the node that its scores come from, and its name."""

    node: str
    port: str
    scorer: str
    name: str
    measured: EvaluatedModel

    @property
    def rows(self) -> int:
        """How many rows were measured; 0 where the evaluation does not tell."""
        rows: int = getattr(self.measured.details, "rows", 0)
        return rows

    @property
    def headline(self) -> tuple[Metric, float] | None:
        """The metric that says first how well it does, with its value."""
        metric = find_headline([self.measured.metrics])
        value = get_metric_value(self.measured.metrics, metric) if metric else None
        return (metric, value) if metric is not None and value is not None else None


@dataclass(frozen=True)
class RunResults:
    """The evaluations of a design that are up to date, and where their rows come from."""

    lineage: DataLineage

    @cached_property
    def models(self) -> list[MeasuredModel]:
        return list(self._find_models())

    def _find_models(self) -> Iterator[MeasuredModel]:
        analyzed = self.lineage.analyzed
        for node, view in analyzed.evaluations.items():
            edges = self.lineage.get_data_edges(node)
            if len(edges) != len(view.models):
                continue
            titles = analyzed.model_titles.get(node, [])
            names = merge_model_titles([model.name for model in view.models], titles)
            for edge, name, model in zip(edges, names, view.models, strict=True):
                yield MeasuredModel(node, edge.port, edge.source, name, model)

    def find_scorer(self, model: MeasuredModel) -> ModelNode | None:
        """The node that scored the rows, where one of the design did."""
        return next((scorer for scorer in self.lineage.scorers if scorer.name == model.scorer), None)


RESULT_RULE_BOOK: RuleBook[RunResults] = RuleBook(__name__)

result_rule = RESULT_RULE_BOOK.rule


def find_result_advice(lineage: DataLineage) -> list[Problem]:
    """What there is to say of the results."""
    if not lineage.analyzed.evaluations:
        return []
    results = RunResults(lineage)
    return [problem for rule in RESULT_RULES for problem in rule(results)]


#: At the end: the files of the rules import `result_rule` from here.
RESULT_RULES = RESULT_RULE_BOOK.discover()

__all__ = ["RESULT_RULES", "MeasuredModel", "RunResults", "find_result_advice", "result_rule"]
