"""Modules that users keep for other designs: list, keep, a new version, rename, delete."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints
from sqlmodel import Session

from server.api.answers import StrictRoute
from server.api.context import Reading, Writing
from server.graph.document import Node, NodeId, OwnModule, OwnName
from server.people import audit
from server.storage import kept_modules
from server.storage.tables import KeptModuleRow

router = APIRouter(prefix="/kept-modules", tags=["kept modules"], route_class=StrictRoute)

MOST_NODES = 500
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class KeptFunction(BaseModel):
    """A Python function, under the name that it has in a design."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["function"]
    name: OwnName
    code: str = Field(max_length=200_000)


class KeptGroup(BaseModel):
    """The nodes of a group with the edges between them, and the modules that were written for them."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["group"]
    group: NodeId
    nodes: dict[NodeId, Node] = Field(min_length=1, max_length=MOST_NODES)
    groups: dict[NodeId, dict[str, JsonValue]] = Field(max_length=MOST_NODES)
    notes: dict[NodeId, dict[str, JsonValue]] = Field(default={}, max_length=MOST_NODES)
    modules: dict[OwnName, OwnModule] = Field(default={}, max_length=MOST_NODES)


Content = Annotated[KeptFunction | KeptGroup, Field(discriminator="kind")]


class NewKept(BaseModel):
    """A module to keep."""

    title: Title
    content: Content


class NewVersion(BaseModel):
    """What a kept module is from now on."""

    content: Content


class NewTitle(BaseModel):
    """The new title."""

    title: Title


class Kept(BaseModel):
    """A kept module in its newest version."""

    id: str
    title: str
    kind: Literal["function", "group"]
    version: int
    created_at: datetime
    content: dict[str, Any]


def told(session: Session, row: KeptModuleRow) -> Kept:
    """A kept module as JSON."""
    newest = kept_modules.newest(session, row.id)
    fields = row.model_dump(include={"id", "title", "kind"})
    return Kept(**fields, version=newest.version, created_at=newest.created_at, content=newest.content)


@router.get("")
def list_kept_modules(session: Reading) -> list[Kept]:
    """All kept modules by title."""
    return [told(session, row) for row in kept_modules.all_of(session)]


@router.post("", status_code=201)
def keep_module(new: NewKept, session: Writing) -> Kept:
    """Keep a module for other designs. Its code is not run."""
    content = new.content.model_dump(mode="json")
    row = kept_modules.create(session, new.title, new.content.kind, content)
    audit.record(session, "module.kept", row.title, module=row.id, kind=row.kind)
    return told(session, row)


@router.post("/{module_id}/versions", status_code=201)
def keep_version(module_id: str, new: NewVersion, session: Writing) -> Kept:
    """Keep the next version of a module. Designs that use an earlier one stay as they are until they are updated."""
    row = kept_modules.get(session, module_id)
    version = kept_modules.add_version(session, module_id, new.content.model_dump(mode="json"))
    audit.record(session, "module.changed", row.title, module=row.id, version=version.version)
    return told(session, row)


@router.patch("/{module_id}")
def rename_kept_module(module_id: str, renamed: NewTitle, session: Writing) -> Kept:
    """Give a kept module another title."""
    row = kept_modules.get(session, module_id)
    audit.record(session, "module.renamed", renamed.title, module=row.id, before=row.title)
    row.title = renamed.title
    session.add(row)
    return told(session, row)


@router.delete("/{module_id}", status_code=204)
def forget_module(module_id: str, session: Writing) -> None:
    """Take a module off the palette; it can be restored. Designs keep their copies."""
    audit.record(session, "module.deleted", kept_modules.delete(session, module_id).title, module=module_id)


@router.post("/{module_id}/restore")
def restore_kept_module(module_id: str, session: Writing) -> Kept:
    """Take back a deletion."""
    row = kept_modules.restore(session, module_id)
    audit.record(session, "module.restored", row.title, module=row.id)
    return told(session, row)
