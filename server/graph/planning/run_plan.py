"""From a graph to the steps of a run, in order, with what their results are known by."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import modules
from modules.kit import Module
from modules.kit.external_requests import ExternalRequest
from server.graph.analyzed_design import Problem
from server.graph.code_edges import carries_code
from server.graph.document import Design, Node, find_upstream, get_node_title, sort_topologically
from server.graph.loops import find_loops
from server.graph.planning.code_needs import CodeNeeds, find_code_needs
from server.graph.planning.loop_compilation import CompiledLoops, compile_loops
from server.graph.validation.endpoint_rules import EndpointReference, find_endpoint_reference

#: A new version of one of these may change results.
TRACKED_LIBRARIES = (
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


NO_NEEDS = CodeNeeds()


@dataclass(frozen=True)
class PlannedStep:
    """One node to run: its module, its parameters as JSON, and the references that its input ports take."""

    node: str
    module: str
    title: str
    parameters: Mapping[str, Any]
    inputs: Mapping[str, tuple[str, ...]]
    lineage_hash: str
    source: bool = False
    trusted: bool = True
    deterministic: bool = True
    external_request: ExternalRequest | None = None
    #: The source of a user's own module.
    code: str | None = None
    #: The names of the secrets that it may have.
    secrets: tuple[str, ...] = ()
    #: The environments that its script, and the models of scripts that it gets, run in.
    environments: tuple[str, ...] = ()
    #: The endpoint that it scores by.
    endpoint: EndpointReference | None = None
    #: Whether it works in chunks, of which none is done twice.
    in_batches: bool = False
    #: The compute target that the node names for itself.
    compute_target: str | None = None
    #: Whether it repeats the modules of a loop, and may take over what an earlier run gave.
    repeats: bool = False

    @property
    def dependencies(self) -> set[str]:
        """The nodes whose results must be there first."""
        return {reference.partition(".")[0] for references in self.inputs.values() for reference in references}


@dataclass(frozen=True)
class RunPlan:
    """The steps that can run, in order, and why the others cannot."""

    steps: tuple[PlannedStep, ...]
    omissions: Mapping[str, str] = field(default_factory=dict)


def build_plan(
    design: Design,
    catalog: Mapping[str, Module],
    problems: Sequence[Problem],
    targets: Sequence[str] | None = None,
    bound_artifacts: Mapping[str, str] | None = None,
) -> RunPlan:
    """The steps for the targets, for all nodes where there are none.

    Nodes with problems and disabled ones are left out, and so is what hangs on them.
    """
    selected = find_upstream(design, list(targets)) if targets else set(design.nodes)
    lineage_hashes = compute_lineage_hashes(design, catalog, bound_artifacts)
    script_nodes, needs = find_script_nodes(design, catalog), find_code_needs(design, catalog)
    titles = {name: module.title for name, module in catalog.items()}
    reasons, loops = _find_omission_reasons(design, problems), compile_loops(design, catalog)
    steps: list[PlannedStep] = []
    omissions: dict[str, str] = {name: reasons[name] for name in selected if name in reasons}
    for name in sort_topologically(design):
        node = design.nodes[name]
        if name not in selected or name in omissions:
            continue
        stopped = next((edge.source for edge in node.edges() if edge.source in omissions), None)
        if stopped is not None:
            omissions[name] = f"{get_node_title(design.nodes[stopped], titles)} cannot run"
        else:
            trusted, own = name not in script_nodes, needs[name]
            steps.append(build_node_step(name, loops, catalog, lineage_hashes[name], trusted=trusted, needs=own))
    return RunPlan(tuple(steps), omissions)


def _find_omission_reasons(design: Design, problems: Sequence[Problem]) -> dict[str, str]:
    reasons = {name: "disabled" for name, node in design.nodes.items() if node.disabled}
    for problem in problems:
        if problem.node is not None and problem.severity == "error":
            reasons.setdefault(problem.node, problem.message)
    return reasons


def find_script_nodes(design: Design, catalog: Mapping[str, Module]) -> set[str]:
    """The nodes whose steps run a user's code: scripts, and whatever loads a model or the like that came of one.

    Trust is lost along edges: whoever trains the model of a script writes a file that is no safer to load. Whatever
    ends a loop runs what is in it.
    """
    found: set[str] = set()
    loops = find_loops(design, catalog)
    for name in sort_topologically(design):
        node = design.nodes[name]
        module = catalog.get(node.module)
        loaded = (edge for edge in node.edges() if edge.source in found)
        if module is not None and (
            not module.trusted
            or any(carries_code(design, catalog, edge) for edge in loaded)
            or (name in loops and not found.isdisjoint(loops[name].body))
        ):
            found.add(name)
    return found


def build_node_step(
    name: str,
    loops: CompiledLoops,
    catalog: Mapping[str, Module],
    lineage_hash: str,
    *,
    trusted: bool,
    needs: CodeNeeds = NO_NEEDS,
) -> PlannedStep:
    """The step of a node that has no problem; where a loop ends, the step that repeats what is in it."""
    node = loops.design.nodes[name]
    inner = loops.inner_modules.get(name)
    if inner is None:
        return build_step(name, node, catalog[node.module], lineage_hash, trusted=trusted, needs=needs)
    sources = {module.name: hash_module_source(module.name) for module, _ in inner if not module.is_custom}
    version = hash_json(sources, get_library_versions())
    told = node.model_copy(update={"parameters": {**node.parameters, "version": version}})
    step = build_step(name, told, catalog[node.module], lineage_hash, trusted=trusted, needs=needs)
    lasting = all(_is_reusable(module, parameters, None) for module, parameters in inner)
    return replace(step, deterministic=lasting, repeats=True)


def build_step(
    name: str, node: Node, module: Module, lineage_hash: str, *, trusted: bool, needs: CodeNeeds = NO_NEEDS
) -> PlannedStep:
    """The step that runs this node, which must have no problem."""
    inputs: dict[str, list[str]] = {}
    for edge in node.edges():
        inputs.setdefault(edge.port, []).append(edge.reference)
    external_request = get_external_request(module, node.parameters)
    return PlannedStep(
        node=name,
        module=module.name,
        title=get_node_title(node, {module.name: module.title}),
        parameters=resolve_parameters(module, node.parameters),
        inputs={port: tuple(references) for port, references in inputs.items()},
        lineage_hash=lineage_hash,
        source=module.source,
        trusted=trusted,
        deterministic=_is_reusable(module, node.parameters, external_request),
        external_request=external_request,
        code=module.code if module.is_custom else None,
        secrets=needs.secrets,
        environments=needs.environments,
        endpoint=find_endpoint_reference(module, node.parameters),
        in_batches=module.role == "batch_scorer",
        compute_target=node.compute_target,
    )


def _is_reusable(module: Module, parameters: Mapping[str, object], request: ExternalRequest | None) -> bool:
    """Whether a later run may take the result of this one."""
    reads_clock = module.evaluate_flag(module.traits.reads_clock, parameters)
    return module.deterministic and not reads_clock and not (request is not None and request.always)


def get_external_request(module: Module, parameters: Mapping[str, object]) -> ExternalRequest | None:
    """What is fetched or delivered for a step with these parameters, which are valid."""
    return (
        module.external_request(module.parameters.model_validate(dict(parameters))) if module.external_request else None
    )


def resolve_parameters(module: Module, parameters: Mapping[str, object]) -> dict[str, Any]:
    """All parameters with their defaults, as JSON; those given as they are where they do not fit."""
    valid = module.parameters.model_validate(dict(parameters))
    return valid.model_dump(mode="json")


def compute_lineage_hashes(
    design: Design, catalog: Mapping[str, Module], bound_artifacts: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What each node is, by value: equal signatures mean equal work on equal data. Position and titles do not count.

    `bound` names the artifact behind each source of data.
    """
    bound_artifacts = bound_artifacts or {}
    lineage_hashes: dict[str, str] = {}
    for name in sort_topologically(design):
        node = design.nodes[name]
        edges = sorted((edge.port, f"{lineage_hashes.get(edge.source, '')}.{edge.output}") for edge in node.edges())
        module = catalog.get(node.module)
        lineage_hashes[name] = hash_json(
            module.code if module and module.is_custom else node.module,
            module and _drop_defaults(module, node.parameters),
            edges,
            node.disabled,
            bound_artifacts.get(name),
        )
    return lineage_hashes


def _drop_defaults(module: Module, parameters: Mapping[str, object]) -> dict[str, object]:
    fields = module.parameters.model_fields
    return {
        name: value
        for name, value in sorted(parameters.items())
        if name not in fields or value != fields[name].get_default()
    }


def compute_cache_key(step: PlannedStep, inputs: Mapping[str, Sequence[str]], external_state: str = "") -> str:
    """The name of a result: equal keys mean equal results. `inputs` are the content hashes that each port receives.

    What was fetched has the name of the request, and what used secrets their names; `outside` stands for the connection
    and the secrets as they are now, and never for what is in them.
    """
    given = {port: list(hashes) for port, hashes in sorted(inputs.items())}
    source = hash_module_source(step.module) if step.code is None else hash_json(step.code, hash_shared_sources())
    parts = [step.module, source, dict(step.parameters), given, get_library_versions()]
    return hash_json(*parts, external_state) if external_state else hash_json(*parts)


def hash_json(*parts: object) -> str:
    """The SHA-256 of JSON values, in hexadecimal."""
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def hash_module_source(name: str) -> str:
    """A hash of the code behind a module: its file, what lies beside the modules of its folder, and what all share.

    A tuner makes learners anew, by any module that makes one, and whatever trains one fits its preprocessing: the code
    of all of these is its code too.
    """
    from modules.kit import catalog

    declared = catalog()[name]
    others = [*(_list_learner_modules() if declared.role == "tuner" else [])]
    if declared.rows_port is not None and any(port.type == "untrained_model" for port in declared.inputs):
        others += _list_preprocessing_modules()
    if not others:
        return _hash_module_files(declared)
    return hash_json(_hash_module_files(declared), {other: _hash_module_files(catalog()[other]) for other in others})


def _list_preprocessing_modules() -> list[str]:
    """The modules whose transformations a model can fit itself, wherever it is trained."""
    from modules.kit import catalog

    return [
        name
        for name, module in catalog().items()
        if module.rows_port is not None and any(port.type == "transformation" for port in module.outputs)
    ]


def _list_learner_modules() -> list[str]:
    from modules.kit import catalog

    return [
        name for name, module in catalog().items() if any(port.type == "untrained_model" for port in module.outputs)
    ]


def _hash_module_files(declared: Module) -> str:
    from modules.kit import catalog

    others = {module.file for module in catalog().values()}
    beside = {path for path in declared.file.parent.rglob("*") if path.suffix in (".py", ".R")}
    texts = [path.read_text(encoding="utf-8") for path in sorted(beside - others)]
    return hash_json(declared.code, texts, hash_shared_sources())


@cache
def hash_shared_sources() -> str:
    """A hash of the code that all modules share."""
    from modules.kit import catalog

    root = Path(modules.__path__[0])
    categories = {module.file.parent for module in catalog().values()}
    shared = sorted(path for path in root.rglob("*.py") if not categories & set(path.parents))
    return hash_json([path.read_text(encoding="utf-8") for path in shared])


@cache
def get_library_versions() -> dict[str, str]:
    return {name: _get_version(name) for name in TRACKED_LIBRARIES}


def _get_version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
