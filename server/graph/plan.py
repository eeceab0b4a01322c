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
from modules.kit.errands import Errand
from modules.kit.files import DATA_TYPES
from server.graph.document import Design, Edge, Node, in_order, title_of, upstream
from server.graph.drawing import Problem
from server.graph.secrets import needed

#: A new version of one of these may change results.
LIBRARIES = (
    "pandas",
    "numpy",
    "scikit-learn",
    "scipy",
    "pyarrow",
    "duckdb",
    "optuna",
    "quantile-forest",
    "lightgbm",
    "xgboost",
)


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
    errand: Errand | None = None
    #: The source of a user's own module.
    code: str | None = None
    #: The names of the secrets that it may have.
    secrets: tuple[str, ...] = ()

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
    suspects, secrets = scripted(design, catalog), needed(design, catalog)
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
            module, trusted = catalog[node.module], name not in suspects
            steps.append(step_of(name, node, module, signed[name], trusted=trusted, secrets=secrets.get(name, ())))
    return Plan(tuple(steps), left_out)


def _reasons(design: Design, problems: Sequence[Problem]) -> dict[str, str]:
    reasons = {name: "disabled" for name, node in design.nodes.items() if node.disabled}
    for problem in problems:
        if problem.node is not None and problem.severity == "error":
            reasons.setdefault(problem.node, problem.message)
    return reasons


def scripted(design: Design, catalog: Mapping[str, Module]) -> set[str]:
    """The nodes whose steps run a user's code: scripts, and whatever loads a model or the like that came of one.

    Trust is lost along edges: whoever trains the model of a script writes a file that is no safer to load.
    """
    found: set[str] = set()
    for name in in_order(design):
        node = design.nodes[name]
        module = catalog.get(node.module)
        loaded = (edge for edge in node.edges() if edge.source in found)
        if module is not None and (
            not module.trusted or any(_runs_when_loaded(design, catalog, edge) for edge in loaded)
        ):
            found.add(name)
    return found


def _runs_when_loaded(design: Design, catalog: Mapping[str, Module], edge: Edge) -> bool:
    source = catalog.get(design.nodes[edge.source].module)
    output = source.output(edge.output) if source else None
    return output is None or output.type not in DATA_TYPES


def step_of(
    name: str, node: Node, module: Module, signature: str, *, trusted: bool, secrets: tuple[str, ...] = ()
) -> PlannedStep:
    """The step that runs this node, which must have no problem."""
    inputs: dict[str, list[str]] = {}
    for edge in node.edges():
        inputs.setdefault(edge.port, []).append(edge.reference)
    errand = errand_of(module, node.parameters)
    return PlannedStep(
        node=name,
        module=module.name,
        title=title_of(node, {module.name: module.title}),
        parameters=effective(module, node.parameters),
        inputs={port: tuple(references) for port, references in inputs.items()},
        signature=signature,
        source=module.source,
        trusted=trusted,
        deterministic=module.deterministic and not (errand is not None and errand.always),
        errand=errand,
        code=module.code if module.own else None,
        secrets=secrets,
    )


def errand_of(module: Module, parameters: Mapping[str, Any]) -> Errand | None:
    """What is fetched or delivered for a step with these parameters, which are valid."""
    return module.errand(module.parameters.model_validate(dict(parameters))) if module.errand else None


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
            module.code if module and module.own else node.module,
            module and _differing(module, node.parameters),
            edges,
            node.disabled,
            bound.get(name),
        )
    return signed


def _differing(module: Module, parameters: Mapping[str, Any]) -> dict[str, Any]:
    fields = module.parameters.model_fields
    return {
        name: value
        for name, value in sorted(parameters.items())
        if name not in fields or value != fields[name].get_default()
    }


def cache_key(step: PlannedStep, inputs: Mapping[str, Sequence[str]], outside: str = "") -> str:
    """The name of a result: equal keys mean equal results. `inputs` are the content hashes that each port receives.

    What was fetched has the name of the errand, and what used secrets their names; `outside` stands for the connection
    and the secrets as they are now, and never for what is in them.
    """
    given = {port: list(hashes) for port, hashes in sorted(inputs.items())}
    source = module_source(step.module) if step.code is None else digest(step.code, shared_sources())
    parts = [step.module, source, dict(step.parameters), given, library_versions()]
    return digest(*parts, outside) if outside else digest(*parts)


def digest(*parts: Any) -> str:
    """The SHA-256 of JSON values, in hexadecimal."""
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def module_source(name: str) -> str:
    """A hash of the code behind a module: its file, what lies beside the modules of its folder, and what all share.

    A module that tunes makes learners anew, by any module that makes one: the code of all of them is its code too.
    """
    from modules.kit import catalog

    declared = catalog()[name]
    if declared.tunes:
        return digest(_own_source(declared), {other: _own_source(catalog()[other]) for other in _makers_of_learners()})
    return _own_source(declared)


def _makers_of_learners() -> list[str]:
    from modules.kit import catalog

    return [
        name for name, module in catalog().items() if any(port.type == "untrained_model" for port in module.outputs)
    ]


def _own_source(declared: Module) -> str:
    from modules.kit import catalog

    others = {module.file for module in catalog().values()}
    beside = {path for path in declared.file.parent.rglob("*") if path.suffix in (".py", ".R")}
    texts = [path.read_text(encoding="utf-8") for path in sorted(beside - others)]
    return digest(declared.code, texts, shared_sources())


@cache
def shared_sources() -> str:
    """A hash of the code that all modules share."""
    from modules.kit import catalog

    root = Path(modules.__path__[0])
    categories = {module.file.parent for module in catalog().values()}
    shared = sorted(path for path in root.rglob("*.py") if not categories & set(path.parents))
    return digest([path.read_text(encoding="utf-8") for path in shared])


@cache
def library_versions() -> dict[str, str]:
    return {name: _version(name) for name in LIBRARIES}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
