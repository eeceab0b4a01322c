"""A module that is being written, placed in a design as a node, so that it is checked and planned like any other."""

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from modules.kit import Module
from server.graph.builders.inference_design import find_artifact_source
from server.graph.document import CustomModule, Design, Node
from server.graph.planning.run_plan import RunPlan


@dataclass(frozen=True)
class ModuleDraft:
    """The source of a function, and what it is tried with: `inputs` has the references that feed each port."""

    code: str
    inputs: Mapping[str, str | list[str]]
    parameters: Mapping[str, Any]


def add_draft(design: Design, draft: ModuleDraft) -> tuple[Design, str]:
    """The design with the draft as one more node, and the name of that node."""
    module, name = _find_free_name("own_draft", design.modules), _find_free_name("draft", design.nodes)
    node = Node(module=module, parameters=dict(draft.parameters), inputs=dict(draft.inputs))
    update = {
        "nodes": {**design.nodes, name: node},
        "modules": {**design.modules, module: CustomModule(code=draft.code)},
    }
    return design.model_copy(update=update), name


def replace_with_stored(design: Design, name: str, stored: Mapping[str, str], catalog: Mapping[str, Module]) -> Design:
    """The design in which that node takes the artifacts of `stored` ({reference: artifact}) instead of what made them.

    What an earlier run gave is there at once, and is the whole table instead of what comes of a sample.
    """
    node, store = design.nodes[name], find_artifact_source(catalog, "dataset")
    if store is None:
        return design
    nodes = dict(design.nodes)
    takes: dict[str, str] = {}
    for edge in node.edges():
        if edge.reference in stored and edge.reference not in takes:
            source = _find_free_name("stored", nodes)
            nodes[source] = Node(module=store.name, parameters={"artifact": stored[edge.reference]})
            takes[edge.reference] = f"{source}.{store.outputs[0].name}"
    inputs = {
        port: [takes.get(one, one) for one in held] if isinstance(held, list) else takes.get(held, held)
        for port, held in node.inputs.items()
    }
    nodes[name] = node.model_copy(update={"inputs": inputs})
    return design.model_copy(update={"nodes": nodes})


def explain_omission(plan: RunPlan, name: str, titles: Mapping[str, str]) -> str | None:
    """Why a node has no part in the plan: its own reason, or that of the first of those that feed it."""
    if name not in plan.omissions:
        return None
    others = [(node, reason) for node, reason in plan.omissions.items() if node != name]
    # Whatever waits for another node says so; the one that it waits for says why.
    first = next((one for one in others if not one[1].endswith(" cannot run")), None)
    return plan.omissions[name] if first is None else f"{titles.get(first[0], first[0])} cannot run: {first[1]}"


def _find_free_name(stem: str, taken: Collection[str]) -> str:
    names = itertools.chain([stem], (f"{stem}_{number}" for number in itertools.count(2)))
    return next(name for name in names if name not in taken)
