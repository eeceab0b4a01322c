"""The data and models that a run of a pipeline takes, at the versions that they have when it starts."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from modules.kit import Module
from server.graph.analyzed_design import get_parameter_value
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, Node
from server.graph.pipelines.declarations import DATA_SOURCE_ROLES, Declarations
from server.graph.pipelines.run_values import DatasetChoice, ValueProblem
from server.storage.stores import dataset_store, model_store, run_store
from server.storage.stores.design_store import NotFound


@dataclass(frozen=True)
class BoundSource:
    """What a source of data or a model has in one run."""

    node: str
    #: dataset, file or model.
    kind: str
    name: str
    version: int
    artifact: str
    dataset_id: str | None = None
    model_id: str | None = None
    #: Whether it is an input of the pipeline; otherwise the design says what it is.
    declared: bool = True


def bind_inputs(
    session: Session, declared: Declarations, choices: Mapping[str, DatasetChoice], problems: list[ValueProblem]
) -> dict[str, BoundSource]:
    """The data that each input gets: what was chosen, or else what was published."""
    bound: dict[str, BoundSource] = {}
    for one in declared.inputs:
        choice = choices.get(one.name) or (DatasetChoice(one.dataset, one.version) if one.dataset else None)
        if choice is None:
            problems.append(ValueProblem(one.name, f"{one.title} has no data. Choose a dataset.", "input"))
            continue
        try:
            bound[one.name] = _find_data(session, one.node, choice, one.accepts)
        except NotFound as missing:
            problems.append(ValueProblem(one.name, f"{one.title}: {missing}", "input"))
    return bound


def choose_versions(bound: Mapping[str, BoundSource]) -> dict[str, DatasetChoice]:
    """The versions that the document of the run is to name."""
    return {name: DatasetChoice(one.dataset_id or "", one.version) for name, one in bound.items()}


def _find_data(
    session: Session, node: str, choice: DatasetChoice, accepts: str, *, declared: bool = True
) -> BoundSource:
    dataset = dataset_store.get_dataset(session, choice.dataset_id)
    versions = dataset_store.list_dataset_versions(session, dataset.id)
    row = next((one for one in versions if choice.version in (None, one.version)), None)
    if row is None:
        number = "a version" if choice.version is None else f"version {choice.version}"
        raise NotFound(f"'{dataset.name}' does not have {number}.")
    artifact = run_store.get_artifact_rows(session, [row.artifact]).get(row.artifact)
    if artifact is not None and artifact.type != accepts:
        raise NotFound(f"'{dataset.name}' is a {artifact.type}, and this input takes a {accepts}.")
    return BoundSource(node, accepts, dataset.name, row.version, row.artifact, dataset.id, declared=declared)


def bind_other_sources(
    session: Session, design: Design, catalog: Mapping[str, Module], declared: Declarations
) -> dict[str, BoundSource]:
    """{node: what it has} of the sources that are no inputs. What is not there is left to the checks of the design."""
    catalog = add_custom_modules(design, catalog)
    inputs = {one.node for one in declared.inputs}
    found: dict[str, BoundSource] = {}
    for name, node in design.nodes.items():
        module = catalog.get(node.module)
        if module is None or name in inputs:
            continue
        source = _find_source(session, name, node, module)
        if source is not None:
            found[f"node {name}"] = source
    return found


def _find_source(session: Session, name: str, node: Node, module: Module) -> BoundSource | None:
    if module.role in DATA_SOURCE_ROLES:
        dataset, version = node.parameters.get("dataset"), node.parameters.get("version")
        choice = DatasetChoice(str(dataset), version if isinstance(version, int) else None)
        try:
            accepts = "file" if module.role == "file_source" else "dataset"
            return _find_data(session, name, choice, accepts, declared=False)
        except NotFound:
            return None
    if module.role == "model_source":
        return _find_model(session, name, node, module)
    return None


def _find_model(session: Session, name: str, node: Node, module: Module) -> BoundSource | None:
    wanted, version = node.parameters.get("model"), get_parameter_value(module, node, "version")
    model = model_store.find_model(session, wanted) if isinstance(wanted, str) else None
    artifact = model_store.find_artifact(session, model.name, str(version)) if model else None
    if model is None or artifact is None:
        return None
    rows = model_store.list_model_versions(session, [model.id])[model.id]
    number = next(one.version for one in rows if one.artifact == artifact)
    return BoundSource(name, "model", model.name, number, artifact, model_id=model.id, declared=False)
