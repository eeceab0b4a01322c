"""Designs in the database."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from server.storage import events, versions
from server.storage.tables import DesignRow, now
from server.storage.written import Written

Document = dict[str, Any]


class NotThere(Exception):
    """What was asked for is not there; the message says so to the user."""


class Taken(Exception):
    """New things have the names of others; `names` are their paths."""

    def __init__(self, names: list[list[str]]) -> None:
        super().__init__("Somebody else has just made something under this name.")
        self.names = names


def create(
    session: Session,
    document: Document,
    *,
    trusted: bool = True,
    from_elsewhere: bool | None = None,
    hidden: bool = False,
) -> DesignRow:
    """A new design; what is not trusted came from elsewhere, and what was made of it did too."""
    design = DesignRow(document=document, name=document["name"], trusted=trusted, hidden=hidden)
    design.from_elsewhere = not trusted or bool(from_elsewhere)
    session.add(design)
    session.flush()
    return design


def get(session: Session, design_id: str, *, deleted: bool = False, lock: bool = False) -> DesignRow:
    """The design; raises NotThere where there is none or it was deleted."""
    query = select(DesignRow).where(DesignRow.id == design_id)
    if lock:  # with its document only where somebody asks for that
        query = query.options(defer(DesignRow.document)).with_for_update(key_share=True)  # type: ignore[arg-type]
    design = session.exec(query).first()
    if design is None or (design.deleted_at is not None) != deleted:
        raise NotThere("This design is not there. It may have been deleted.")
    return design


def newest_first(session: Session) -> list[DesignRow]:
    """All designs with their documents, for what looks into each of them; lists have `design_list`."""
    query = select(DesignRow).where(col(DesignRow.deleted_at).is_(None), col(DesignRow.hidden).is_(False))
    return list(session.exec(query.order_by(col(DesignRow.updated_at).desc())))


@dataclass(frozen=True)
class Foreseen:
    """What a change makes of one revision of a design, worked out before the transaction that writes it."""

    revision: int
    before: Document
    after: Written


def foresee(session: Session, design_id: str, change: Callable[[Document], Document]) -> Foreseen | None:
    """What a change will come to, if nobody else is quicker; None where only the transaction can tell."""
    design = get(session, design_id)
    try:
        return Foreseen(design.revision, design.document, Written(change(design.document)))
    except Exception:
        # It may have been made already, under its key, or what it needs may just be on its way.
        return None


def edit(
    session: Session,
    design_id: str,
    change: Callable[[Document], Document],
    body: dict[str, Any],
    key: str | None,
    foreseen: Foreseen | None = None,
) -> int | Taken:
    """Change the design as one revision and return that; a change with the key of an earlier one does nothing.

    `change` may raise Taken. That answer is kept like any other: a copy of the request that comes later finds it, since
    the client has sent the change under another key by then.
    """
    design = get(session, design_id, lock=True)
    if key is not None and (known := events.with_key(session, design_id, key)):
        return Taken(known.body["taken"]) if known.kind == events.REFUSED else int(known.body["revision"])
    if foreseen is None or foreseen.revision != design.revision:
        try:
            foreseen = Foreseen(design.revision, design.document, Written(change(design.document)))
        except Taken as refusal:
            events.append(session, design_id, events.REFUSED, {"taken": refusal.names}, key)
            return refusal
    if now() - design.updated_at > versions.PAUSE:
        by = body.get("person", {}).get("name")
        versions.keep(session, design.id, design.revision, foreseen.before, "pause", by=by)
    design.document, design.name = foreseen.after, foreseen.after["name"]
    design.revision += 1
    design.updated_at = now()
    session.add(design)
    events.append(session, design_id, "edits", {**body, "revision": design.revision}, key)
    return design.revision


def delete(session: Session, design_id: str) -> DesignRow:
    design = get(session, design_id)
    design.deleted_at = now()
    session.add(design)
    return design


def restore(session: Session, design_id: str) -> DesignRow:
    design = get(session, design_id, deleted=True)
    design.deleted_at = None
    session.add(design)
    return design
