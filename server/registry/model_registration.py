"""Registering a model: what is kept with the artifact that a run gave, so that the version explains itself later."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, col, select

from modules.kit import Module
from modules.kit.views.dataset_view import DatasetView
from modules.kit.views.model_view import ModelView
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, parse_design
from server.graph.planning.model_origin import (
    REGISTRABLE_TYPES,
    find_measurements,
    find_source_nodes,
    find_training_table,
)
from server.graph.planning.run_plan import find_script_nodes
from server.registry.model_signature import build_signature
from server.storage.files.artifact_store import ArtifactStore
from server.storage.orm.core_tables import DatasetRow, DatasetVersionRow, RunRow, StepRow
from server.storage.orm.registry_tables import ModelVersionRow, RegisteredModelRow
from server.storage.stores import model_store, run_store

#: The metric that versions are compared by at first: the first of these that the evaluation has.
COMPARED_METRICS = (
    "AUC",
    "Overall_Accuracy",
    "Accuracy",
    "Root_Mean_Squared_Error",
    "Average_Quantile_Loss",
    "NDCG",
    "Silhouette",
)


class CannotRegister(Exception):
    """What is to be registered is no model, or not there; the message says what to do."""


class ViewsPending(Exception):
    """What a version is described by is still being made; ask again in a moment."""


class DatasetSource(BaseModel):
    """A dataset that a model was made of; the id and version are null for what came from elsewhere."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    node: str
    artifact: str
    dataset: str | None = None
    name: str = ""
    version: int | None = None


@dataclass(frozen=True)
class RegistrationRequest:
    """A port of a finished step, and what the new version is to say."""

    node: str
    port: str | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    #: The same key is the same version.
    idempotency_key: str | None = None
    created_by: str = ""
    #: Whether to go on where a view is not there: what only it tells stays unknown.
    without_views: bool = False


@dataclass(frozen=True)
class _Origin:
    """A run with its design, and what its steps gave."""

    run: RunRow
    design: Design
    catalog: Mapping[str, Module]
    steps: Mapping[str, StepRow]

    def find_artifact(self, reference: str | None) -> str | None:
        node, _, port = (reference or "").partition(".")
        step = self.steps.get(node)
        return step.outputs.get(port) if step else None


def register_model(
    session: Session,
    store: ArtifactStore,
    catalog: Mapping[str, Module],
    run: RunRow,
    name: str,
    request: RegistrationRequest,
) -> ModelVersionRow:
    """Keep a model that a run gave as the next version under a name, which is made where it is new.

    Raises CannotRegister where the port holds no model, or the name belongs to models of another kind, and ViewsPending
    where a view that the version is described by is still being made.
    """
    design = parse_design(run.document)
    steps = {step.node: step for step in run_store.list_steps(session, run.id)}
    origin = _Origin(run, design, add_custom_modules(design, catalog), steps)
    port, artifact = _find_output(session, origin, request)
    kind = run_store.get_artifact_row(session, artifact).type
    model = _find_or_create_model(session, name, kind)
    if request.idempotency_key is not None:
        known = model_store.find_version_by_key(session, model.id, request.idempotency_key)
        if known is not None:
            return known
    version = model_store.add_model_version(
        session, model, _describe_version(session, store, origin, request, port, artifact)
    )
    if model.metric is None:
        model.metric = next((metric for metric in COMPARED_METRICS if metric in version.metrics), None)
        session.add(model)
    for alias in request.aliases:
        model_store.set_alias(session, model.id, alias, version.version, request.created_by)
    return version


def _find_output(session: Session, origin: _Origin, request: RegistrationRequest) -> tuple[str, str]:
    """The port and the artifact to register: the only model among the outputs where no port is named."""
    step = origin.steps.get(request.node)
    if step is None or step.state not in run_store.SUCCESSFUL_STATES:
        raise CannotRegister("This module has no result in this run. Run it first, then register its model.")
    rows = run_store.get_artifact_rows(session, step.outputs.values())
    models = {
        port: artifact
        for port, artifact in step.outputs.items()
        if artifact in rows and rows[artifact].type in REGISTRABLE_TYPES and request.port in (None, port)
    }
    if not models:
        raise CannotRegister(
            "Only trained models and transformations can be registered. Choose the module that trains or fits it."
        )
    return next(iter(models.items()))


def _find_or_create_model(session: Session, name: str, kind: str) -> RegisteredModelRow:
    model = model_store.find_model(session, name)
    if model is None:
        model = RegisteredModelRow(name=name, kind=kind)
        session.add(model)
        session.flush()
    if model.kind != kind:
        words = {"trained_model": "trained models", "transformation": "transformations"}
        raise CannotRegister(f"'{name}' holds {words[model.kind]}. Choose another name for this {words[kind][:-1]}.")
    return model


def _describe_version(
    session: Session,
    store: ArtifactStore,
    origin: _Origin,
    request: RegistrationRequest,
    port: str,
    artifact: str,
) -> ModelVersionRow:
    run, design = origin.run, origin.design
    view = store.read_view(artifact)
    table = origin.find_artifact(find_training_table(design, origin.catalog, request.node))
    training = store.read_view(table) if table else None
    signature = build_signature(view, training if isinstance(training, DatasetView) else None)
    metrics, evaluation = _find_metrics(session, origin, f"{request.node}.{port}")
    is_pending = view is None or (table is not None and training is None) or (evaluation is not None and not metrics)
    if is_pending and not request.without_views:
        raise ViewsPending
    return ModelVersionRow(
        model_id="",
        version=0,
        artifact=artifact,
        idempotency_key=request.idempotency_key,
        run_id=run.id,
        run_number=run.number,
        design_id=run.design_id,
        design_name=design.name,
        node=request.node,
        port=port,
        trusted=request.node not in find_script_nodes(design, origin.catalog),
        learner=view.learner if isinstance(view, ModelView) else None,
        task=view.task if isinstance(view, ModelView) else None,
        signature=signature.model_dump(mode="json"),
        metrics=metrics,
        evaluation=evaluation,
        sources=[source.model_dump() for source in _list_sources(session, origin, request.node)],
        tags=list(request.tags),
        note=request.note,
        created_by=request.created_by,
    )


def _find_metrics(session: Session, origin: _Origin, reference: str) -> tuple[dict[str, float], str | None]:
    """The metrics of this model in the first evaluation of its scores, and that evaluation.

    They come with its view, so that they may be missing for a moment.
    """
    for measurement in find_measurements(origin.design, origin.catalog, reference):
        step = origin.steps.get(measurement.node)
        rows = run_store.get_artifact_rows(session, step.outputs.values()) if step else {}
        for artifact, row in rows.items():
            if row.type == "evaluation":
                measured = row.metrics or []
                mine = measured[measurement.position] if measurement.position < len(measured) else {}
                return {
                    name: float(value)
                    for name, value in mine.items()
                    if isinstance(value, int | float) and not isinstance(value, bool)
                }, artifact
    return {}, None


def _list_sources(session: Session, origin: _Origin, node: str) -> list[DatasetSource]:
    """The datasets behind a node, at the versions that the run took."""
    found = []
    for name in find_source_nodes(origin.design, origin.catalog, node):
        step = origin.steps.get(name)
        dataset = origin.design.nodes[name].parameters.get("dataset")
        for artifact in step.outputs.values() if step else ():
            source = DatasetSource(node=name, artifact=artifact)
            if isinstance(dataset, str) and (row := session.get(DatasetRow, dataset)) is not None:
                source.dataset, source.name = row.id, row.name
                source.version = _find_version(session, row.id, artifact)
            found.append(source)
    return found


def _find_version(session: Session, dataset: str, artifact: str) -> int | None:
    """The newest version of a dataset that is this artifact."""
    query = select(DatasetVersionRow.version).where(
        DatasetVersionRow.dataset_id == dataset, DatasetVersionRow.artifact == artifact
    )
    return session.exec(query.order_by(col(DatasetVersionRow.version).desc()).limit(1)).first()
