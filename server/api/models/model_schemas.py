"""Registered models as JSON."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints
from sqlmodel import Session

from modules.kit.schema import Task
from modules.kit.views.thumbnail_kinds import Thumbnail, parse_thumbnail
from server.registry.model_registration import DatasetSource
from server.registry.model_signature import ModelSignature
from server.storage.orm.core_tables import ArtifactRow
from server.storage.orm.registry_tables import ModelVersionRow, RegisteredModelRow
from server.storage.stores import model_store, run_store


def _refuse_word_for_newest(alias: str) -> str:
    if alias == model_store.NEWEST:
        raise ValueError("'newest' always means the newest version. Choose another alias")
    return alias


#: Names stand in addresses and commands, so they are plain.
ModelName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9_.-]{0,62}[a-z0-9])?$")]
#: An alias is never a number nor `newest`, which say a version by themselves.
AliasName = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,31}$"), AfterValidator(_refuse_word_for_newest)
]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
ModelKind = Literal["trained_model", "transformation"]


class ModelVersionCreate(BaseModel):
    """A model that a run gave, to be kept as the next version under a name."""

    name: ModelName
    run: str | None = Field(default=None, max_length=64)
    design: str | None = Field(
        default=None, max_length=64, description="In place of the run: the newest one in which the node succeeded."
    )
    node: str = Field(max_length=64)
    port: str | None = Field(default=None, max_length=100, description="Empty: the model of the node.")
    note: str = Field(default="", max_length=10_000)
    tags: list[Tag] = Field(default=[], max_length=20)
    aliases: list[AliasName] = Field(default=[], max_length=10)


class ModelVersionUpdate(BaseModel):
    """The note and tags of a version. Fields that are left out do not change."""

    note: str | None = Field(default=None, max_length=10_000)
    tags: list[Tag] | None = Field(default=None, max_length=20)


class ModelUpdate(BaseModel):
    """The name, note and compared metric of a model. Fields that are left out do not change."""

    name: ModelName | None = None
    note: str | None = Field(default=None, max_length=10_000)
    metric: str | None = Field(default=None, min_length=1, max_length=100)


class ModelAliasUpdate(BaseModel):
    """The version that an alias is to point to."""

    version: int = Field(ge=1)


class ModelVersionSummary(BaseModel):
    """A version in a list. `made` by a node of a run; `aliases` point to it."""

    version: int
    artifact: str
    learner: str | None
    task: Task | None
    metrics: dict[str, float]
    aliases: list[str]
    tags: list[str]
    note: str
    run_id: str
    run_number: int
    design_id: str
    design_name: str
    node: str
    created_by: str
    created_at: datetime
    bytes: int
    glance: Thumbnail | None


class ModelVersionRead(ModelVersionSummary):
    """A version with its signature and the datasets that it was made of."""

    model_id: str
    name: str
    kind: ModelKind
    port: str
    trusted: bool
    evaluation: str | None
    signature: ModelSignature
    sources: list[DatasetSource]


class ModelRead(BaseModel):
    """A registered model with its versions, newest first. `inputs` is the number of columns of the newest one."""

    id: str
    name: str
    kind: ModelKind
    note: str
    metric: str | None
    inputs: int
    label: str | None
    aliases: dict[str, int]
    versions: list[ModelVersionSummary]
    created_at: datetime


def to_model_reads(session: Session, rows: Sequence[RegisteredModelRow]) -> list[ModelRead]:
    """Models as JSON, in as many questions for a thousand as for one."""
    ids = [row.id for row in rows]
    versions, aliases = model_store.list_model_versions(session, ids), model_store.list_aliases(session, ids)
    artifacts = run_store.get_artifact_rows(session, (one.artifact for held in versions.values() for one in held))
    return [_to_model_read(row, versions[row.id], aliases[row.id], artifacts) for row in rows]


def to_model_read(session: Session, row: RegisteredModelRow) -> ModelRead:
    """A model as JSON."""
    return to_model_reads(session, [row])[0]


def _to_model_read(
    row: RegisteredModelRow,
    versions: Sequence[ModelVersionRow],
    aliases: Mapping[str, int],
    artifacts: Mapping[str, ArtifactRow],
) -> ModelRead:
    signature = ModelSignature.model_validate(versions[0].signature) if versions else ModelSignature(columns=[])
    return ModelRead(
        **row.model_dump(include={"id", "name", "kind", "note", "metric", "created_at"}),
        inputs=len(signature.columns),
        label=signature.label.name if signature.label else None,
        aliases=dict(aliases),
        versions=[_to_version_summary(version, aliases, artifacts[version.artifact]) for version in versions],
    )


def _to_version_summary(row: ModelVersionRow, aliases: Mapping[str, int], artifact: ArtifactRow) -> ModelVersionSummary:
    return ModelVersionSummary(
        **row.model_dump(include=set(ModelVersionSummary.model_fields) - {"aliases", "bytes", "glance"}),
        aliases=[alias for alias, version in aliases.items() if version == row.version],
        bytes=artifact.bytes,
        glance=parse_thumbnail(artifact.thumbnail),
    )


def to_version_read(session: Session, row: ModelVersionRow) -> ModelVersionRead:
    """A version as JSON, with all that is known of it."""
    model = session.get_one(RegisteredModelRow, row.model_id)
    aliases = model_store.list_aliases(session, [row.model_id])[row.model_id]
    summary = _to_version_summary(row, aliases, run_store.get_artifact_row(session, row.artifact))
    return ModelVersionRead.model_validate(
        {
            **dict(summary),
            **row.model_dump(include={"model_id", "port", "trusted", "evaluation", "signature", "sources"}),
            "name": model.name,
            "kind": model.kind,
        }
    )
