"""Editing through a link: a visitor without an account works on the same design, as far as the link shows it.

Nothing here runs anything or looks into data. What a visitor changes is marked as waiting (`DesignRow.waiting`) until a
member of the workspace runs the design or says that they have looked at it; code, and what reaches out of the server,
takes the design's trust away. `graph/visitors.py` decides what may be changed.
"""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from pydantic import ValidationError
from sqlmodel import Session

from server.api.analysis import Analysis, analysed
from server.api.answers import StrictRoute
from server.api.catalog import CatalogOut, read_catalog
from server.api.context import Context, Reading, Running
from server.api.designs import DesignState, EditsIn, Revision, checked
from server.api.examples import HelpOut, read_help
from server.api.presence import At
from server.api.shared import SharedStep, pane_of, seen_module, steps_of, told_steps
from server.api.shared_problems import seen_analysis
from server.api.throttle import Throttle
from server.api.visits import Here, Visiting
from server.graph.document import read
from server.graph.edits import Document, apply, taken
from server.graph.own import own_modules
from server.graph.visitors import Closed, asks_for_trust, changed_parts
from server.people import audit
from server.people.audit import About
from server.people.person import Person
from server.people.visitors import own_name, visitor
from server.storage import designs, events, versions
from server.storage.designs import Taken
from server.storage.tables import DesignRow
from server.storage.writers import Priority

router = APIRouter(prefix="/shared/{share_id}/design", tags=["shared"], route_class=StrictRoute)

#: Changes a minute: of one visitor, and of all who came by one link.
_of_visitor, _of_link = Throttle(300, 60), Throttle(1_500, 60)
_words, _looks = Throttle(1_800, 60), Throttle(400, 60)
MANY = "Too many changes at once. They will be saved in a moment."
#: What one change may bring, and how large a design may become by changes of visitors.
LARGEST_CHANGE = 2**20
LARGEST_DESIGN = 8 * 2**20
#: Once in so long the audit log says that a visitor is at work.
NOTED_SECONDS = 3_600
_noted = Throttle(1, NOTED_SECONDS)


def _editing(visiting: Here) -> Visiting:
    """The visit, where the link is for editing."""
    if visiting.share.scope != "edit":
        raise HTTPException(403, "This link is for looking. Ask the owner for one that lets you edit.")
    return visiting


Editing = Annotated[Visiting, Depends(_editing)]


@router.get("")
def read_edited(visiting: Editing, session: Reading, context: Running) -> DesignState:
    """The design at its newest revision, as far as the link shows it."""
    row = designs.get(session, visiting.share.design_id)
    pane = pane_of(visiting.share, read(row.document), session, context)
    dates: dict[str, datetime] = {"created_at": visiting.share.created_at, "updated_at": row.updated_at}
    return DesignState(
        id=visiting.share.id, revision=row.revision, document=pane.seen(row.document), trusted=True, **dates
    )


@router.get("/catalog", dependencies=[Depends(_editing)], response_model=CatalogOut)
def read_palette(request: Request) -> Response:
    """All modules that there are to add, and which ports fit together."""
    return read_catalog(request)


@router.get("/help/{name}", dependencies=[Depends(_editing)])
def read_module_help(name: str, context: Running) -> HelpOut:
    """The errors of a module, and a small design that shows it at work."""
    return read_help(name, context)


@router.get("/steps")
def read_steps(visiting: Editing, session: Reading, context: Running) -> list[SharedStep]:
    """What is shown of results that belong to the design as it is now."""
    row = designs.get(session, visiting.share.design_id)
    found = steps_of(visiting.share, row, session, context)
    return told_steps(found, session, visiting.share)


@router.get("/analysis")
def analyse_shared(visiting: Editing, session: Reading, context: Running) -> Analysis:
    """Problems and columns, as far as the link shows them. Nothing is looked up in data for it."""
    if not _looks.allows(visiting.visit.token_hash):
        raise HTTPException(429, MANY)
    _looks.failed(visiting.visit.token_hash)
    row = designs.get(session, visiting.share.design_id)
    share, design = visiting.share, read(row.document)
    own = [seen_module(share, module, own=True) for module in own_modules(design).values()]
    pane = pane_of(share, design, session, context)
    return seen_analysis(analysed(session, context, row, advised=False), share.shows, pane, design, own)


@router.post("/presence", status_code=204)
async def tell_shared_presence(at: At, visiting: Editing, context: Running) -> None:
    """Tell the others where this visitor is on the canvas."""
    person = visitor(visiting.share, visiting.visit)
    if not _words.allows(person.id):
        raise HTTPException(429, MANY)
    _words.failed(person.id)
    told = at.model_dump(mode="json", exclude={"client"})
    if not context.presence.move(visiting.share.design_id, own_name(visiting.visit, at.client), person, told):
        raise HTTPException(404, "This tab does not listen to the events of this design.")


@router.post("/edits")
def edit_shared(change: EditsIn, visiting: Editing, request: Request, context: Running) -> Revision:
    """Apply a visitor's change to what the link shows of the design; refused where it would reach further."""
    person = visitor(visiting.share, visiting.visit)
    _refuse_flood(change, visiting, person)
    address = request.client.host if request.client else ""
    audit.act_as(audit.Actor(person, address, {"share": visiting.share.id}))
    with context.database.session(visiting.share.design_id, priority=Priority.EDIT) as session:
        revision = _edited(session, context, change, visiting, person)
        _note(session, visiting, person)
    if isinstance(revision, Taken):
        raise revision
    context.soon(context.broadcast.wake, visiting.share.design_id)
    return Revision(revision=revision)


def _refuse_flood(change: EditsIn, visiting: Visiting, person: Person) -> None:
    if not (_of_visitor.allows(person.id) and _of_link.allows(visiting.share.id)):
        raise HTTPException(429, MANY)
    _of_visitor.failed(person.id)
    _of_link.failed(visiting.share.id)
    if len(change.model_dump_json()) > LARGEST_CHANGE:
        raise HTTPException(413, "One change through a link may have 1 MiB at most.")


def _edited(session: Session, context: Context, change: EditsIn, visiting: Visiting, person: Person) -> int | Taken:
    row = designs.get(session, visiting.share.design_id, lock=True)
    pane = pane_of(visiting.share, read(row.document), session, context)
    body: dict[str, Any] = {
        "client": own_name(visiting.visit, change.client),
        "id": own_name(visiting.visit, change.id),
        "label": change.label,
        "person": {"id": person.id, "name": person.name},
    }

    def changed(document: Document) -> Document:
        if names := taken(document, change.edits):
            raise Taken(names)
        try:
            edits = pane.behind(document, change.edits, events.withheld(session, row.id, person.id))
        except Closed as closed:
            raise HTTPException(422, str(closed)) from None
        except ValidationError:
            raise HTTPException(422, "After this change it would not be a design any more.") from None
        after = apply(document, edits)
        checked(after)
        _refuse_large(after)
        _mark(session, row, document, after, person, context)
        if hidden := pane.hidden_in(document, edits):
            events.append(session, row.id, events.WITHHELD, {"nodes": hidden, "person": person.id})
        body["edits"] = [edit.to_json() for edit in edits]
        return after

    return designs.edit(session, row.id, changed, body, body["id"])


def _refuse_large(document: Document) -> None:
    # Counted roughly: text of JSON without its escapes is no longer than it is written.
    if len(repr(document)) > LARGEST_DESIGN:
        raise HTTPException(413, "Through a link a design can grow to 8 MiB at most.")


def _mark(
    session: Session, row: DesignRow, before: Document, after: Document, person: Person, context: Context
) -> None:
    """Note what waits for somebody to look at it, and keep the design as it was before the first such change."""
    changed = changed_parts(before, after)
    if not changed:
        return
    if not row.waiting:
        row.waiting_since = versions.keep(session, row.id, row.revision, before, "visitor", by=person.name).id
    row.waiting = {**row.waiting, **dict.fromkeys(sorted(changed), person.name)}
    if row.trusted and asks_for_trust(read(after), changed, context.catalog):
        row.trusted, row.from_elsewhere = False, True
        audit.record(session, "share.code", row.name, About(row.id), nodes=sorted(changed))
    session.add(row)


def _note(session: Session, visiting: Visiting, person: Person) -> None:
    """A line in the audit log for each visitor at work, once an hour."""
    share = visiting.share
    if _noted.allows(person.id):
        _noted.failed(person.id)
        audit.record(session, "share.edited", share.name, About(share.design_id), share=share.id)
