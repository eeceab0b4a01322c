"""Batches of endpoints: data are scored by a pipeline of two modules, which is made when it is first asked for.

So a batch is a run like any other: it has steps, a log and a report, it can be cancelled, and put on a schedule.
"""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator
from sqlmodel import Session

from modules.kit import Module
from modules.kit.external_requests import STORAGE_NAMES
from modules.kit.module_roles import ModuleRole, get_module
from modules.kit.parameter_widgets import STORAGE_KINDS
from server.automation.publishing import PublishRequest, publish_design
from server.design_analyzer import DesignAnalyzer
from server.graph.document import (
    Design,
    Node,
    PipelineDeclarations,
    PipelineInput,
    PipelineOutput,
    PipelineParameter,
)
from server.graph.pipelines.pipeline_names import to_command_name
from server.graph.planning.run_plan import hash_json
from server.storage.orm.endpoint_tables import EndpointBatchRow, EndpointRow
from server.storage.orm.pipeline_tables import PipelineRow
from server.storage.stores import (
    connection_store,
    dataset_store,
    design_store,
    endpoint_store,
    pipeline_store,
    run_store,
)

#: What the pipeline calls its data, the path of its files, and what it stores.
DATA_NAME, PATH_NAME, SCORES_NAME = "data", "path", "scores"
#: The node that scores.
SCORE_NODE = "score"


class BatchInput(BaseModel):
    """What is scored: a stored dataset or file, or objects of a bucket (a path that ends with / is a folder)."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    kind: Literal["dataset", "storage"] = "dataset"
    dataset: str | None = Field(default=None, max_length=200)
    version: int | None = Field(default=None, ge=1, description="Empty: the newest version.")
    connection: str | None = Field(default=None, max_length=100)
    path: str = Field(default="", max_length=1024)

    @model_validator(mode="after")
    def _require_place(self) -> Self:
        if self.kind == "dataset" and not self.dataset:
            raise ValueError("Choose a dataset")
        if self.kind == "storage" and not (self.connection and self.path.strip("/")):
            raise ValueError("Choose a connection and a path in the bucket")
        return self


class BatchOutput(BaseModel):
    """Where the scores go: a dataset or a file of this name, a table of a database, or an object of a bucket."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    kind: Literal["dataset", "parquet", "csv", "database", "storage"] = "dataset"
    name: str = Field(default="", max_length=200, description="Of the dataset or file, which gets its next version.")
    connection: str | None = Field(default=None, max_length=100)
    table: str = Field(default="", max_length=200)
    if_the_table_exists: Literal["Fail", "Append", "Replace"] = "Append"
    path: str = Field(default="", max_length=1024, description="In the bucket; .csv is CSV, all else Parquet.")

    @model_validator(mode="after")
    def _require_place(self) -> Self:
        if self.kind in ("dataset", "parquet", "csv") and not self.name.strip():
            raise ValueError("Give the scores a name")
        if self.kind == "database" and not (self.connection and self.table.strip()):
            raise ValueError("Choose a connection and a table")
        if self.kind == "storage" and not (self.connection and self.path.strip("/")):
            raise ValueError("Choose a connection and a path in the bucket")
        return self


class BatchSpec(BaseModel):
    """What is scored by which version of an endpoint, and where the scores go."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    input: BatchInput
    output: BatchOutput
    endpoint_version: int | None = Field(
        default=None, ge=1, description="Empty: the version that answers most requests when the run starts."
    )
    rows_per_chunk: int = Field(default=65_536, ge=100, le=1_000_000)
    keep_input_columns: bool = True


def provide_batch_pipeline(
    session: Session, analyzer: DesignAnalyzer, endpoint: EndpointRow, spec: BatchSpec, created_by: str
) -> PipelineRow:
    """The pipeline that does this, which is made where there is none. Raises NotFound and CannotPublish."""
    design = draw_batch(session, analyzer.catalog, endpoint, spec)
    key = _hash_work(spec, design)
    for known in endpoint_store.list_batches(session, endpoint.id):
        if known.spec_hash == key:
            return pipeline_store.get_pipeline(session, known.pipeline_id)
    name = _choose_name(session, f"{endpoint.name} batch")
    row = design_store.create_design(session, design.model_copy(update={"name": name}).model_dump(mode="json"))
    version = publish_design(session, analyzer, row, PublishRequest(name, "", True, created_by))
    session.add(
        EndpointBatchRow(
            pipeline_id=version.pipeline_id,
            endpoint_id=endpoint.id,
            spec=spec.model_dump(mode="json"),
            spec_hash=key,
        )
    )
    session.flush()
    return pipeline_store.get_pipeline(session, version.pipeline_id)


def _hash_work(spec: BatchSpec, design: Design) -> str:
    """What makes it the same pipeline: which dataset it scores is for each run to say."""
    if spec.input.kind == "storage":
        return hash_json(spec.model_dump(mode="json"))
    source = next(node.module for name, node in design.nodes.items() if name == DATA_NAME)
    return hash_json(spec.model_dump(mode="json", exclude={"input"}), source)


def _choose_name(session: Session, wanted: str) -> str:
    """The name, with a number behind it where it is taken."""
    taken = {to_command_name(row.name) for row in pipeline_store.list_pipelines(session)}
    name, number = wanted, 2
    while to_command_name(name) in taken:
        name, number = f"{wanted} {number}", number + 1
    return name


def draw_batch(session: Session, catalog: Mapping[str, Module], endpoint: EndpointRow, spec: BatchSpec) -> Design:
    """The design: where data come from, and the module that scores them and says where the scores go."""
    source, port = _draw_source(session, catalog, spec.input)
    scorer = get_module(catalog, "batch_scorer")
    inputs: dict[str, str | list[str]] = {
        next(one.name for one in scorer.inputs if one.type == port): f"{DATA_NAME}.{_get_output(catalog, source)}"
    }
    parameters: dict[str, JsonValue] = {
        "endpoint": endpoint.name,
        **({"endpoint_version": spec.endpoint_version} if spec.endpoint_version else {}),
        "rows_per_chunk": spec.rows_per_chunk,
        "keep_input_columns": spec.keep_input_columns,
        **_describe_output(session, spec.output),
    }
    score = Node(module=scorer.name, parameters=parameters, inputs=inputs, x=0, y=120)
    return Design(
        name=f"{endpoint.name} batch",
        description=f"Scores data by the endpoint {endpoint.name}, chunk by chunk.",
        nodes={DATA_NAME: source, SCORE_NODE: score},
        pipeline=_declare(spec),
    )


def _draw_source(session: Session, catalog: Mapping[str, Module], given: BatchInput) -> tuple[Node, str]:
    """The node that the data come from, and the type of its port."""
    if given.kind == "storage":
        parameters: dict[str, JsonValue] = {
            "data_source": _name_storage(session, given.connection),
            "storage": given.connection,
            "path": given.path.lstrip("/"),
        }
        return Node(module=get_module(catalog, "file_importer").name, parameters=parameters), "file"
    dataset = dataset_store.get_dataset(session, given.dataset or "")
    newest = next(iter(dataset_store.list_dataset_versions(session, dataset.id)), None)
    kind = run_store.get_artifact_row(session, newest.artifact).type if newest is not None else "dataset"
    role: ModuleRole = "file_source" if kind == "file" else "dataset_source"
    title = dataset.name[:100]
    return Node(module=get_module(catalog, role).name, parameters={"dataset": dataset.id}, title=title), kind


def _get_output(catalog: Mapping[str, Module], node: Node) -> str:
    return catalog[node.module].outputs[0].name


def _name_storage(session: Session, connection: str | None) -> str:
    """What a form calls the storage behind a connection."""
    kind = connection_store.get_connection_kinds(session).get(connection or "")
    names: Mapping[str, str] = dict(zip(STORAGE_KINDS, STORAGE_NAMES, strict=True))
    return names.get(kind or "", STORAGE_NAMES[0])


def _describe_output(session: Session, output: BatchOutput) -> dict[str, JsonValue]:
    if output.kind == "dataset":
        return {"save_as": "Dataset"}
    if output.kind == "database":
        where = {"database": output.connection, "table": output.table.strip()}
        return {"save_as": "SQL database", **where, "if_the_table_exists": output.if_the_table_exists}
    if output.kind == "storage":
        form = "CSV" if output.path.lower().endswith(".csv") else "Parquet"
        path = output.path.lstrip("/")
        where = {"save_as": _name_storage(session, output.connection), "storage": output.connection}
        return {**where, "path": path, "file_format": form}
    return {"save_as": "File", "file_format": "CSV" if output.kind == "csv" else "Parquet"}


def _declare(spec: BatchSpec) -> PipelineDeclarations:
    """What each run may choose, and what it stores."""
    output = spec.output
    port = {"dataset": "scored_dataset", "parquet": "file", "csv": "file"}.get(output.kind)
    stored = {SCORES_NAME: PipelineOutput(node=SCORE_NODE, port=port, name=output.name.strip())} if port else {}
    if spec.input.kind == "storage":
        path = PipelineParameter(node=DATA_NAME, parameter="path", title="Path in the bucket")
        return PipelineDeclarations(parameters={PATH_NAME: path}, outputs={**stored})
    return PipelineDeclarations(inputs={DATA_NAME: PipelineInput(node=DATA_NAME, title="Data")}, outputs={**stored})
