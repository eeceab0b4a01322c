"""Designs in the database."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import Session, select

from server.storage.orm.core_tables import DesignRow, now
from server.storage.stores import event_log, version_store
from server.storage.transactions.serialized_document import SerializedDocument

DocumentJson = dict[str, Any]


#: From this length of its JSON on, a change of a design is worked out before the transaction.
LARGE_DOCUMENT_LENGTH = 2**15
#: The designs that were larger when they were last changed by this process; so many are remembered.
_large_design_ids: dict[str, None] = {}
MAX_LARGE_DESIGN_IDS = 10_000


class NotFound(Exception):
    """What was asked for is not there; the message says so to the user."""


class IdConflict(Exception):
    """New things have the ids of others; `paths` says which."""

    def __init__(self, paths: list[list[str]]) -> None:
        super().__init__("Someone else has just used this name. Try again.")
        self.paths = paths


def build_design_row(
    document: DocumentJson, *, trusted: bool = True, imported: bool | None = None, internal: bool = False
) -> DesignRow:
    """The row of a new design, which is in no session yet."""
    design = DesignRow(document=SerializedDocument(document), name=document["name"], trusted=trusted, internal=internal)
    design.imported = not trusted or bool(imported)
    return design


def create_design(
    session: Session,
    document: DocumentJson,
    *,
    trusted: bool = True,
    imported: bool | None = None,
    internal: bool = False,
) -> DesignRow:
    """A new design; what is not trusted came from elsewhere, and what was made of it did too."""
    design = build_design_row(document, trusted=trusted, imported=imported, internal=internal)
    session.add(design)
    session.flush()
    return design


def get_design(
    session: Session, design_id: str, *, deleted: bool = False, lock: bool = False, defer_document: bool = False
) -> DesignRow:
    """The design; raises NotFound where there is none or it was deleted.

    With `defer_document` it gets its document only when somebody asks for that.
    """
    query = select(DesignRow).where(DesignRow.id == design_id)
    if defer_document:
        query = query.options(defer(DesignRow.document))  # type: ignore[arg-type]
    if lock:
        query = query.with_for_update(key_share=True)
    design = session.exec(query).first()
    if design is None or (design.deleted_at is not None) != deleted:
        raise NotFound("This design does not exist. It may have been deleted.")
    return design


@dataclass(frozen=True)
class PreparedEdit:
    """What a change makes of one revision of a design, worked out before the transaction that writes it."""

    revision: int
    before: DocumentJson
    after: SerializedDocument


def is_large_design(design_id: str) -> bool:
    """Whether it pays to prepare a change of this design before its transaction."""
    return design_id in _large_design_ids


def _remember_size(design_id: str, document: SerializedDocument) -> None:
    _large_design_ids.pop(design_id, None)
    if len(document.text) >= LARGE_DOCUMENT_LENGTH:
        if len(_large_design_ids) >= MAX_LARGE_DESIGN_IDS:
            _large_design_ids.clear()
        _large_design_ids[design_id] = None


def prepare_edit(
    session: Session, design_id: str, change: Callable[[DocumentJson], DocumentJson]
) -> PreparedEdit | None:
    """What a change will come to, if nobody else is quicker; None where only the transaction can tell."""
    design = get_design(session, design_id)
    try:
        return PreparedEdit(design.revision, design.document, SerializedDocument(change(design.document)))
    except Exception:
        # It may have been made already, under its key, or what it needs may just be on its way.
        return None


def apply_edit(
    session: Session,
    design_id: str,
    change: Callable[[DocumentJson], DocumentJson],
    body: dict[str, Any],
    idempotency_key: str | None,
    prepared: PreparedEdit | None = None,
) -> int | IdConflict:
    """Change the design as one revision and return that; a change with the key of an earlier one does nothing.

    `change` may raise IdConflict. That answer is kept like any other: a copy of the request that comes later finds it,
    since the client has sent the change under another key by then.
    """
    design = get_design(session, design_id, lock=True, defer_document=prepared is not None)
    if idempotency_key is not None and (known := event_log.find_event_by_key(session, design_id, idempotency_key)):
        return IdConflict(known.body["taken"]) if known.kind == event_log.REFUSED_EDIT else int(known.body["revision"])
    if prepared is None or prepared.revision != design.revision:
        try:
            prepared = PreparedEdit(design.revision, design.document, SerializedDocument(change(design.document)))
        except IdConflict as conflict:
            event_log.append_event(
                session, design_id, event_log.REFUSED_EDIT, {"taken": conflict.paths}, idempotency_key
            )
            return conflict
    if now() - design.updated_at > version_store.AUTOSAVE_PAUSE:
        by = body.get("person", {}).get("name")
        version_store.save_version(session, design.id, design.revision, prepared.before, "pause", author_name=by)
    design.document, design.name = prepared.after, prepared.after["name"]
    _remember_size(design_id, prepared.after)
    design.revision += 1
    design.updated_at = now()
    session.add(design)
    event_log.append_event(session, design_id, "edits", {**body, "revision": design.revision}, idempotency_key)
    return design.revision


def delete_design(session: Session, design_id: str) -> DesignRow:
    design = get_design(session, design_id)
    design.deleted_at = now()
    session.add(design)
    return design


def restore_design(session: Session, design_id: str) -> DesignRow:
    design = get_design(session, design_id, deleted=True)
    design.deleted_at = None
    session.add(design)
    return design
