"""The door of a team server: who comes with a session's cookie, or with an API token."""

from datetime import datetime, timedelta

from server.people import audit, sessions, tokens
from server.people.person import Caller
from server.storage.access_tables import SessionRow
from server.storage.database import Database
from server.storage.people_tables import TokenRow
from server.storage.place import within
from server.storage.tables import now
from server.storage.writers import Priority


def team_door(database: Database, cookie: str | None, bearer: str | None, address: str) -> Caller | None:
    """Who this is; None for strangers. A bearer token is an API token, and a session comes by its cookie only."""
    with within(None), database.reading() as session:
        found = tokens.caller(session, bearer) if bearer else sessions.caller(session, cookie) if cookie else None
    if found is None:
        return None
    caller, row = found
    if isinstance(row, TokenRow) and _uses.first(row.id, address, now().date()):
        _record_use(database, caller, row, address)
    if _long_ago(row.last_used_at, tokens.USE_KNOWN if bearer else sessions.USE_KNOWN):
        _note_use(database, row, address)
    return caller


#: The first use of an API token on a day and from an address is noted, and not each request.
_uses = audit.Once()


def _record_use(database: Database, caller: Caller, row: TokenRow, address: str) -> None:
    with within(row.workspace_id), database.session(row.id) as session:
        actor = audit.Actor(caller.person, address, {"token": row.name})
        audit.record_of(session, actor, "token.used", row.name, scope=row.scope)


def _long_ago(used: datetime | None, span: timedelta) -> bool:
    return used is None or now() - used > span


def _note_use(database: Database, row: SessionRow | TokenRow, address: str) -> None:
    with within(None), database.session(row.id, priority=Priority.BACKGROUND) as session:
        held = session.get(type(row), row.token_hash if isinstance(row, SessionRow) else row.id)
        if held is not None:
            held.last_used_at = now()
            if isinstance(held, SessionRow):
                held.address = address
            session.add(held)
