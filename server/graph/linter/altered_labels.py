"""A label that is filled or scaled on its way to the learner, as if it were a feature."""

from collections.abc import Iterator

from pydantic import ValidationError

from modules.kit import Columns
from modules.kit.parameter_widgets import ColumnNamesWidget, ColumnsWidget
from server.graph.analyzed_design import Fix, Problem
from server.graph.edits import set_value
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage
from server.graph.linter.target_leaks import find_label_names

ALTERED_LABEL_RULE = "altered label"
FILLED_REASON = (
    "Filling a label makes up its value, and the model is then trained and measured on it. Exclude the label here. "
    "Rows without a label are left out of training."
)
SCALED_REASON = (
    "Predictions and errors would be in scaled units, and a label with two classes may no longer have two. Exclude "
    "the label here, and models predict it in its own units."
)


@lint_rule(order=20)
def find_altered_labels(lineage: DataLineage) -> Iterator[Problem]:
    """One advice for each node that alters a label which a learner behind it predicts."""
    reported: set[str] = set()
    for learner in lineage.learners:
        label = lineage.get_label(learner)
        if label is None or learner.node.disabled:
            continue
        for reference, called in find_label_names(lineage, learner.reference, label).items():
            name = reference.partition(".")[0]
            if name not in reported and (
                problem := _find_alteration(lineage, name, called, lineage.get_title(learner.name))
            ):
                reported.add(name)
                yield problem


def _find_alteration(lineage: DataLineage, name: str, label: str, learner: str) -> Problem | None:
    """What is wrong with this node for the label that the learner predicts, if something is."""
    node, module = lineage.get_node(name), lineage.get_module(name)
    edge = next(iter(lineage.get_data_edges(name)), None)
    if module.traits.alters is None or edge is None or node.disabled or node.bypassed:
        return None
    altered = module.find_altered_columns({edge.port: lineage.analyzed.schemas.get(edge.reference)}, node.parameters)
    what = altered.get(label)
    if what is None or (what == "fills" and not _has_gaps(lineage, edge.reference, label)):
        return None
    done, reason = ("fills missing values of", FILLED_REASON) if what == "fills" else ("scales", SCALED_REASON)
    message = f"It {done} {label}, which {learner} predicts."
    return Problem(
        name, None, message, _build_exclusion_fix(lineage, name, label), "advice", ALTERED_LABEL_RULE, reason
    )


def _has_gaps(lineage: DataLineage, reference: str, label: str) -> bool:
    statistics = lineage.analyzed.get_statistics(reference, label)
    return statistics is not None and bool(statistics.missing or statistics.upstream_missing)


def _build_exclusion_fix(lineage: DataLineage, name: str, label: str) -> Fix | None:
    """Leave the label out of the columns that the node is to work on."""
    node, module = lineage.get_node(name), lineage.get_module(name)
    for field, widget in module.widgets.items():
        if not isinstance(widget, ColumnsWidget | ColumnNamesWidget):
            continue
        try:
            columns = Columns.model_validate(node.parameters.get(field, module.parameters.model_fields[field].default))
        except ValidationError:
            return None
        kept = [one for one in columns.names if one != label]
        names = kept if columns.start == "none" else [*kept, label]
        value = {**columns.model_dump(mode="json", exclude_defaults=True), "start": columns.start, "names": names}
        return Fix(f"Exclude {label}", (set_value(value, "nodes", name, "parameters", field),))
    return None
