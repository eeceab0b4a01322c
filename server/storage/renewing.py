"""All that is sealed gets a new key, while the server may go on."""

from pathlib import Path

from sqlmodel import Session, select

from server.storage.database import Database
from server.storage.notification_tables import HookRow
from server.storage.occupied import keys_alone
from server.storage.sealing import Seal, Unsealable
from server.storage.tables import ConnectionRow, SecretRow


def seal_anew(database: Database, folder: Path) -> int:
    """Seal everything with a new key; returns how much that is. Raises Unsealable, and has changed nothing then.

    The key file opens both what is sealed with the former key and with the new one until the transaction is over, so
    that a crash at any moment leaves all of it readable. Who seals something meanwhile takes the new key, or has
    committed before this transaction begins: writers follow one another.
    """
    seal = Seal(folder)
    with keys_alone(folder):
        _refuse_what_does_not_open(database, seal)
        with seal.renewing(), database.session() as session:
            rows = _sealed(session)
            for row in rows:
                row.sealed = seal.sealed(seal.opened(row.sealed))
                session.add(row)
            return len(rows)


def _refuse_what_does_not_open(database: Database, seal: Seal) -> None:
    if not seal.path.exists():
        raise Unsealable(
            f"There is no key at {seal.path}, so there is none to replace. It is made with the first secret."
        )
    with database.reading() as session:
        closed = [row.name for row in _sealed(session) if not _opens(seal, row.sealed)]
    if closed:
        raise Unsealable(
            f"The key at {seal.path} does not open {', '.join(sorted(closed))}. Nothing was changed. Put the right key "
            "back, or enter these again."
        )


def _sealed(session: Session) -> list[ConnectionRow | SecretRow | HookRow]:
    """All rows with something sealed in them."""
    return [*session.exec(select(ConnectionRow)), *session.exec(select(SecretRow)), *session.exec(select(HookRow))]


def _opens(seal: Seal, sealed: str) -> bool:
    try:
        seal.opened(sealed)
    except Unsealable:
        return False
    return True
