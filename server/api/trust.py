"""Trust: what a design holds that would run or reach outside, and the word of somebody who has looked at it."""

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel
from sqlmodel import Session

from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running
from server.api.designs import DesignState, told
from server.graph.document import read, title_of
from server.graph.own import with_own
from server.graph.secrets import all_asked
from server.graph.shown import code_of, outside_of
from server.people import audit
from server.people.audit import About
from server.runs.run_code import hashes
from server.storage import designs
from server.storage.tables import DesignRow

router = APIRouter(prefix="/designs", tags=["designs"], route_class=StrictRoute)

CHANGED = "Somebody changed this design while you looked. Look at it once more."


class Code(BaseModel):
    """Code that a design holds, and settings of what reaches out of the server; own modules are without a node."""

    node: str | None
    title: str
    language: str
    source: str
    #: The visitor of a link who changed it, if nobody has looked at it since.
    changed_by: str | None


class AskedSecret(BaseModel):
    """A secret that nodes ask for, and what these are called."""

    name: str
    nodes: list[str]


class HeldCode(BaseModel):
    """What somebody vouches for who trusts a design: its code, and the secrets that this is given then."""

    code: list[Code]
    secrets: list[AskedSecret]


class Vouching(BaseModel):
    """What somebody has seen before they trust the design, as `held-code` told it."""

    seen: HeldCode


@router.get("/{design_id}/held-code")
def read_code(design_id: str, session: Reading, context: Running) -> HeldCode:
    """All code that the design holds, the secrets it asks for, and what reaches out of the server. Nothing is run.

    What visitors changed comes first.
    """
    return _held(designs.get(session, design_id), context)


def _held(row: DesignRow, context: Context) -> HeldCode:
    design = read(row.document)
    catalog = with_own(design, context.catalog)
    titles = {name: module.title for name, module in catalog.items()}
    found: list[tuple[str | None, str, str, str]] = [
        *code_of(design, context.catalog),
        *((node, title, "settings", told) for node, title, told in outside_of(design, context.catalog)),
    ]
    parts = [
        Code(
            node=node,
            title=title,
            language=language,
            source=source,
            changed_by=row.waiting.get(node if node is not None else f"own_{title}"),
        )
        for node, title, language, source in found
    ]
    asked = [
        AskedSecret(name=name, nodes=[title_of(design.nodes[node], titles) for node in nodes])
        for name, nodes in sorted(all_asked(design, catalog).items())
    ]
    return HeldCode(code=sorted(parts, key=lambda part: part.changed_by is None), secrets=asked)


@router.post("/{design_id}/trust")
def trust_design(design_id: str, context: Running, vouching: Vouching | None = None) -> DesignState:
    """Let the scripts of an imported design run, and what visitors changed.

    With what was `seen`, only if that is what the design holds now; while changes of visitors wait, not without.
    """
    with context.database.session(design_id) as session:
        row = designs.get(session, design_id, lock=True)
        if (row.waiting or vouching) and (vouching is None or vouching.seen != _held(row, context)):
            raise HTTPException(409, CHANGED)
        by = sorted(set(row.waiting.values()))
        if by or not row.trusted:
            design = read(row.document)
            code = hashes(design, with_own(design, context.catalog))
            details = {"revision": row.revision, "code": code, **({"changed_by": by} if by else {})}
            audit.record(session, "design.trusted", row.name, About(row.id), **details)
        row.trusted = True
        state = _looked_at(session, row)
    context.soon(context.broadcast.send, design_id, "trust", {})
    return state


@router.post("/{design_id}/looked")
def look_at_changes(design_id: str, context: Running) -> DesignState:
    """Somebody has looked at what visitors changed. Code among it still waits for trust."""
    with context.database.session(design_id) as session:
        row = designs.get(session, design_id, lock=True)
        state = _looked_at(session, row) if row.trusted else told(row)
    context.soon(context.broadcast.send, design_id, "trust", {})
    return state


def _looked_at(session: Session, row: DesignRow) -> DesignState:
    row.waiting = {}
    session.add(row)
    return told(row)
