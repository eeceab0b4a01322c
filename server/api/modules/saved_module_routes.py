"""Modules that users keep for other designs: list, keep, a new version, rename, delete."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints
from sqlmodel import Session

from server.api.core.app_context import ReadSessionDep, WriteSessionDep
from server.api.core.router import Router
from server.auth import audit_log
from server.graph.document import CustomModule, CustomModuleName, Node, NodeId
from server.graph.json_shapes import ShapeOf
from server.storage.orm.core_tables import SavedModuleRow
from server.storage.stores import saved_module_store

router = Router(prefix="/api/saved-modules", tags=["saved modules"])

MAX_NODES = 500
SavedModuleTitle = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class SavedFunction(BaseModel):
    """A Python function, under the name that it has in a design."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["function"]
    name: CustomModuleName
    code: str = Field(max_length=200_000)


class SavedGroup(BaseModel):
    """The nodes of a group with the edges between them, and the modules that were written for them."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["group"]
    group: NodeId
    nodes: dict[NodeId, Node] = Field(min_length=1, max_length=MAX_NODES)
    groups: dict[NodeId, dict[str, JsonValue]] = Field(max_length=MAX_NODES)
    notes: dict[NodeId, dict[str, JsonValue]] = Field(default={}, max_length=MAX_NODES)
    modules: dict[CustomModuleName, CustomModule] = Field(default={}, max_length=MAX_NODES)


SavedModuleContent = Annotated[SavedFunction | SavedGroup, Field(discriminator="kind")]
SavedModuleContentJson = Annotated[dict[str, object], ShapeOf(SavedModuleContent)]


class SavedModuleCreate(BaseModel):
    """A module to save."""

    title: SavedModuleTitle
    content: SavedModuleContent


class SavedModuleVersionCreate(BaseModel):
    """The new version of a saved module."""

    content: SavedModuleContent


class SavedModuleUpdate(BaseModel):
    """The new title."""

    title: SavedModuleTitle


class SavedModuleRead(BaseModel):
    """A saved module in its newest version."""

    id: str
    title: str
    kind: Literal["function", "group"]
    version: int
    created_at: datetime
    content: SavedModuleContentJson


def to_saved_module_read(session: Session, row: SavedModuleRow) -> SavedModuleRead:
    """A kept module as JSON."""
    newest = saved_module_store.get_newest_module_version(session, row.id)
    fields = row.model_dump(include={"id", "title", "kind"})
    return SavedModuleRead(**fields, version=newest.version, created_at=newest.created_at, content=newest.content)


@router.get("", needs="viewer")
def list_saved_modules(session: ReadSessionDep) -> list[SavedModuleRead]:
    """All saved modules by title."""
    return [to_saved_module_read(session, row) for row in saved_module_store.list_saved_modules(session)]


@router.post("", needs="editor", status_code=201)
def save_module(new: SavedModuleCreate, session: WriteSessionDep) -> SavedModuleRead:
    """Save a module for other designs. Its code is not run."""
    content = new.content.model_dump(mode="json")
    row = saved_module_store.create_saved_module(session, new.title, new.content.kind, content)
    audit_log.record_action(session, "module.kept", row.title, module=row.id, kind=row.kind)
    return to_saved_module_read(session, row)


@router.post("/{module_id}/versions", needs="editor", status_code=201)
def save_module_version(module_id: str, new: SavedModuleVersionCreate, session: WriteSessionDep) -> SavedModuleRead:
    """Save the next version of a module. Designs with an earlier version do not change until they are updated."""
    row = saved_module_store.get_saved_module(session, module_id)
    version = saved_module_store.add_saved_module_version(session, module_id, new.content.model_dump(mode="json"))
    audit_log.record_action(session, "module.changed", row.title, module=row.id, version=version.version)
    return to_saved_module_read(session, row)


@router.patch("/{module_id}", needs="editor")
def rename_saved_module(module_id: str, renamed: SavedModuleUpdate, session: WriteSessionDep) -> SavedModuleRead:
    """Rename a saved module."""
    row = saved_module_store.get_saved_module(session, module_id)
    audit_log.record_action(session, "module.renamed", renamed.title, module=row.id, before=row.title)
    row.title = renamed.title
    session.add(row)
    return to_saved_module_read(session, row)


@router.delete("/{module_id}", needs="editor", status_code=204)
def delete_saved_module(module_id: str, session: WriteSessionDep) -> None:
    """Delete a saved module; it can be restored. Designs keep their copies."""
    audit_log.record_action(
        session, "module.deleted", saved_module_store.delete_saved_module(session, module_id).title, module=module_id
    )


@router.post("/{module_id}/restore", needs="editor")
def restore_saved_module(module_id: str, session: WriteSessionDep) -> SavedModuleRead:
    """Undo a deletion."""
    row = saved_module_store.restore_saved_module(session, module_id)
    audit_log.record_action(session, "module.restored", row.title, module=row.id)
    return to_saved_module_read(session, row)
