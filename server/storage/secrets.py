"""Secrets of scripts in the database: a name, and a value that only the key file beside the database opens."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from sqlmodel import Session, col, select

from modules.kit.secrets import NAME_PATTERN, PARAMETER
from server.storage.designs import NotThere
from server.storage.sealing import Seal, Unsealable
from server.storage.tables import DesignRow, SecretRow, now

#: A shorter value stands by chance in any text: it could not be taken out of logs, nor told from data in results.
SHORTEST = 6
#: What a variable of the environment may hold is more, and no key is as long.
LONGEST = 8_000
#: Names that mean something to the programs that run scripts.
TAKEN = re.compile(
    r"^(PATH|HOME|USER|LANG|LANGUAGE|SHELL|IFS|TZ|TMPDIR|TEMP|TMP|DISPLAY|BASH_ENV|ENV|CDPATH|HOSTALIASES|LOCPATH)$"
    r"|^(PYTHON|MALLOC_|LC_|LD_|DYLD_|R_|GLIBC_|OMP_|KMP_|GOMP_|MKL_|OPENBLAS_|NUMEXPR_|ARROW_|MPL|JOBLIB_|LOKY_)"
    r"|^(DESIGNERY_|SSL_|OPENSSL_|GCONV_|FONTCONFIG_|PERL|JAVA_|NODE_)"
)
USED_AGAIN = timedelta(minutes=1)


class Unfit(Exception):
    """This cannot be the name or the value of a secret; the message says why, and nothing of the value."""


def check_name(name: str) -> None:
    """Raise Unfit unless scripts can find a secret under this name."""
    if not re.match(NAME_PATTERN, name):
        raise Unfit(
            "A secret is called like a variable of the environment: up to 64 capital letters, digits and underscores, "
            "beginning with a letter, as API_KEY."
        )
    if TAKEN.match(name):
        raise Unfit(f"{name} means something to the programs that run scripts. Choose another name, as MY_{name}.")


def check_value(value: str) -> None:
    """Raise Unfit unless this value can be kept secret, and be a variable of the environment."""
    if len(value.strip()) < SHORTEST:
        raise Unfit(
            f"A secret needs at least {SHORTEST} characters: a shorter one stands in other texts by chance, so that it "
            "could not be kept out of logs and results."
        )
    if len(value) > LONGEST:
        raise Unfit(f"A secret may have {LONGEST:,} characters. This has {len(value):,}.")
    if "\0" in value:
        raise Unfit("A secret cannot hold a zero character: it goes into the environment of a script.")
    if "\ufffd" in value:  # what the reader of requests makes of half characters
        raise Unfit("A secret is text. This has characters that are none.")


def all_of(session: Session) -> list[SecretRow]:
    return list(session.exec(select(SecretRow).order_by(col(SecretRow.name))))


def get(session: Session, secret_id: str) -> SecretRow:
    row = session.get(SecretRow, secret_id)
    if row is None:
        raise NotThere("This secret is not there. It may have been deleted.")
    return row


def named(session: Session, names: Iterable[str]) -> dict[str, SecretRow]:
    """Those of these secrets that there are, by name."""
    rows = session.exec(select(SecretRow).where(col(SecretRow.name).in_(list(names))))
    return {row.name: row for row in rows}


def names(session: Session) -> frozenset[str]:
    return frozenset(session.exec(select(SecretRow.name)))


def create(session: Session, seal: Seal, name: str, value: str, by: str) -> SecretRow:
    """Keep a value under a name. Raises Unfit."""
    check_name(name)
    check_value(value)
    row = SecretRow(name=name, sealed="", set_by=by)
    row.sealed = _sealed(seal, row.id, value)
    session.add(row)
    session.flush()
    return row


def replace(session: Session, seal: Seal, row: SecretRow, value: str, by: str) -> None:
    """Put another value in the place of the one that is there. Raises Unfit."""
    check_value(value)
    row.sealed, row.set_by = _sealed(seal, row.id, value), by
    row.revision, row.updated_at = row.revision + 1, now()
    session.add(row)
    session.flush()


def opened(seal: Seal, row: SecretRow) -> str:
    """The value; raises Unsealable, also where it was sealed for another row."""
    held = json.loads(seal.opened(row.sealed))
    if held["secret"] != row.id:
        raise Unsealable(f"What is kept as {row.name} belongs to another secret. Enter it again.")
    return str(held["value"])


def opens(seal: Seal, row: SecretRow) -> bool:
    """Whether the key of this server opens it."""
    try:
        opened(seal, row)
    except Unsealable:
        return False
    return True


def note_use(session: Session, rows: Iterable[SecretRow]) -> None:
    """Remember when they were given to a script last, to the minute."""
    moment = now()
    for row in rows:
        if row.last_used_at is None or moment - row.last_used_at > USED_AGAIN:
            row.last_used_at = moment
            session.add(row)


def uses(designs: Sequence[DesignRow]) -> Mapping[str, list[DesignRow]]:
    """{secret: the designs with a node that names it}"""
    found: dict[str, list[DesignRow]] = {}
    for design in designs:
        for name in sorted(_named_in(design)):
            found.setdefault(name, []).append(design)
    return found


def _named_in(design: DesignRow) -> set[str]:
    found: set[str] = set()
    for node in design.document.get("nodes", {}).values():
        held = node.get("parameters", {}).get(PARAMETER)
        found |= {name for name in held if isinstance(name, str)} if isinstance(held, list) else set()
    return found


def _sealed(seal: Seal, secret_id: str, value: str) -> str:
    """What is sealed says whose it is, so that it opens in no other row."""
    return seal.sealed(json.dumps({"secret": secret_id, "value": value}))
