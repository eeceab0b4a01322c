"""Where rows come from and where they go: what the rules of the linter ask.

Everything goes by what modules declare of themselves: the types of their ports and their traits.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal, NamedTuple

from modules.kit import Module, Schema
from server.graph.document import Edge, Node, in_order, title_of
from server.graph.drawing import Drawing, forms, port_of_type, runs_code, shown, value_of

#: {node that divides rows or takes some, by what it does: which of its outputs}.
Parts = Mapping[str, str]
#: {reference of the source: the parts of its rows}.
Rows = Mapping[str, Parts]
Relation = Literal["same", "overlapping", "apart", "unknown"]


class Place(NamedTuple):
    """A node at work: it takes the dataset at this port from there."""

    name: str
    node: Node
    module: Module
    port: str
    reference: str


class Trace:
    """The flow of datasets through a drawing."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.modules = {name: module for name, _, module in drawing.nodes()}
        self.order = [name for name in in_order(drawing.design) if name in self.modules]
        self.place = {name: place for place, name in enumerate(self.order)}
        self.consumers: dict[str, list[tuple[str, str]]] = {}
        for name in self.order:
            for edge in drawing.design.nodes[name].edges():
                self.consumers.setdefault(edge.reference, []).append((name, edge.port))
        self._data_edges = {name: list(self._bringing_data(name)) for name in self.order}
        self._data_outputs = {
            name: [f"{name}.{port.name}" for port in self.modules[name].outputs if port.type == "dataset"]
            for name in self.order
        }

    def node(self, name: str) -> Node:
        return self.drawing.design.nodes[name]

    def module(self, name: str) -> Module:
        return self.modules[name]

    def title(self, name: str) -> str:
        return title_of(self.node(name), self.drawing.titles)

    def data_edges(self, name: str) -> list[Edge]:
        """The edges that bring datasets to the node, in the order of its ports."""
        return self._data_edges.get(name, [])

    def _bringing_data(self, name: str) -> Iterator[Edge]:
        edges = list(self.node(name).edges())
        for port in self.module(name).inputs:
            if port.type == "dataset":
                yield from (
                    edge for edge in edges if edge.port == port.name and edge.source in self.drawing.design.nodes
                )

    def data_outputs(self, name: str) -> list[str]:
        """The references of the node's outputs that are datasets."""
        return self._data_outputs.get(name, [])

    @cached_property
    def trainers(self) -> list[Place]:
        """Where models are trained: what takes a learner and data. The first edge with data counts."""
        return list(self._places("untrained_model"))

    @cached_property
    def learners(self) -> list[Place]:
        """Where models are trained to predict a label that is chosen."""
        return [place for place in self.trainers if self.label_of(place)]

    @cached_property
    def scorers(self) -> list[Place]:
        """Where rows are scored by a trained model."""
        return list(self._places("trained_model"))

    def _places(self, model: str) -> Iterator[Place]:
        for name in self.order:
            node, module = self.node(name), self.module(name)
            if node.disabled or port_of_type(module, model) is None:
                continue
            edge = next(iter(self.data_edges(name)), None)
            if edge is not None:
                yield Place(name, node, module, edge.port, edge.reference)

    def label_of(self, learner: Place) -> str | None:
        """The label that is learnt, if it is chosen."""
        label = learner.node.parameters.get("label")
        return label if isinstance(label, str) and label else None

    def validates_itself(self, learner: Place) -> bool:
        """Whether it trains and scores in turn on the same rows, as cross-validation: no model leaves it."""
        return all(port.type != "trained_model" for port in learner.module.outputs)

    def features_of(self, learner: Place) -> Schema | None:
        """The columns that the model would learn from; None where they are not known."""
        schema = self.drawing.schemas.get(learner.reference)
        if not isinstance(schema, Schema):
            return None
        label = self.label_of(learner)
        return schema.only(column.name for column in schema if column.role == "feature" and column.name != label)

    def trainer_of(self, scorer: Place) -> Place | None:
        """Where the model that scores was trained, with a label or without."""
        port = port_of_type(scorer.module, "trained_model")
        reference = self.drawing.reference_at(scorer.node, port.name) if port else None
        name = reference.partition(".")[0] if reference else ""
        return self._trainers_by_name.get(name)

    @cached_property
    def _trainers_by_name(self) -> dict[str, Place]:
        return {trainer.name: trainer for trainer in self.trainers}

    def learning(self, trainer: Place) -> Module | None:
        """The module of the learner that is trained, behind those that only make many of it."""
        node, module, seen = trainer.node, trainer.module, {trainer.name}
        while (port := port_of_type(module, "untrained_model")) is not None:
            name = (self.drawing.reference_at(node, port.name) or "").partition(".")[0]
            if name in seen or name not in self.modules:
                return None
            seen.add(name)
            node, module = self.node(name), self.module(name)
        return module

    @cached_property
    def rows(self) -> dict[str, Rows]:
        """The rows behind each dataset's reference."""
        found: dict[str, Rows] = {}
        for name in self.order:
            module = self.module(name)
            coming = {} if runs_code(module) else self._coming(name, found)
            dividing = module.traits.divides or module.traits.keeps == "values"
            key = self._deed(name) if dividing else ""
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

    def _coming(self, name: str, found: Mapping[str, Rows]) -> Rows:
        """The rows that a node works on: those at its first port, which others as a vocabulary or a table to look up in
        only serve."""
        first = next((edge for edge in self.data_edges(name) if edge.reference in found), None)
        return found[first.reference] if first else {}

    def _deed(self, name: str) -> str:
        """What the node does, by value: two equal splits of the same data give equal parts."""
        node = self.node(name)
        return json.dumps([node.module, node.parameters, node.inputs], sort_keys=True)

    @cached_property
    def dividers(self) -> dict[str, str]:
        """{what a node that divides rows does: its name}."""
        return {self._deed(name): name for name in self.order if self.module(name).traits.divides}

    def relation(self, first: str, second: str) -> Relation:
        """How the rows at two references lie to one another."""
        one, other = self.rows.get(first, {}), self.rows.get(second, {})
        shared = one.keys() & other.keys()
        if not shared or any(_apart(one[root], other[root]) for root in shared):
            return "apart"
        if one.keys() == other.keys() and all(one[root] == other[root] for root in shared):
            return "same"
        if all(self._overlap(one[root], other[root]) for root in shared):
            return "overlapping"
        return "unknown"

    def _overlap(self, one: Parts, other: Parts) -> bool:
        """Certain to share rows: one part holds the other, or both were drawn at random, each for itself."""
        if one.items() <= other.items() or other.items() <= one.items():
            return True
        return all(self.drawn_at_random(self.dividers.get(deed, "")) for deed in one.keys() ^ other.keys())

    def drawn_at_random(self, name: str) -> bool:
        """Whether a dividing node draws rows at random."""
        node, module = self.drawing.design.nodes.get(name), self.drawing.module_of(name)
        if node is None or module is None or "randomized" not in forms(module.parameters):
            return False
        return bool(value_of(module, node, "randomized")) and shown(module, node.parameters, "randomized")

    @cached_property
    def trains(self) -> set[str]:
        """The references whose rows reach a learner."""
        return self._reaching({(place.name, place.port) for place in self.learners})

    @cached_property
    def tests(self) -> set[str]:
        """The references whose rows reach a scorer."""
        return self._reaching({(place.name, place.port) for place in self.scorers})

    @cached_property
    def measured(self) -> set[str]:
        """The references whose rows reach an evaluation."""
        ends = {
            (name, edge.port)
            for name in self.order
            if any(port.type == "evaluation" for port in self.module(name).outputs)
            for edge in self.data_edges(name)
        }
        return self._reaching(ends)

    def _reaching(self, ends: set[tuple[str, str]]) -> set[str]:
        found: set[str] = set()
        for name in reversed(self.order):
            for reference in self.data_outputs(name):
                for consumer in self.consumers.get(reference, ()):
                    behind = self.data_outputs(consumer[0]) if self._takes_data(consumer) else []
                    if consumer in ends or any(output in found for output in behind):
                        found.add(reference)
                        break
        return found

    def _takes_data(self, consumer: tuple[str, str]) -> bool:
        port = self.module(consumer[0]).input(consumer[1])
        return port is not None and port.type == "dataset"


def _apart(one: Parts, other: Parts) -> bool:
    return any(other.get(deed, output) != output for deed, output in one.items())
