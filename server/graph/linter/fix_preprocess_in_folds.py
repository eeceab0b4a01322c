"""The fix that has a model fit its preprocessing itself, in each fold of a cross-validation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from modules.kit import Schema
from modules.kit.module_roles import find_module
from server.graph.analyzed_design import Fix, find_input_port
from server.graph.document import Edge
from server.graph.edits import Edit, set_value
from server.graph.linter.data_lineage import DataLineage, ModelNode
from server.graph.linter.fix_insert_node import build_node_edit, find_position, find_unused_id


@dataclass(frozen=True)
class StepChain:
    """Nodes in one line, the first of which is the first that fits something: their names and transformations.

    `entering` brings the rows to the first one, `results` are the rows behind each of them.
    """

    names: list[str]
    transformations: list[str]
    entering: Edge
    results: set[str]


def build_preprocessing_fix(lineage: DataLineage, name: str, learner: ModelNode, fitting: set[str]) -> Fix | None:
    """Hand the transformations from `name` on to the model, and the rows in front of them to where it is trained.

    Only where the nodes stand in one line, each has a transformation, and all that fit something are among them.
    """
    preprocessor = find_module(lineage.analyzed.catalog, "model_preprocessor")
    port = find_input_port(learner.module, "untrained_model")
    untrained = lineage.analyzed.find_reference(learner.node, port.name) if port else None
    chain = _find_chain(lineage, learner, fitting)
    if preprocessor is None or port is None or untrained is None or chain is None or name not in chain.names:
        return None
    schema, label = lineage.analyzed.schemas.get(chain.entering.reference), lineage.get_label(learner)
    if isinstance(schema, Schema) and schema.complete and label not in schema:
        return None
    edits = [set_value(chain.entering.reference, "nodes", learner.name, "inputs", learner.port)]
    source = untrained.partition(".")[0]
    model, steps = (
        next(one.name for one in preprocessor.inputs if one.type == kind)
        for kind in ("untrained_model", "transformation")
    )
    known = lineage.modules.get(source)
    if known is not None and known.role == "model_preprocessor" and len(lineage.consumers.get(untrained, ())) == 1:
        held = [edge.reference for edge in lineage.get_node(source).edges() if edge.port == steps]
        edits.append(set_value([*chain.transformations, *held], "nodes", source, "inputs", steps))
    else:
        added = find_unused_id(lineage, "preprocessing")
        x, y = find_position(lineage, source, learner.name)
        inputs: dict[str, str | list[str]] = {model: untrained, steps: chain.transformations}
        edits.append(build_node_edit(added, preprocessor.name, x, y, inputs))
        edits.append(set_value(f"{added}.{preprocessor.outputs[0].name}", "nodes", learner.name, "inputs", port.name))
    edits += _redirect_scorers(lineage, learner, chain)
    return Fix(_describe_fix(lineage, chain.names), tuple(edits))


def _describe_fix(lineage: DataLineage, names: Sequence[str]) -> str:
    what = lineage.get_title(names[0]) if len(names) == 1 else f"these {len(names)} steps"
    return f"Fit {what} in each fold"


def _find_chain(lineage: DataLineage, learner: ModelNode, fitting: set[str]) -> StepChain | None:
    """The nodes from the first that fits something to the learner; None where they are not to be had for each fold."""
    names: list[str] = []
    transformations: list[str] = []
    results: set[str] = set()
    left, reference = set(fitting), learner.reference
    while left:
        name = reference.partition(".")[0]
        edges, module = lineage.get_data_edges(name), lineage.modules.get(name)
        fitted = next((port.name for port in module.outputs if port.type == "transformation"), None) if module else None
        node = lineage.analyzed.design.nodes.get(name)
        first = next((port for port in module.outputs if port.type == "dataset"), None) if module else None
        if node is None or fitted is None or first is None or len(edges) != 1 or node.disabled or node.bypassed:
            return None
        if reference != f"{name}.{first.name}":
            return None
        names.insert(0, name)
        transformations.insert(0, f"{name}.{fitted}")
        results.add(reference)
        left.discard(name)
        reference = edges[0].reference
    return StepChain(names, transformations, edges[0], results) if names else None


def find_row_step(lineage: DataLineage, name: str, learner: ModelNode) -> str | None:
    """The module between `name` and the learner that changes each row by itself and has no transformation to hand on.

    It is not moved by the fix: whether it gives the same in front of what is fitted depends on the values.
    """
    reference = learner.reference
    while (found := reference.partition(".")[0]) != name:
        module, edges = lineage.modules.get(found), lineage.get_data_edges(found)
        if module is None or len(edges) != 1:
            return None
        if not any(port.type == "transformation" for port in module.outputs):
            looks_around = module.depends_on_other_rows(lineage.get_node(found).parameters)
            return None if looks_around else found
        reference = edges[0].reference
    return None


def _redirect_scorers(lineage: DataLineage, learner: ModelNode, chain: StepChain) -> Iterator[Edit]:
    """The model now prepares rows itself: what scores by it takes them from before the same steps."""
    for scorer in lineage.scorers:
        trainer = lineage.find_trainer(scorer)
        if trainer is None or trainer.name != learner.name:
            continue
        reference = _find_unprepared_rows(lineage, scorer.reference, chain)
        if reference != scorer.reference:
            yield set_value(reference, "nodes", scorer.name, "inputs", scorer.port)


def _find_unprepared_rows(lineage: DataLineage, reference: str, chain: StepChain) -> str:
    """The rows before the steps of the chain were applied to them."""
    while reference not in chain.results:
        name = reference.partition(".")[0]
        module = lineage.modules.get(name)
        applied = {edge.reference for edge in lineage.get_node(name).edges()} if module else set()
        if module is None or module.role != "transformation_applier" or not applied & set(chain.transformations):
            return reference
        reference = lineage.get_data_edges(name)[0].reference
    return chain.entering.reference
