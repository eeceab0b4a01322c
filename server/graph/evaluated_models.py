"""Which models an evaluation compares: the node that scores for each one, and the title that somebody gave it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from modules.kit import Module
from server.graph.document import Design, Edge


@dataclass(frozen=True)
class ModelSource:
    """One input of an evaluation: the node that gives the scores, and its own title or that of its learner, if any."""

    scorer: str
    title: str


def find_evaluated_models(design: Design, catalog: Mapping[str, Module], node: str) -> list[ModelSource]:
    """The models of an evaluation, in the order of its inputs; empty for other nodes."""
    placed = design.nodes.get(node)
    module = catalog.get(placed.module) if placed is not None else None
    if module is None or not any(port.type == "evaluation" for port in module.outputs):
        return []
    return [_find_model(design, catalog, edge) for edge in _list_edges(design, catalog, node, "dataset")]


def list_model_titles(design: Design, catalog: Mapping[str, Module]) -> dict[str, list[str]]:
    """{evaluation: the titles that its models were given, empty where none was} of evaluations with such a title."""
    found = {
        name: [model.title for model in find_evaluated_models(design, catalog, name)]
        for name, placed in design.nodes.items()
        if placed.module in catalog
    }
    return {name: titles for name, titles in found.items() if any(titles)}


def merge_model_titles(stored_names: Sequence[str], titles: Sequence[str]) -> list[str]:
    """The names of models: their titles where they have one, else what the result calls them. No two are the same."""
    if len(stored_names) != len(titles):
        return list(stored_names)
    names: list[str] = []
    for stored, title in zip(stored_names, titles, strict=True):
        wanted, number = title or stored, 2
        name = wanted
        while name in names:
            name, number = f"{wanted} ({number})", number + 1
        names.append(name)
    return names


def find_learner_title(design: Design, catalog: Mapping[str, Module], node: str) -> str:
    """The learner whose model a node trains or scores with; empty where there is none."""
    names = [name for name in _walk_to_learner(design, catalog, node) if name != node]
    placed = design.nodes[names[-1]] if names else None
    return (placed.title or catalog[placed.module].title) if placed and placed.module in catalog else ""


def _find_model(design: Design, catalog: Mapping[str, Module], edge: Edge) -> ModelSource:
    """From the scores up to the learner; the title nearest to the learner counts."""
    scorer, title = edge.source, ""
    for name in _walk_to_learner(design, catalog, edge.source):
        title = design.nodes[name].title or title
    return ModelSource(scorer, title)


def _walk_to_learner(design: Design, catalog: Mapping[str, Module], scorer: str) -> Iterator[str]:
    """The node that scores, the one that trained its model, and the learner, as far as the graph has them."""
    name: str | None = scorer
    visited: set[str] = set()
    while name is not None and name in design.nodes and name not in visited:
        visited.add(name)
        models = (
            *_list_edges(design, catalog, name, "trained_model"),
            *_list_edges(design, catalog, name, "untrained_model"),
        )
        if not models and not _gives_model(design, catalog, name):
            return
        yield name
        name = models[0].source if models else None


def _gives_model(design: Design, catalog: Mapping[str, Module], name: str) -> bool:
    module = catalog.get(design.nodes[name].module)
    return module is not None and any(port.type in ("trained_model", "untrained_model") for port in module.outputs)


def _list_edges(design: Design, catalog: Mapping[str, Module], name: str, kind: str) -> list[Edge]:
    """The edges that end at ports of this type, in the order of the ports."""
    placed = design.nodes[name]
    module = catalog.get(placed.module)
    ports = [port.name for port in module.inputs if port.type == kind] if module else []
    return [edge for port in ports for edge in placed.edges() if edge.port == port]
