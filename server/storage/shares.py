"""Share links in the database: what they allow, and whether they still do."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from sqlmodel import Session, col, select

from server.storage.access_tables import ShareRow, VisitRow
from server.storage.designs import NotThere
from server.storage.tables import DesignRow, now

#: So long after its last request, or the end of its event stream, a visit is over.
VISIT = timedelta(minutes=15)
#: So long after that, whoever shows the link's token again is still the same visitor, with their own comments.
REMEMBERED = timedelta(days=1)
#: A visit is prolonged once so much of that is gone, and not with every request.
PROLONGED = timedelta(minutes=5)
#: Said alike of a link that never was, and to whoever has no right to it.
UNKNOWN = "This link is not there."


class Ended(Exception):
    """The link was valid once; the message says when it ended."""


def hashed(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def of_design(session: Session, design_id: str) -> list[ShareRow]:
    """The links to a design, the newest first."""
    query = select(ShareRow).where(ShareRow.design_id == design_id)
    return list(session.exec(query.order_by(col(ShareRow.created_at).desc())))


def get(session: Session, share_id: str) -> ShareRow:
    row = session.get(ShareRow, share_id)
    if row is None:
        raise NotThere(UNKNOWN)
    return row


def new_id() -> str:
    return secrets.token_urlsafe(12)


def new_token() -> str:
    """256 bits."""
    return secrets.token_urlsafe(32)


def known(session: Session, share_id: str, token: str) -> ShareRow:
    """The link whose token this is. Raises NotThere where there is none, and takes as long for that."""
    row = session.get(ShareRow, share_id)
    fits = hmac.compare_digest(row.token_hash if row else hashed(""), hashed(token))
    if row is None or not fits:
        raise NotThere(UNKNOWN)
    return row


def still_valid(session: Session, share: ShareRow) -> None:
    """Raise Ended where the link was revoked, has expired, or its design is gone."""
    design = session.get(DesignRow, share.design_id)
    at = now()
    moments = [share.revoked_at, share.expires_at, design.deleted_at if design else at]
    over = [moment for moment in moments if moment is not None and moment <= at]
    if over:
        first = min(over)
        raise Ended(f"This link ended on {first.day} {first:%b %Y}. Ask the owner for a new one.")


def open_visit(session: Session, share: ShareRow, *, name: str = "", counted: bool = True) -> str:
    """A token for a browser that has shown the link's; it is good for this link only, and while it is used."""
    for stale in session.exec(select(VisitRow).where(col(VisitRow.expires_at) < now() - REMEMBERED).limit(100)):
        session.delete(stale)
    token = new_token()
    session.add(VisitRow(token_hash=hashed(token), share_id=share.id, name=name, expires_at=now() + VISIT))
    if counted:
        _count(session, share)
    return token


def take_up(session: Session, share: ShareRow, token: str, *, name: str = "") -> bool:
    """Whether a browser that has shown the link's token was here before: its visit goes on, or begins again."""
    visit = session.get(VisitRow, hashed(token))
    if visit is None or visit.share_id != share.id or visit.expires_at < now() - REMEMBERED:
        return False
    visit.expires_at, visit.name = now() + VISIT, name
    session.add(visit)
    _count(session, share)
    return True


def _count(session: Session, share: ShareRow) -> None:
    share.opened += 1
    share.last_used_at = now()
    session.add(share)


def visited(session: Session, share_id: str, token: str) -> tuple[ShareRow, VisitRow]:
    """The link that a visit is for. Raises NotThere where the visit is none of it, Ended where it was once."""
    visit = session.get(VisitRow, hashed(token))
    if visit is None or visit.expires_at < now() or not hmac.compare_digest(visit.share_id, share_id):
        raise NotThere(UNKNOWN)
    share = get(session, share_id)
    still_valid(session, share)
    return share, visit


def idle(visit: VisitRow) -> bool:
    """Whether a visit, which is in use, has to be prolonged to go on."""
    return visit.expires_at < now() + VISIT - PROLONGED


def prolong(session: Session, token_hash: str) -> None:
    """A visit that is in use goes on."""
    visit = session.get(VisitRow, token_hash)
    if visit is not None:
        visit.expires_at = now() + VISIT
        session.add(visit)


def revoke(session: Session, share: ShareRow) -> None:
    """End a link. Its open tabs are told so by their event streams."""
    share.revoked_at = share.revoked_at or now()
    session.add(share)
