"""Weights of rows that the learner cannot use: each row counts the same, as if there were none."""

from collections.abc import Iterator

from modules.kit import Schema
from server.graph.analyzed_design import Problem
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage

UNUSED_WEIGHTS_REASON = (
    "The model is trained as if all rows had the same weight, while the metrics use the weights. Choose a learner that "
    "can use weights, or take the role weight from the column with Edit Metadata."
)


@lint_rule(order=102)
def find_unused_weights(lineage: DataLineage) -> Iterator[Problem]:
    """Training data with weights, and a learner that does not use them."""
    for trainer in lineage.trainers:
        learner = lineage.find_learner_module(trainer)
        schema = lineage.analyzed.schemas.get(trainer.reference)
        if learner is None or not learner.traits.ignores_weights or not isinstance(schema, Schema):
            continue
        weights = [name for name in schema.names_with_role("weight") if name != lineage.get_label(trainer)]
        if weights:
            message = f"{learner.title} cannot use the weights in '{weights[0]}': each row counts the same."
            yield Problem(trainer.name, trainer.port, message, None, "advice", "unused weights", UNUSED_WEIGHTS_REASON)
