"""What transactions write to: each says so as it begins, so that only those wait for one another that have to.

A transaction writes to some things, by their ids, or to everything. On PostgreSQL that is an advisory lock for each
thing, and a lock of everything which the others share; PostgreSQL lets both go only after the commit can be seen.
Designs matter most: a sequence hands out the ids of events before their commits, and without the lock of the design a
browser could see event 8, resume from it, and never be told of 7, which was committed later.
"""

from collections.abc import Sequence
from hashlib import blake2b

from sqlalchemy import Connection
from sqlmodel import Session

#: Under this name a transaction keeps its scopes: as an option of its connection, and in its session.
SCOPES_KEY = "designery_scopes"
ALL_SCOPES = "all"
#: What the states of runs are written to, of whichever designs: cached results and artifacts belong to all of them.
RESULTS_SCOPE = "results"
#: The number of the locks that writers take on PostgreSQL: "dsgn" in ASCII.
WRITERS_LOCK = 0x6473676E


def build_scopes_info(scopes: Sequence[str]) -> dict[str, object]:
    """What a session is to know of its scopes."""
    return {SCOPES_KEY: frozenset(scopes or (ALL_SCOPES,))}


def require_scope(session: Session, scope: str) -> None:
    """Hold that a transaction has said that it writes to this: else others would not wait for it."""
    scopes = session.info.get(SCOPES_KEY, (ALL_SCOPES,))
    if ALL_SCOPES not in scopes and scope not in scopes:
        raise AssertionError(f"This transaction writes to {scope}, and said only {', '.join(sorted(scopes))}.")


def lock_scopes(connection: Connection, scopes: Sequence[str]) -> None:
    """Wait on PostgreSQL until nobody else writes to these things, or to anything where there are none."""
    # In one order, so that no two wait for each other.
    locks = [
        f"pg_advisory_xact_lock({WRITERS_LOCK}, {key})"
        for key in sorted({_compute_lock_key(scope) for scope in scopes})
    ]
    everything = f"pg_advisory_xact_lock{'_shared' if locks else ''}({WRITERS_LOCK})"
    connection.exec_driver_sql(f"SELECT {', '.join([everything, *locks])}")


def _compute_lock_key(scope: str) -> int:
    return int.from_bytes(blake2b(scope.encode(), digest_size=4).digest(), "big", signed=True)
