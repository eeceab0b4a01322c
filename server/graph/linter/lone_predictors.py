"""A column that alone predicts the label far better than any other: is it known when the prediction is made?"""

from collections.abc import Iterator

from server.graph.analyzed_design import Problem
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage
from server.graph.linter.fix_insert_node import build_exclusion_fix
from server.graph.linter.target_leaks import list_leaking_columns

LONE_PREDICTOR_RULE = "known in time"
LONE_PREDICTOR_REASON = (
    "Such a column is often known only once the outcome is, as the length of a call that decides a sale. If you will "
    "know it before each prediction, dismiss this. Otherwise exclude it."
)


@lint_rule(order=12)
def find_lone_predictors(lineage: DataLineage) -> Iterator[Problem]:
    """For each learner the one feature that is asked about."""
    for learner in lineage.learners:
        label, features = lineage.get_label(learner), lineage.get_features(learner)
        stored, names = lineage.find_stored_names(learner.reference) or ("", {})
        if label is None or features is None or label not in names:
            continue
        found = lineage.analyzed.evidence.find_lone_predictor(stored, names[label])
        if found is None or found[0] in list_leaking_columns(lineage, learner):
            continue
        stored_name, measure, strength, next_best = found
        column = next((here for here, there in names.items() if there == stored_name), "")
        if column not in features:
            continue
        message = describe_lone_predictor(column, label, measure, strength, next_best)
        fix = build_exclusion_fix(lineage, learner, [column])
        yield Problem(learner.name, learner.port, message, fix, "advice", LONE_PREDICTOR_RULE, LONE_PREDICTOR_REASON)


def describe_lone_predictor(column: str, label: str, measure: str, strength: float, next_best: float) -> str:
    """The evidence and the question, in two sentences."""
    return (
        f"'{column}' alone predicts {label} with {'an' if measure == 'AUC' else 'a'} {measure} of {strength:.2f}; the "
        f"next best column reaches {next_best:.2f}. Will you know it when you predict?"
    )
