"""Trust: what a design holds that would run or reach outside, and the word of somebody who has looked at it."""

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel
from sqlmodel import Session

from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running
from server.api.designs import DesignState, told
from server.graph.document import read
from server.graph.shown import code_of, outside_of
from server.people import audit
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


class Vouching(BaseModel):
    """What somebody has seen before they trust the design, as `held-code` told it."""

    seen: list[Code]


@router.get("/{design_id}/held-code")
def read_code(design_id: str, session: Reading, context: Running) -> list[Code]:
    """All code that the design holds, and what reaches out of the server. It is read and not run.

    What visitors changed comes first.
    """
    return _held(designs.get(session, design_id), context)


def _held(row: DesignRow, context: Context) -> list[Code]:
    design = read(row.document)
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
    return sorted(parts, key=lambda part: part.changed_by is None)


@router.post("/{design_id}/trust")
def trust_design(design_id: str, context: Running, vouching: Vouching | None = None) -> DesignState:
    """Let the scripts of an imported design run, and what visitors changed.

    With what was `seen`, only if that is what the design holds now; while changes of visitors wait, not without.
    """
    with context.database.session() as session:
        row = designs.get(session, design_id, lock=True)
        if (row.waiting or vouching) and (vouching is None or vouching.seen != _held(row, context)):
            raise HTTPException(409, CHANGED)
        by = sorted(set(row.waiting.values()))
        row.trusted = True
        audit.record(session, "design.trusted", row.name, design=row.id, **({"changed_by": by} if by else {}))
        state = _looked_at(session, row)
    context.soon(context.broadcast.send, design_id, "trust", {})
    return state


@router.post("/{design_id}/looked")
def look_at_changes(design_id: str, context: Running) -> DesignState:
    """Somebody has looked at what visitors changed. Code among it still waits for trust."""
    with context.database.session() as session:
        row = designs.get(session, design_id, lock=True)
        state = _looked_at(session, row) if row.trusted else told(row)
    context.soon(context.broadcast.send, design_id, "trust", {})
    return state


def _looked_at(session: Session, row: DesignRow) -> DesignState:
    row.waiting = {}
    session.add(row)
    return told(row)
