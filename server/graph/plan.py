"""From a graph to the steps of a run, in order, with what their results are known by."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import modules
from modules.kit import Module
from server.graph.document import Design, Node, in_order, title_of, upstream
from server.graph.drawing import Problem

#: A new version of one of these may change results.
LIBRARIES = ("pandas", "numpy", "scikit-learn", "scipy", "pyarrow", "duckdb")


@dataclass(frozen=True)
class PlannedStep:
    """One node to run: its module, its parameters as JSON, and the references that its input ports take."""

    node: str
    module: str
    title: str
    parameters: Mapping[str, Any]
    inputs: Mapping[str, tuple[str, ...]]
    signature: str
    source: bool = False
    trusted: bool = True
    deterministic: bool = True

    @property
    def needs(self) -> set[str]:
        """The nodes whose results must be there first."""
        return {reference.partition(".")[0] for references in self.inputs.values() for reference in references}


@dataclass(frozen=True)
class Plan:
    """The steps that can run, in order, and why the others cannot."""

    steps: tuple[PlannedStep, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)


def plan(
    design: Design,
    catalog: Mapping[str, Module],
    problems: Sequence[Problem],
    targets: Sequence[str] | None = None,
    bound: Mapping[str, str] | None = None,
) -> Plan:
    """The steps for the targets, for all nodes where there are none.

    Nodes with problems and disabled ones are left out, and so is what hangs on them.
    """
    wanted = upstream(design, list(targets)) if targets else set(design.nodes)
    signed = signatures(design, catalog, bound)
    titles = {name: module.title for name, module in catalog.items()}
    reasons = _reasons(design, problems)
    steps: list[PlannedStep] = []
    left_out: dict[str, str] = {name: reasons[name] for name in wanted if name in reasons}
    for name in in_order(design):
        node = design.nodes[name]
        if name not in wanted or name in left_out:
            continue
        stopped = next((edge.source for edge in node.edges() if edge.source in left_out), None)
        if stopped is not None:
            left_out[name] = f"{title_of(design.nodes[stopped], titles)} cannot run"
        else:
            steps.append(step_of(name, node, catalog[node.module], signed[name]))
    return Plan(tuple(steps), left_out)


def _reasons(design: Design, problems: Sequence[Problem]) -> dict[str, str]:
    reasons = {name: "disabled" for name, node in design.nodes.items() if node.disabled}
    for problem in problems:
        if problem.node is not None and problem.severity == "error":
            reasons.setdefault(problem.node, problem.message)
    return reasons


def step_of(name: str, node: Node, module: Module, signature: str) -> PlannedStep:
    """The step that runs this node, which must have no problem."""
    inputs: dict[str, list[str]] = {}
    for edge in node.edges():
        inputs.setdefault(edge.port, []).append(edge.reference)
    return PlannedStep(
        node=name,
        module=module.name,
        title=title_of(node, {module.name: module.title}),
        parameters=effective(module, node.parameters),
        inputs={port: tuple(references) for port, references in inputs.items()},
        signature=signature,
        source=module.source,
        trusted=module.trusted,
        deterministic=module.deterministic,
    )


def effective(module: Module, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """All parameters with their defaults, as JSON; those given as they are where they do not fit."""
    valid = module.parameters.model_validate(dict(parameters))
    return valid.model_dump(mode="json")


def signatures(design: Design, catalog: Mapping[str, Module], bound: Mapping[str, str] | None = None) -> dict[str, str]:
    """What each node is, by value: equal signatures mean equal work on equal data. Position and titles do not count.

    `bound` names the artifact behind each source of data.
    """
    bound = bound or {}
    signed: dict[str, str] = {}
    for name in in_order(design):
        node = design.nodes[name]
        edges = sorted((edge.port, f"{signed.get(edge.source, '')}.{edge.output}") for edge in node.edges())
        module = catalog.get(node.module)
        signed[name] = digest(
            node.module, module and _differing(module, node.parameters), edges, node.disabled, bound.get(name)
        )
    return signed


def _differing(module: Module, parameters: Mapping[str, Any]) -> dict[str, Any]:
    defaults = {name: item.get_default() for name, item in module.parameters.model_fields.items()}
    return {
        name: value for name, value in sorted(parameters.items()) if name not in defaults or value != defaults[name]
    }


def cache_key(step: PlannedStep, inputs: Mapping[str, Sequence[str]]) -> str:
    """The name of a result: equal keys mean equal results. `inputs` are the content hashes that each port receives."""
    given = {port: list(hashes) for port, hashes in sorted(inputs.items())}
    return digest(step.module, module_source(step.module), dict(step.parameters), given, library_versions())


def digest(*parts: Any) -> str:
    """The SHA-256 of JSON values, in hexadecimal."""
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def module_source(name: str) -> str:
    """A hash of the code behind a module: its own file and all that modules share."""
    from modules.kit import catalog

    declared = catalog()[name]
    shared = sorted(
        path for folder in ("kit", "learning") for path in (Path(modules.__path__[0]) / folder).rglob("*.py")
    )
    return digest(declared.code, [path.read_text(encoding="utf-8") for path in shared])


@cache
def library_versions() -> dict[str, str]:
    return {name: _version(name) for name in LIBRARIES}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
