"""Keys for the canvas in a frame on another site: each opens one design, as the person who made it, for some hours."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from server.auth.api_tokens import generate_token, hash_token
from server.auth.principals import LOCAL_PERSON, Caller, Person
from server.auth.roles import TokenScope
from server.storage.orm.access_tables import EmbedKeyRow
from server.storage.orm.account_tables import AccountRow
from server.storage.orm.core_tables import DesignRow, now
from server.storage.stores.design_store import NotFound

EMBED_KEY_PREFIX = "de_"
#: What requests by such a key are called in the audit log.
EMBED_NAME = "embedded canvas"
UNKNOWN_EMBED = "This embedded canvas does not exist. It may have ended."


def create_embed_key(
    session: Session, design_id: str, caller: Caller, origins: Sequence[str], lifetime: timedelta
) -> tuple[EmbedKeyRow, str]:
    """A new key with no more rights than the caller has, and what it is in clear: that is told once."""
    for stale in session.exec(select(EmbedKeyRow).where(col(EmbedKeyRow.expires_at) < now()).limit(100)):
        session.delete(stale)
    key = EMBED_KEY_PREFIX + generate_token()
    row = EmbedKeyRow(
        key_hash=hash_token(key),
        design_id=design_id,
        account_id=None if caller.person is LOCAL_PERSON else caller.person.id,
        scope=caller.token_scope or "write",
        allowed_origins=list(origins),
        expires_at=now() + lifetime,
    )
    session.add(row)
    session.flush()
    return row, key


def authenticate_embed_key(session: Session, key: str) -> Caller | None:
    """Who comes with this key; None where it is unknown or over, or its design or account is gone."""
    row = session.exec(select(EmbedKeyRow).where(EmbedKeyRow.key_hash == hash_token(key))).first()
    without_document = [defer(DesignRow.document)]  # type: ignore[arg-type]
    design = session.get(DesignRow, row.design_id, options=without_document) if row is not None else None
    if row is None or row.expires_at <= now() or design is None or design.deleted_at is not None:
        return None
    person = LOCAL_PERSON if row.account_id is None else _find_person(session, row.account_id)
    if person is None:
        return None
    scope: TokenScope = row.scope  # type: ignore[assignment]
    return Caller(
        person,
        workspace_id=design.workspace_id,
        token_scope=scope,
        token_name=EMBED_NAME,
        embed_id=row.id,
        design_id=row.design_id,
        expires_at=row.expires_at,
    )


def end_embed_keys(session: Session, account_id: str) -> list[str]:
    """End all keys of an account: whoever takes its sessions or tokens from it means these, too. Returns their ids."""
    ended = list(session.exec(select(EmbedKeyRow).where(EmbedKeyRow.account_id == account_id)))
    for row in ended:
        session.delete(row)
    return [row.id for row in ended]


def _find_person(session: Session, account_id: str) -> Person | None:
    account = session.get(AccountRow, account_id)
    return Person(account.id, account.name, "account") if account and account.disabled_at is None else None


def get_embed_key(session: Session, embed_id: str) -> EmbedKeyRow:
    """A key that is not over yet, by its id."""
    row = session.get(EmbedKeyRow, embed_id)
    if row is None or row.expires_at <= now():
        raise NotFound(UNKNOWN_EMBED)
    return row
