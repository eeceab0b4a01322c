"""Who a request to a team server comes from, by a session's cookie or an API token."""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlmodel import Session

from server.auth import api_tokens, audit_log, login_sessions
from server.auth.embed_keys import EMBED_KEY_PREFIX, authenticate_embed_key
from server.auth.principals import Caller
from server.storage.database import Database
from server.storage.orm.access_tables import SessionRow
from server.storage.orm.account_tables import ApiTokenRow
from server.storage.orm.core_tables import now
from server.storage.transactions.database_errors import DATABASE_ERRORS
from server.storage.transactions.workspace_context import use_workspace


def authenticate_request(database: Database, cookie: str | None, bearer: str | None, address: str) -> Caller | None:
    """Who this is; None for strangers. A bearer token is an API token, and a session comes by its cookie only."""
    with use_workspace(None), database.read_session() as session:
        if bearer and bearer.startswith(EMBED_KEY_PREFIX):
            return authenticate_embed_key(session, bearer)
        found = (
            api_tokens.authenticate_token(session, bearer)
            if bearer
            else login_sessions.authenticate_session(session, cookie)
            if cookie
            else None
        )
    if found is None:
        return None
    caller, row = found
    if isinstance(row, ApiTokenRow) and _first_uses.is_first(row.id, address, now().date()):
        _audit_token_use(database, caller, row, address)
    if _is_older_than(
        row.last_used_at, api_tokens.TOKEN_USE_INTERVAL if bearer else login_sessions.SESSION_USE_INTERVAL
    ):
        _update_last_used(database, row, address)
    return caller


#: The first use of an API token on a day and from an address is noted, and not each request.
_first_uses = audit_log.FirstTimeFilter()


def _audit_token_use(database: Database, caller: Caller, row: ApiTokenRow, address: str) -> None:
    with use_workspace(row.workspace_id), database.session(row.id) as session:
        actor = audit_log.Actor(caller.person, address, {"token": row.name})
        audit_log.record_action_of(session, actor, "token.used", row.name, scope=row.scope)


def _is_older_than(moment: datetime | None, span: timedelta) -> bool:
    return moment is None or now() - moment > span


def _update_last_used(database: Database, row: SessionRow | ApiTokenRow, address: str) -> None:
    """Note the time of a use soon: no request waits for that, or fails with it."""
    key = row.token_hash if isinstance(row, SessionRow) else row.id

    def update_row(session: Session) -> None:
        stored = session.get(type(row), key)
        if stored is not None:
            stored.last_used_at = now()
            if isinstance(stored, SessionRow):
                stored.address = address
            session.add(stored)

    with use_workspace(None), suppress(*DATABASE_ERRORS):
        database.submit_change(update_row, row.id)
