"""What can be deployed: an inference design, or a version of a registered model, for which such a design is made."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from modules.kit import Module, Schema
from modules.kit.module_roles import find_module, get_module
from modules.kit.module_spec import PortSchema
from modules.kit.views.dataset_view import DatasetView
from modules.kit.views.model_view import ModelView
from server.design_analyzer import DesignAnalyzer
from server.graph.builders.inference_design import find_artifact_source
from server.graph.bypass import apply_bypass
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, Node, parse_design
from server.graph.planning.model_origin import find_training_table
from server.graph.planning.run_plan import RunPlan, build_plan, compute_lineage_hashes
from server.graph.schema_inference import infer_schemas
from server.registry.model_signature import ModelSignature, SignatureColumn, build_signature
from server.serving.deployment_plan import CannotDeploy, find_answers, find_entrance, refuse_outside_work
from server.serving.drift import describe_reference
from server.storage.files.artifact_store import ArtifactNotValidated, ArtifactStore, CorruptArtifact
from server.storage.orm.core_tables import DesignRow
from server.storage.orm.endpoint_tables import DeploymentRow
from server.storage.orm.registry_tables import ModelVersionRow, RegisteredModelRow
from server.storage.stores import run_store
from server.storage.table_data.arrow_io import open_arrow_file

#: What a row of the database keeps as JSON.
StoredJson = dict[str, Any]
#: A deployment has to answer so many rows of its example data before it gets requests.
TEST_ROWS = 20
#: Problems of this severity keep a design from running.
ERROR = "error"


class DeploymentSource(BaseModel):
    """Where a deployment came from: a version of a registered model, or a design at a revision."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    kind: Literal["model", "design"]
    name: str
    model_id: str | None = None
    version: int | None = None
    learner: str | None = None
    metrics: dict[str, float] = {}
    design_id: str | None = None
    revision: int | None = None


@dataclass(frozen=True)
class PreparedDeployment:
    """An inference design with all that its deployment pins."""

    design: Design
    artifacts: Mapping[str, str]
    trusted: bool
    source: DeploymentSource
    signature: ModelSignature
    reference: StoredJson = field(default_factory=dict)
    test_rows: list[StoredJson] = field(default_factory=list)

    def to_row(self, created_by: str, note: str) -> DeploymentRow:
        """The row of the deployment, which has no endpoint and no number yet."""
        return DeploymentRow(
            endpoint_id="",
            number=0,
            source=self.source.model_dump(mode="json"),
            note=note,
            document=self.design.model_dump(mode="json"),
            artifacts=dict(self.artifacts),
            trusted=self.trusted,
            signature=self.signature.model_dump(mode="json"),
            reference=self.reference,
            test_rows=self.test_rows,
            created_by=created_by,
        )


def prepare_design(session: Session, analyzer: DesignAnalyzer, row: DesignRow) -> PreparedDeployment:
    """An inference design as it is now. Raises CannotDeploy where it does not predict, or cannot run."""
    drawn = parse_design(row.document)
    own = analyzer.for_design(drawn)
    design = apply_bypass(drawn, own.catalog).design
    entrance = find_entrance(design, own.catalog)
    find_answers(design, own.catalog)
    plan, problems, bound = own.plan_run(session, row, design, [])
    problem = next((one for one in problems if one.severity == ERROR), None)
    if problem is not None:
        raise CannotDeploy(f"This design cannot run yet. {problem.message}")
    hashes = compute_lineage_hashes(design, own.catalog, bound)
    recorded = own.list_recorded_outputs(session, row.id, hashes)
    known = own.load_known_columns(session, design, bound, recorded)
    results = {**recorded, **own.list_source_outputs(design, bound)}
    source = DeploymentSource(kind="design", name=row.name, design_id=row.id, revision=row.revision)
    return _pin(own.store, own.catalog, design, plan, bound, (entrance, results, known), source)


def prepare_model(
    session: Session, analyzer: DesignAnalyzer, model: RegisteredModelRow, version: ModelVersionRow
) -> PreparedDeployment:
    """A design around a version of a registered model: its columns go in, its scores come out. Raises CannotDeploy."""
    catalog = analyzer.catalog
    table = _find_training_artifact(session, analyzer, version)
    signature = ModelSignature.model_validate(version.signature)
    design, artifacts = _draw_scoring_design(catalog, model, version, signature, table)
    bound = dict(artifacts)
    known = analyzer.load_schemas(analyzer.list_source_outputs(design, bound, "dataset"))
    plan = build_plan(design, catalog, [], None, bound)
    results = analyzer.list_source_outputs(design, bound)
    source = DeploymentSource(
        kind="model",
        name=model.name,
        model_id=model.id,
        version=version.version,
        learner=version.learner,
        metrics=version.metrics,
    )
    made = _pin(analyzer.store, catalog, design, plan, bound, (find_entrance(design, catalog), results, known), source)
    pinned = {column.name for column in made.signature.columns}
    if missing := [column.name for column in signature.columns if column.name not in pinned]:
        raise CannotDeploy(f"The training data of this version no longer have the column '{missing[0]}'.")
    merged = made.signature.model_copy(update={"label": signature.label, "classes": signature.classes})
    return PreparedDeployment(design, artifacts, version.trusted, source, merged, made.reference, made.test_rows)


def _find_training_artifact(session: Session, analyzer: DesignAnalyzer, version: ModelVersionRow) -> str:
    """The table that the version was trained on: its columns and types are those of a request."""
    steps = {step.node: step for step in run_store.list_steps(session, version.run_id)}
    run = run_store.get_run(session, version.run_id)
    design = parse_design(run.document)
    reference = find_training_table(design, add_custom_modules(design, analyzer.catalog), version.node)
    node, _, port = (reference or "").partition(".")
    artifact = steps[node].outputs.get(port) if node in steps else None
    if artifact is None or not analyzer.store.get_path(artifact).exists():
        raise CannotDeploy(
            f"The training data of version {version.version} are gone, so its columns are not known. Run the design "
            "again and register its model."
        )
    return artifact


def _draw_scoring_design(
    catalog: Mapping[str, Module],
    model: RegisteredModelRow,
    version: ModelVersionRow,
    signature: ModelSignature,
    table: str,
) -> tuple[Design, dict[str, str]]:
    """Stored data, the entrance, the stored model, the module that applies it, and the answer."""
    kinds = {kind: find_artifact_source(catalog, kind) for kind in ("dataset", model.kind)}
    data, stored = kinds["dataset"], kinds[model.kind]
    assert data is not None
    assert stored is not None
    names = [column.name for column in signature.columns]
    entrance = Node(
        module=get_module(catalog, "service_input").name,
        inputs={"dataset": f"data.{data.outputs[0].name}"},
        parameters={"columns": {"start": "none", "names": [*names]}},
    )
    held = Node(module=stored.name, parameters={"artifact": version.artifact})
    applied, output = _choose_application(catalog, model.kind, version, f"model.{stored.outputs[0].name}")
    nodes = {
        "data": Node(module=data.name, parameters={"artifact": table}),
        "input1": entrance,
        "model": held,
        "apply": applied,
        "output1": Node(module=get_module(catalog, "service_output").name, inputs={"dataset": f"apply.{output}"}),
    }
    design = Design(name=f"{model.name}, version {version.version}"[:200], nodes=nodes)
    return design, {"data": table, "model": version.artifact}


def _choose_application(
    catalog: Mapping[str, Module], kind: str, version: ModelVersionRow, model: str
) -> tuple[Node, str]:
    """The node that applies the model to the rows, and the output that answers."""
    if kind == "transformation":
        module = get_module(catalog, "transformation_applier")
        parameters: dict[str, Any] = {"skip_absent_columns": True}
    else:
        task: Any = version.task
        module = find_module(catalog, "scorer", task) or get_module(catalog, "scorer")
        own = "append_score_columns_to_output"
        parameters = {own: False} if own in module.parameters.model_fields else {}
    ports = {port.type: port.name for port in reversed(module.inputs)}
    if not {kind, "dataset"} <= ports.keys():
        raise CannotDeploy(f"{module.title} does not take rows one by one. Deploy an inference design instead.")
    node = Node(
        module=module.name,
        inputs={ports[kind]: model, ports["dataset"]: "input1.results_dataset"},
        parameters=parameters,
    )
    return node, next(port.name for port in module.outputs if port.type == "dataset")


def _pin(
    store: ArtifactStore,
    catalog: Mapping[str, Module],
    design: Design,
    plan: RunPlan,
    bound: Mapping[str, str],
    found: tuple[str, Mapping[str, str], Mapping[str, PortSchema]],
    source: DeploymentSource,
) -> PreparedDeployment:
    """What is kept: the signature at the entrance, the training distributions, and rows to test with."""
    entrance, results, known = found
    refuse_outside_work(plan, design, catalog)
    schemas = infer_schemas(design, catalog, known)
    schema = schemas.get(f"{entrance}.{catalog[design.nodes[entrance].module].outputs[0].name}")
    if not isinstance(schema, Schema):
        raise CannotDeploy("The columns of a request are not known yet. Run the design once, then deploy it.")
    edge = next(iter(design.nodes[entrance].edges()), None)
    example = results.get(edge.reference) if edge is not None else None
    view = store.read_view(example) if example is not None else None
    profiles = view if isinstance(view, DatasetView) else None
    signature = _describe_columns(schema, profiles)
    model = next((one for one in _list_model_views(store, results) if one.label), None)
    if model is not None:
        label = SignatureColumn(name=model.label or "", type="text" if model.classes else "real")
        signature = signature.model_copy(update={"label": label, "classes": model.classes})
    names = [column.name for column in schema]
    trusted = all(step.trusted for step in plan.steps)
    return PreparedDeployment(
        design,
        dict(bound),
        trusted,
        source,
        signature,
        _describe_references(profiles, names),
        _read_test_rows(store, example, names),
    )


def _describe_columns(schema: Schema, view: DatasetView | None) -> ModelSignature:
    known = {column.name: column for column in build_signature(None, view).columns}
    columns = [
        known[column.name].model_copy(update={"type": column.type})
        if column.name in known
        else SignatureColumn(name=column.name, type=column.type, missing=True)
        for column in schema
    ]
    return ModelSignature(columns=columns, rows=view.rows if view else None)


def _list_model_views(store: ArtifactStore, results: Mapping[str, str]) -> list[ModelView]:
    views = (store.read_view(artifact) for artifact in dict.fromkeys(results.values()))
    return [view for view in views if isinstance(view, ModelView)]


def _describe_references(view: DatasetView | None, names: list[str]) -> StoredJson:
    if view is None:
        return {}
    found = {one.name: describe_reference(one, view.rows) for one in view.columns if one.name in names}
    return {name: one.model_dump(mode="json") for name, one in found.items() if one is not None}


def _read_test_rows(store: ArtifactStore, artifact: str | None, names: list[str]) -> list[StoredJson]:
    """Evenly spaced rows of the example data; none where these are not stored, or lack a column."""
    if artifact is None:
        return []
    try:
        reader, starts = open_arrow_file(store.get_readable_path(artifact, "dataset"))
    except (OSError, KeyError, ValueError, CorruptArtifact, ArtifactNotValidated):
        return []
    if not set(names) <= set(reader.schema.names) or starts[-1] == 0:
        return []
    batch = reader.get_batch(0).select(names)
    step = max(1, batch.num_rows // TEST_ROWS)
    rows = batch.take(pa.array(range(0, batch.num_rows, step)[:TEST_ROWS])).to_pylist()
    return [{name: _to_json_value(value) for name, value in row.items()} for row in rows]


def _to_json_value(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)
