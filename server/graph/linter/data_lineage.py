"""Where rows come from and where they go: what the rules of the linter ask.

Everything goes by what modules declare of themselves: the types of their ports and their traits.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal, NamedTuple

from pydantic import ValidationError

from modules.kit import Columns, Module, Schema
from modules.kit.schema import UnknownRows
from server.graph.analyzed_design import (
    AnalyzedDesign,
    find_input_port,
    get_parameter_value,
    has_user_code,
    is_parameter_shown,
)
from server.graph.document import Edge, Node, get_node_title, sort_topologically

#: {node that divides rows or takes some, by what it does: which of its outputs}.
RowParts = Mapping[str, str]
#: {reference of the source: the parts of its rows}.
RowOrigins = Mapping[str, RowParts]
#: What chooses learners and columns itself, and where it is told to keep a column that it would leave out.
SEARCH_ROLE, KEPT_COLUMNS = "automated_trainer", "columns_to_keep"
RowRelation = Literal["same", "overlapping", "apart", "unknown"]


class ModelNode(NamedTuple):
    """A node at work: it takes the dataset at this port from there."""

    name: str
    node: Node
    module: Module
    port: str
    reference: str


class DataLineage:
    """The flow of datasets through a drawing."""

    def __init__(self, analyzed: AnalyzedDesign) -> None:
        self.analyzed = analyzed
        self.modules = {name: module for name, _, module in analyzed.iterate_nodes()}
        self.order = [name for name in sort_topologically(analyzed.design) if name in self.modules]
        self.position = {name: place for place, name in enumerate(self.order)}
        self.consumers: dict[str, list[tuple[str, str]]] = {}
        for name in self.order:
            for edge in analyzed.design.nodes[name].edges():
                self.consumers.setdefault(edge.reference, []).append((name, edge.port))
        self._data_edges = {name: list(self._find_data_edges(name)) for name in self.order}
        self._data_outputs = {
            name: [f"{name}.{port.name}" for port in self.modules[name].outputs if port.type == "dataset"]
            for name in self.order
        }

    def get_node(self, name: str) -> Node:
        return self.analyzed.design.nodes[name]

    def get_module(self, name: str) -> Module:
        return self.modules[name]

    def get_title(self, name: str) -> str:
        return get_node_title(self.get_node(name), self.analyzed.titles)

    def get_data_edges(self, name: str) -> list[Edge]:
        """The edges that bring datasets to the node, in the order of its ports."""
        return self._data_edges.get(name, [])

    def _find_data_edges(self, name: str) -> Iterator[Edge]:
        edges = list(self.get_node(name).edges())
        for port in self.get_module(name).inputs:
            if port.type == "dataset":
                yield from (
                    edge for edge in edges if edge.port == port.name and edge.source in self.analyzed.design.nodes
                )

    def get_data_outputs(self, name: str) -> list[str]:
        """The references of the node's outputs that are datasets."""
        return self._data_outputs.get(name, [])

    @cached_property
    def trainers(self) -> list[ModelNode]:
        """Where models are trained: what takes a learner and data. The first edge with data counts."""
        return list(self._find_model_nodes("untrained_model"))

    @cached_property
    def searches(self) -> list[ModelNode]:
        """Where learners are chosen and trained by a search, as by Automated ML: it takes data and no learner."""
        return [
            ModelNode(name, self.get_node(name), self.get_module(name), edge.port, edge.reference)
            for name in self.order
            if self.get_module(name).role == SEARCH_ROLE and not self.get_node(name).disabled
            for edge in self.get_data_edges(name)[:1]
        ]

    @cached_property
    def learners(self) -> list[ModelNode]:
        """Where models are trained to predict a label that is chosen, by one learner or by a search."""
        places = sorted([*self.trainers, *self.searches], key=lambda place: self.position[place.name])
        return [place for place in places if self.get_label(place)]

    def select_learned(self, learner: ModelNode, names: Iterable[str]) -> list[str]:
        """Those of some doubtful columns that are learned from: a search leaves out all that it is not told to keep."""
        if learner.module.role != SEARCH_ROLE:
            return list(names)
        schema = self.analyzed.schemas.get(learner.reference)
        try:
            columns = Columns.model_validate(learner.node.parameters.get(KEPT_COLUMNS) or {"start": "none"})
            kept = columns.resolve(schema) if isinstance(schema, Schema) else []
        except (ValidationError, UnknownRows):
            return []
        return [name for name in names if name in kept]

    @cached_property
    def scorers(self) -> list[ModelNode]:
        """Where rows are scored by a trained model; an evaluation only says what the model relies on."""
        return [place for place in self._find_model_nodes("trained_model") if place.module.role != "evaluator"]

    def _find_model_nodes(self, model: str) -> Iterator[ModelNode]:
        for name in self.order:
            node, module = self.get_node(name), self.get_module(name)
            if node.disabled or find_input_port(module, model) is None:
                continue
            edge = next(iter(self.get_data_edges(name)), None)
            if edge is not None:
                yield ModelNode(name, node, module, edge.port, edge.reference)

    def get_label(self, learner: ModelNode) -> str | None:
        """The label that is learned, if it is chosen."""
        label = learner.node.parameters.get("label")
        return label if isinstance(label, str) and label else None

    def is_self_validating(self, learner: ModelNode) -> bool:
        """Whether it trains and scores in turn on the same rows, as cross-validation: no model leaves it."""
        return all(port.type != "trained_model" for port in learner.module.outputs)

    def get_features(self, learner: ModelNode) -> Schema | None:
        """The columns that the model would learn from, as they come in; None where they are not known."""
        schema = self.analyzed.schemas.get(learner.reference)
        if not isinstance(schema, Schema):
            return None
        label = self.get_label(learner)
        names = [column.name for column in schema if column.role == "feature" and column.name != label]
        for name in self.find_preprocessing(learner)[-1:]:
            # What the steps have used up, as a text that became counts of words, the model itself never sees.
            prepared = self.analyzed.schemas.get(next(iter(self.get_data_outputs(name)), ""))
            if isinstance(prepared, Schema):
                names = [one for one in names if one in prepared and prepared[one].role == "feature"]
        return schema.select(names)

    def find_preprocessing(self, trainer: ModelNode) -> list[str]:
        """The nodes whose transformations the learner fits itself, in the order in which it does."""
        found: list[str] = []
        for name, node, module in self._iterate_learner_nodes(trainer):
            if module.role == "model_preprocessor":
                kinds = {port.name: port.type for port in module.inputs}
                steps = [edge.source for edge in node.edges() if kinds.get(edge.port) == "transformation"]
                found = [*(step for step in steps if step in self.modules and step != name), *found]
        return found

    def find_trainer(self, scorer: ModelNode) -> ModelNode | None:
        """Where the model that scores was trained, with a label or without."""
        port = find_input_port(scorer.module, "trained_model")
        reference = self.analyzed.find_reference(scorer.node, port.name) if port else None
        name = reference.partition(".")[0] if reference else ""
        return self._trainers_by_name.get(name)

    @cached_property
    def _trainers_by_name(self) -> dict[str, ModelNode]:
        return {trainer.name: trainer for trainer in [*self.trainers, *self.searches]}

    def find_learner_module(self, trainer: ModelNode) -> Module | None:
        """The module of the learner that is trained, behind those that only make many of it or add to it."""
        found = [module for _, _, module in self._iterate_learner_nodes(trainer)]
        return found[-1] if found and find_input_port(found[-1], "untrained_model") is None else None

    def trains_in_batches(self, name: str) -> bool:
        """Whether this node trains a learner that needs no table in memory as a whole."""
        trainer = self._trainers_by_name.get(name)
        nodes = list(self._iterate_learner_nodes(trainer)) if trainer else []
        if len(nodes) != 1:  # what stands between prepares rows or makes many models
            return False
        [(_, node, learner)] = nodes
        return learner.evaluate_flag(learner.traits.trains_in_batches, node.parameters)

    def _iterate_learner_nodes(self, trainer: ModelNode) -> Iterator[tuple[str, Node, Module]]:
        """The nodes that the untrained model comes from, from the trainer on upwards."""
        node, module, visited = trainer.node, trainer.module, {trainer.name}
        while (port := find_input_port(module, "untrained_model")) is not None:
            name = (self.analyzed.find_reference(node, port.name) or "").partition(".")[0]
            if name in visited or name not in self.modules:
                return
            visited.add(name)
            node, module = self.get_node(name), self.get_module(name)
            yield name, node, module

    @cached_property
    def row_origins(self) -> dict[str, RowOrigins]:
        """The rows behind each dataset's reference."""
        found: dict[str, RowOrigins] = {}
        for name in self.order:
            module = self.get_module(name)
            coming = {} if has_user_code(module) else self._get_incoming_rows(name, found)
            dividing = module.traits.partitions_rows or module.traits.preserves == "values"
            key = self._compute_split_key(name) if dividing else ""
            for port in module.outputs:
                reference = f"{name}.{port.name}"
                if port.type != "dataset":
                    continue
                if not coming:
                    found[reference] = {reference: {}}
                elif dividing:
                    found[reference] = {root: {**parts, key: port.name} for root, parts in coming.items()}
                else:
                    found[reference] = coming
        return found

    def _get_incoming_rows(self, name: str, found: Mapping[str, RowOrigins]) -> RowOrigins:
        """The rows that a node works on: those at its first port, which others as a vocabulary or a table to look up in
        only serve; or those at all of its ports, where it puts them one below another."""
        if self.get_module(name).traits.combines == "rows":
            merged: dict[str, RowParts] = {}
            for edge in self.get_data_edges(name):
                for root, parts in found.get(edge.reference, {}).items():
                    # What only one side was divided by no longer tells the rows apart.
                    same = dict(merged[root].items() & parts.items()) if root in merged else parts
                    merged[root] = same
            return merged
        first = next((edge for edge in self.get_data_edges(name) if edge.reference in found), None)
        return found[first.reference] if first else {}

    def _compute_split_key(self, name: str) -> str:
        """What the node does, by value: two equal splits of the same data give equal parts."""
        node = self.get_node(name)
        return json.dumps([node.module, node.parameters, node.inputs], sort_keys=True)

    @cached_property
    def splits(self) -> dict[str, str]:
        """{what a node that divides rows does: its name}."""
        return {
            self._compute_split_key(name): name for name in self.order if self.get_module(name).traits.partitions_rows
        }

    def compare_rows(self, first: str, second: str) -> RowRelation:
        """How the rows at two references lie to one another."""
        one, other = self.row_origins.get(first, {}), self.row_origins.get(second, {})
        shared = one.keys() & other.keys()
        if all(_is_disjoint(one[root], other[root]) for root in shared):
            return "apart"
        if one.keys() == other.keys() and all(one[root] == other[root] for root in shared):
            return "same"
        if any(self._has_overlap(one[root], other[root]) for root in shared):
            return "overlapping"
        return "unknown"

    def find_copying_node(self, reference: str) -> str | None:
        """The node above a reference that puts the same rows below one another, if no node removes the copies."""
        for name in self._iterate_upstream(reference):
            edges = self.get_data_edges(name)
            if self.get_module(name).traits.combines == "rows" and any(
                self.compare_rows(one.reference, other.reference) in ("same", "overlapping")
                for index, one in enumerate(edges)
                for other in edges[index + 1 :]
            ):
                return name
        return None

    def find_stored_reference(self, reference: str) -> str | None:
        """The nearest reference above with stored data, whose values and names still hold at this one."""
        name = reference.partition(".")[0]
        while name in self.modules and not self.analyzed.evidence.is_stored(reference):
            edges, module = self.get_data_edges(name), self.get_module(name)
            if len(edges) != 1 or module.traits.preserves is None or module.role == "duplicate_remover":
                return None
            reference = edges[0].reference
            name = reference.partition(".")[0]
        return reference if name in self.modules else None

    def find_stored_names(self, reference: str) -> tuple[str, dict[str, str]] | None:
        """The nearest stored data above whose rows these are, and {column here: what it is called there}.

        Columns may have been filled or scaled on the way, by one rule for all rows, or renamed; new ones are left out.
        """
        schema = self.analyzed.schemas.get(reference)
        names = {name: name for name in schema.names} if isinstance(schema, Schema) else {}
        name = reference.partition(".")[0]
        while names and name in self.modules and not self.analyzed.evidence.is_stored(reference):
            edges, node, module = self.get_data_edges(name), self.get_node(name), self.get_module(name)
            known = module.traits.preserves or module.traits.alters
            before = self.analyzed.schemas.get(edges[0].reference) if len(edges) == 1 else None
            if not known or module.role == "duplicate_remover" or not isinstance(before, Schema):
                return None
            inputs = {edges[0].port: before}
            earlier = {new: old for old, new in module.find_renamed_columns(inputs, node.parameters).items()}
            traced = {here: earlier.get(there, there) for here, there in names.items()}
            names = {here: there for here, there in traced.items() if there in before}
            reference = edges[0].reference
            name = reference.partition(".")[0]
        return (reference, names) if name in self.modules else None

    def _iterate_upstream(self, reference: str) -> Iterator[str]:
        """The nodes that a reference's rows come through, up to those that remove copies or run a user's code."""
        waiting, visited = [reference.partition(".")[0]], set[str]()
        while waiting:
            name = waiting.pop()
            if name in visited or name not in self.modules:
                continue
            visited.add(name)
            module = self.get_module(name)
            if module.role == "duplicate_remover" or has_user_code(module):
                continue
            yield name
            edges = self.get_data_edges(name)
            waiting += [edge.source for edge in (edges if module.traits.combines == "rows" else edges[:1])]

    def _has_overlap(self, one: RowParts, other: RowParts) -> bool:
        """Certain to share rows: one part holds the other, or both were drawn at random, each for itself."""
        if one.items() <= other.items() or other.items() <= one.items():
            return True
        return all(self.is_random_split(self.splits.get(split_key, "")) for split_key in one.keys() ^ other.keys())

    def is_random_split(self, name: str) -> bool:
        """Whether a dividing node draws rows at random."""
        node, module = self.analyzed.design.nodes.get(name), self.analyzed.get_module(name)
        if node is None or module is None or "randomized" not in module.widgets:
            return False
        return bool(get_parameter_value(module, node, "randomized")) and is_parameter_shown(
            module, node.parameters, "randomized"
        )

    @cached_property
    def training_references(self) -> set[str]:
        """The references whose rows reach a learner."""
        return self._find_reaching({(place.name, place.port) for place in self.learners})

    @cached_property
    def scored_references(self) -> set[str]:
        """The references whose rows reach a scorer."""
        return self._find_reaching({(place.name, place.port) for place in self.scorers})

    @cached_property
    def evaluated_references(self) -> set[str]:
        """The references whose rows reach an evaluation."""
        ends = {
            (name, edge.port)
            for name in self.order
            if any(port.type == "evaluation" for port in self.get_module(name).outputs)
            for edge in self.get_data_edges(name)
        }
        return self._find_reaching(ends)

    def _find_reaching(self, ends: set[tuple[str, str]]) -> set[str]:
        found: set[str] = set()
        for name in reversed(self.order):
            for reference in self.get_data_outputs(name):
                for consumer in self.consumers.get(reference, ()):
                    behind = self.get_data_outputs(consumer[0]) if self._takes_data(consumer) else []
                    if consumer in ends or any(output in found for output in behind):
                        found.add(reference)
                        break
        return found

    def _takes_data(self, consumer: tuple[str, str]) -> bool:
        port = self.get_module(consumer[0]).find_input(consumer[1])
        return port is not None and port.type == "dataset"


def _is_disjoint(one: RowParts, other: RowParts) -> bool:
    return any(other.get(split_key, output) != output for split_key, output in one.items())
