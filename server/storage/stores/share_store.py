"""Share links in the database: what they allow, and whether they still do."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from server.storage.orm.access_tables import GuestSessionRow, ShareRow
from server.storage.orm.core_tables import DesignRow, now
from server.storage.stores.design_store import NotFound

#: So long after its last request, or the end of its event stream, the session of a guest is over.
GUEST_SESSION_LIFETIME = timedelta(minutes=15)
#: So long after that, whoever shows the link's token again is still the same guest, with their own comments.
GUEST_MEMORY = timedelta(days=1)
#: A guest session is extended once so much of that is gone, and not with every request.
EXTENSION_INTERVAL = timedelta(minutes=5)
#: Said alike of a link that never was, and to whoever has no right to it.
UNKNOWN_LINK = "This link does not exist."


class LinkExpired(Exception):
    """The link was valid once; the message says when it ended."""


def hash_share_token(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def list_shares(session: Session, design_id: str) -> list[ShareRow]:
    """The links to a design, the newest first."""
    query = select(ShareRow).where(ShareRow.design_id == design_id)
    return list(session.exec(query.order_by(col(ShareRow.created_at).desc())))


def get_share(session: Session, share_id: str) -> ShareRow:
    row = session.get(ShareRow, share_id)
    if row is None:
        raise NotFound(UNKNOWN_LINK)
    return row


def generate_share_id() -> str:
    return secrets.token_urlsafe(12)


def generate_share_token() -> str:
    """256 bits."""
    return secrets.token_urlsafe(32)


def verify_share_token(session: Session, share_id: str, token: str) -> ShareRow:
    """The link whose token this is. Raises NotFound where there is none, and takes as long for that."""
    row = session.get(ShareRow, share_id)
    matches = hmac.compare_digest(row.token_hash if row else hash_share_token(""), hash_share_token(token))
    if row is None or not matches:
        raise NotFound(UNKNOWN_LINK)
    return row


def require_valid_share(session: Session, share: ShareRow) -> None:
    """Raise LinkExpired where the link was revoked, has expired, or its design is gone."""
    # Not its document, which may be large: this is asked with each request and each event of a link.
    design = session.get(DesignRow, share.design_id, options=[defer(DesignRow.document)])  # type: ignore[arg-type]
    at = now()
    moments = [share.revoked_at, share.expires_at, design.deleted_at if design else at]
    over = [moment for moment in moments if moment is not None and moment <= at]
    if over:
        first = min(over)
        raise LinkExpired(f"This link expired on {first.day} {first:%b %Y}. Ask the owner for a new one.")


def create_guest_session(session: Session, share: ShareRow, *, name: str = "", count_visit: bool = True) -> str:
    """A token for a browser that has shown the link's; it is good for this link only, and while it is used."""
    for stale in session.exec(
        select(GuestSessionRow).where(col(GuestSessionRow.expires_at) < now() - GUEST_MEMORY).limit(100)
    ):
        session.delete(stale)
    token = generate_share_token()
    session.add(
        GuestSessionRow(
            token_hash=hash_share_token(token), share_id=share.id, name=name, expires_at=now() + GUEST_SESSION_LIFETIME
        )
    )
    if count_visit:
        _count_visit(session, share)
    return token


def resume_guest_session(session: Session, share: ShareRow, token: str, *, name: str = "") -> bool:
    """Whether a browser that has shown the link's token was here before: its session goes on, or begins again."""
    guest_session = session.get(GuestSessionRow, hash_share_token(token))
    if guest_session is None or guest_session.share_id != share.id or guest_session.expires_at < now() - GUEST_MEMORY:
        return False
    guest_session.expires_at, guest_session.name = now() + GUEST_SESSION_LIFETIME, name
    session.add(guest_session)
    _count_visit(session, share)
    return True


def _count_visit(session: Session, share: ShareRow) -> None:
    share.visit_count += 1
    share.last_used_at = now()
    session.add(share)


def get_guest_session(session: Session, share_id: str, token: str) -> tuple[ShareRow, GuestSessionRow]:
    """The link that a guest session is for; raises NotFound where it is for another one, and LinkExpired."""
    guest_session = session.get(GuestSessionRow, hash_share_token(token))
    if (
        guest_session is None
        or guest_session.expires_at < now()
        or not hmac.compare_digest(guest_session.share_id, share_id)
    ):
        raise NotFound(UNKNOWN_LINK)
    share = get_share(session, share_id)
    require_valid_share(session, share)
    return share, guest_session


def needs_extension(guest_session: GuestSessionRow) -> bool:
    """Whether a guest session, which is in use, has to be extended to go on."""
    return guest_session.expires_at < now() + GUEST_SESSION_LIFETIME - EXTENSION_INTERVAL


def extend_guest_session(session: Session, token_hash: str) -> None:
    """A guest session that is in use goes on."""
    guest_session = session.get(GuestSessionRow, token_hash)
    if guest_session is not None:
        guest_session.expires_at = now() + GUEST_SESSION_LIFETIME
        session.add(guest_session)


def revoke_share(session: Session, share: ShareRow) -> None:
    """End a link. Its open tabs are told so by their event streams."""
    share.revoked_at = share.revoked_at or now()
    session.add(share)
