"""Designs: list, open, make, edit, delete, and what can be told of them without a run."""

import json
from asyncio import wrap_future
from datetime import datetime
from functools import partial
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, JsonValue, TypeAdapter, ValidationError
from sqlmodel import Session

from server.api import carried
from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running, Writing
from server.api.pages_of_lists import PAGED, After, Limit, announce_page
from server.api.summaries import DesignSummary, summarise_designs
from server.graph.document import Design, read
from server.graph.edits import Document, Edit, apply, taken
from server.graph.upgrades import upgrade_document
from server.people import audit
from server.people.audit import About
from server.people.notifications import acting_person
from server.people.person import Person, person_of
from server.runs.told import Run, told_run
from server.samples.gallery import gallery
from server.storage import design_list, designs, runs
from server.storage.design_list import Sort
from server.storage.designs import Foreseen, Taken
from server.storage.tables import DesignRow, RunRow, VersionRow

router = APIRouter(prefix="/designs", tags=["designs"], route_class=StrictRoute)


class NewDesign(BaseModel):
    """What a new design starts from: nothing, a document, a sample, a design that is there, its version or its run."""

    name: str | None = Field(default=None, max_length=200)
    document: dict[str, JsonValue] | None = None
    sample: str | None = None
    copy_of: str | None = None
    version: str | None = Field(default=None, max_length=64)
    run: str | None = Field(default=None, max_length=64)


class DesignState(BaseModel):
    """A design at its newest revision."""

    id: str
    revision: int
    document: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    trusted: bool


class EditsIn(BaseModel):
    """A change by the user. `id` is made by the client: sent twice, it is applied once."""

    client: str = Field(max_length=64)
    id: str = Field(max_length=64)
    label: str = Field(default="", max_length=200)
    edits: list[Edit] = Field(min_length=1, max_length=20_000)


class Revision(BaseModel):
    """The revision that holds the change."""

    revision: int


def told(row: DesignRow) -> DesignState:
    return DesignState.model_validate(row, from_attributes=True)


@router.get("", responses=PAGED)
def list_designs(
    session: Reading,
    context: Running,
    response: Response,
    sort: Sort = "edited",
    text: Annotated[str, Query(max_length=200, description="Words in the name or the description.")] = "",
    limit: Limit = 200,
    after: After = None,
) -> list[DesignSummary]:
    """The designs, the one edited last first, or those whose newest run is the newest, or by name."""
    page = design_list.page(session, sort, text, limit, after)
    announce_page(response, page)
    return summarise_designs(session, page.items, context.catalog)


@router.post("", status_code=201)
async def create_design(new: NewDesign, context: Running) -> DesignState:
    """Make a design: empty, from a sample, as a copy, or by import. What is imported is not trusted to run scripts."""

    def created() -> DesignState:
        came = _comments_in(new.document)
        with context.database.session() as session:
            begun = _beginning(new, session, context)
            document = {**begun.document, "name": new.name} if new.name else begun.document
            row = designs.create(session, document, trusted=begun.trusted, from_elsewhere=begun.from_elsewhere)
            row.person_id = acting_person()
            audit.record(session, "design.made", row.name, About(row.id), **_origin(new))
            carried.unpack(session, row.id, came)
            return told(row)

    state = await run_in_threadpool(created)
    nodes = read(state.document).nodes.values()
    await context.shelf.ensure(str(node.parameters.get("dataset")) for node in nodes)
    return state


def _origin(new: NewDesign) -> dict[str, Any]:
    """What a design was made of, for the audit log."""
    told = new.model_dump(include={"sample", "copy_of", "version", "run"}, exclude_none=True)
    return {**told, "imported": True} if new.document is not None else told


class _Begun(NamedTuple):
    """What a new design begins with."""

    document: Document
    trusted: bool = True
    from_elsewhere: bool = False


def _beginning(new: NewDesign, session: Session, context: Context) -> _Begun:
    if new.copy_of is not None:
        original = designs.get(session, new.copy_of)
        document = {**original.document, "name": f"{original.name} (copy)"}
        return _Begun(document, original.trusted, original.from_elsewhere)
    if new.version is not None or new.run is not None:
        return _earlier(new, session)
    if new.sample is not None:
        sample = gallery().get(new.sample)
        if sample is None:
            raise HTTPException(404, "This sample is not there.")
        return _Begun(sample.document)
    if new.document is not None:
        imported = {name: value for name, value in new.document.items() if name != carried.FIELD}
        return _Begun(checked(upgrade_document(imported, context.catalog)), trusted=False)
    return _Begun(Design().model_dump())


def _comments_in(document: Document | None) -> list[carried.CarriedThread]:
    """The comments that came with a file."""
    try:
        return TypeAdapter(carried.Carried).validate_python((document or {}).get(carried.FIELD, []))
    except ValidationError as error:
        raise HTTPException(422, f"The comments in this file cannot be read: {error.errors()[0]['msg']}.") from None


def _earlier(new: NewDesign, session: Session) -> _Begun:
    """A design as it was in one of its versions or runs; it is trusted if it was, and the design is."""
    row = session.get(VersionRow, new.version) if new.version is not None else session.get(RunRow, new.run)
    original = session.get(DesignRow, row.design_id) if row is not None else None
    if row is None or original is None:
        raise HTTPException(404, "This version is not there." if new.version is not None else "This run is not there.")
    called = f"run {row.number}" if isinstance(row, RunRow) else row.name or f"revision {row.revision}"
    document = {**row.document, "name": f"{row.document['name']} ({called})"[:200]}
    return _Begun(document, original.trusted and row.trusted, original.from_elsewhere)


def checked(document: Document) -> Document:
    """The document with all fields that a design has, if it is one; a sentence as the answer otherwise."""
    try:
        design = read(document)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise HTTPException(422, f"This is not a Designery design: {where}: {first['msg']}.") from None
    return design.model_dump(mode="json")


@router.get("/schema")
def design_schema() -> dict[str, Any]:
    """The JSON Schema of design files."""
    return Design.model_json_schema()


@router.get("/{design_id}")
def read_design(design_id: str, session: Reading) -> DesignState:
    """A design at its newest revision."""
    return told(designs.get(session, design_id))


@router.delete("/{design_id}", status_code=204)
def delete_design(design_id: str, session: Writing) -> None:
    """Delete a design; it can be restored."""
    audit.record(session, "design.deleted", designs.delete(session, design_id).name, About(design_id))


@router.post("/{design_id}/restore")
def restore_design(design_id: str, session: Writing) -> DesignState:
    """Take back a deletion."""
    row = designs.restore(session, design_id)
    audit.record(session, "design.restored", row.name, About(row.id))
    return told(row)


@router.post("/{design_id}/edits")
async def edit_design(design_id: str, change: EditsIn, request: Request, context: Running) -> Revision:
    """Apply a list of edits as one change. The answer means that it is safe on disk."""
    large = designs.is_large(design_id)
    foreseen = await run_in_threadpool(_foreseen, context, design_id, change) if large else None
    work = partial(edited, design_id=design_id, change=change, person=person_of(request.scope), foreseen=foreseen)
    # Nobody holds a thread while waiting for others to write.
    revision = await wrap_future(context.database.commit(work, design_id))
    if isinstance(revision, Taken):
        raise revision
    context.broadcast.wake(design_id)
    return Revision(revision=revision)


def _foreseen(context: Context, design_id: str, change: EditsIn) -> Foreseen | None:
    with context.database.reading() as session:
        return designs.foresee(session, design_id, partial(_apply_change, change))


def _apply_change(change: EditsIn, document: Document) -> Document:
    """The document after a change; raises Taken."""
    if names := taken(document, change.edits):
        raise Taken(names)
    after = apply(document, change.edits)
    checked(after)
    return after


def edited(
    session: Session, design_id: str, change: EditsIn, person: Person, foreseen: Foreseen | None = None
) -> int | Taken:
    """Apply a change of a person to a design: the revision that holds it, or which of its names others have."""
    renames = any(edit.path == ("name",) for edit in change.edits)
    before = designs.get(session, design_id, lock=True).name if renames else None
    body = {
        "client": change.client,
        "id": change.id,
        "label": change.label,
        "edits": [edit.to_json() for edit in change.edits],
        "person": {"id": person.id, "name": person.name},
    }
    revision = designs.edit(session, design_id, partial(_apply_change, change), body, change.id, foreseen)
    if before is not None and before != (after := designs.get(session, design_id, lock=True).name):
        audit.record(session, "design.renamed", after, About(design_id), before=before)
    return revision


@router.get("/{design_id}/export")
def export_design(
    design_id: str,
    session: Reading,
    comments: Annotated[
        bool, Query(description="Whether its comments go along, with the names of who wrote them.")
    ] = False,
) -> Response:
    """The design as a file."""
    row = designs.get(session, design_id)
    along = {carried.FIELD: carried.packed(session, design_id)} if comments else {}
    text = json.dumps({**row.document, **along}, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    name = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in row.name).strip() or "design"
    ascii_name = name.encode("ascii", "replace").decode().replace("?", "_")
    headers = {"Content-Disposition": f'attachment; filename="{ascii_name}.design.json"'}
    return Response(text, media_type="application/json", headers=headers)


@router.get("/{design_id}/latest")
def latest_run(design_id: str, session: Reading) -> Run | None:
    """The newest run, completed by what earlier runs last said of nodes that took no part in it."""
    designs.get(session, design_id)
    newest = next(iter(runs.of_design(session, design_id, limit=1)), None)
    if newest is None:
        return None
    latest = runs.latest_steps(session, design_id)
    steps = sorted((step for _, step in latest.values()), key=lambda step: step.position)
    return told_run(session, newest, steps)
