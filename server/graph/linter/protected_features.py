"""Features by which people must not be treated differently, in a model of two classes that nobody measures by them."""

import re
from collections.abc import Iterator

from modules.kit.module_roles import find_modules
from server.graph.analyzed_design import Problem, find_input_port
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage, ModelNode
from server.graph.validation.validation_messages import join_words

#: Words in names of columns, as they stand between anything that is no letter.
PROTECTED_WORDS = frozenset(
    {"sex", "gender", "race", "ethnicity", "ethnic", "religion", "nationality", "disability", "disabled", "pregnant"}
)
PROTECTED_REASON = (
    "A decision that differs by such a column can be unlawful, and leaving the column out does not prevent it: others "
    "may tell the same. Add Assess Fairness behind Score Model to see how the model treats the groups."
)


@lint_rule(order=104)
def find_protected_features(lineage: DataLineage) -> Iterator[Problem]:
    """One advice for the first model of two classes, unless the design measures its fairness."""
    if _measures_fairness(lineage):
        return
    for trainer in [*lineage.trainers, *lineage.searches]:
        features = lineage.get_features(trainer)
        if features is None or trainer.node.disabled or not _decides(lineage, trainer):
            continue
        names = [column.name for column in features if _is_protected(column.name)]
        if names:
            verb = "looks" if len(names) == 1 else "look"
            message = f"{join_words(names)} {verb} protected, and nothing measures how the model treats its groups."
            yield Problem(trainer.name, trainer.port, message, None, "advice", "protected column", PROTECTED_REASON)
            return


def _measures_fairness(lineage: DataLineage) -> bool:
    assessing = {module.name for module in find_modules(lineage.analyzed.catalog, "fairness_assessor")}
    return any(node.module in assessing and not node.disabled for node in lineage.analyzed.design.nodes.values())


def _decides(lineage: DataLineage, trainer: ModelNode) -> bool:
    """Whether the model tells two classes apart, as to grant a loan or not."""
    port = find_input_port(trainer.module, "untrained_model")
    if port is None:  # a search: the label says what it decides
        statistics = lineage.analyzed.get_statistics(trainer.reference, lineage.get_label(trainer) or "")
        return statistics is not None and statistics.distinct == 2
    model = lineage.analyzed.get_input_schema(trainer.node, port.name)
    return getattr(model, "task", None) == "two-class"


def _is_protected(name: str) -> bool:
    return not PROTECTED_WORDS.isdisjoint(re.split(r"[^a-z]+", name.casefold()))
