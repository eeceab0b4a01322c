"""A label that is filled or scaled on its way to the learner, as if it were a feature."""

from collections.abc import Iterator

from pydantic import ValidationError

from modules.kit import Columns
from server.graph.drawing import Fix, Problem, forms
from server.graph.edits import put
from server.graph.linter.target_leaks import find_label_names
from server.graph.linter.tracing import Trace

RULE = "altered label"
FILLED = (
    "A filled label is an invented truth: the model learns it, and is measured by it. Leave the label out here. Rows "
    "without one are left out of training."
)
SCALED = (
    "Predictions and errors would be in scaled units, and a label of two classes may no longer be one. Leave the label "
    "out here. Models predict it in its own units."
)


def check(trace: Trace) -> Iterator[Problem]:
    """One advice for each node that alters a label which a learner behind it predicts."""
    told: set[str] = set()
    for learner in trace.learners:
        label = trace.label_of(learner)
        if label is None or learner.node.disabled:
            continue
        for reference, called in find_label_names(trace, learner.reference, label).items():
            name = reference.partition(".")[0]
            if name not in told and (problem := _find_alteration(trace, name, called, trace.title(learner.name))):
                told.add(name)
                yield problem


def _find_alteration(trace: Trace, name: str, label: str, learner: str) -> Problem | None:
    """What is wrong with this node for the label that the learner predicts, if something is."""
    node, module = trace.node(name), trace.module(name)
    edge = next(iter(trace.data_edges(name)), None)
    if module.traits.alters is None or edge is None or node.disabled or node.bypassed:
        return None
    altered = module.altered({edge.port: trace.drawing.schemas.get(edge.reference)}, node.parameters)
    what = altered.get(label)
    if what is None or (what == "fills" and not _has_gaps(trace, edge.reference, label)):
        return None
    done, reason = ("fills the gaps of", FILLED) if what == "fills" else ("scales", SCALED)
    message = f"It {done} {label}, which {learner} predicts."
    return Problem(name, None, message, _leaving_alone(trace, name, label), "advice", RULE, reason)


def _has_gaps(trace: Trace, reference: str, label: str) -> bool:
    seen = trace.drawing.seen(reference, label)
    return seen is not None and bool(seen.missing or seen.missing_above)


def _leaving_alone(trace: Trace, name: str, label: str) -> Fix | None:
    """Leave the label out of the columns that the node is to work on."""
    node, module = trace.node(name), trace.module(name)
    for field, form in forms(module.parameters).items():
        if "columns_of" not in form:
            continue
        try:
            columns = Columns.model_validate(node.parameters.get(field, module.parameters.model_fields[field].default))
        except ValidationError:
            return None
        kept = [one for one in columns.names if one != label]
        names = kept if columns.start == "none" else [*kept, label]
        value = {**columns.model_dump(mode="json", exclude_defaults=True), "start": columns.start, "names": names}
        return Fix(f"Leave {label} out", (put(value, "nodes", name, "parameters", field),))
    return None
