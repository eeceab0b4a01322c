"""Secrets of scripts in the database: a name, and a value that only the key file beside the database opens."""

import json
import re
from collections.abc import Iterable
from datetime import timedelta

from sqlmodel import Session, col, select

from modules.kit.script_secrets import NAME_PATTERN
from server.storage.encryption import Cipher, DecryptionError
from server.storage.orm.core_tables import SecretRow, now
from server.storage.stores.design_store import NotFound

#: A shorter value stands by chance in any text: it could not be taken out of logs, nor told from data in results.
MIN_SECRET_LENGTH = 6
#: What a variable of the environment may hold is more, and no key is as long.
MAX_SECRET_LENGTH = 8_000
#: Names that mean something to the programs that run scripts.
RESERVED_NAMES = re.compile(
    r"^(PATH|HOME|USER|LANG|LANGUAGE|SHELL|IFS|TZ|TMPDIR|TEMP|TMP|DISPLAY|BASH_ENV|ENV|CDPATH|HOSTALIASES|LOCPATH)$"
    r"|^(PYTHON|MALLOC_|LC_|LD_|DYLD_|R_|GLIBC_|OMP_|KMP_|GOMP_|MKL_|OPENBLAS_|NUMEXPR_|ARROW_|MPL|JOBLIB_|LOKY_)"
    r"|^(DESIGNERY_|SSL_|OPENSSL_|GCONV_|FONTCONFIG_|PERL|JAVA_|NODE_)"
)
SECRET_USE_INTERVAL = timedelta(minutes=1)


class InvalidSecret(Exception):
    """This cannot be the name or the value of a secret; the message says why, and nothing of the value."""


def check_secret_name(name: str) -> None:
    """Raise InvalidSecret unless scripts can find a secret under this name."""
    if not re.match(NAME_PATTERN, name):
        raise InvalidSecret(
            "A secret is named like an environment variable: up to 64 capital letters, digits and underscores, "
            "beginning with a letter, such as API_KEY."
        )
    if RESERVED_NAMES.match(name):
        raise InvalidSecret(
            f"{name} has a meaning for the programs that run scripts. Choose another name, such as MY_{name}."
        )


def check_secret_value(value: str) -> None:
    """Raise InvalidSecret unless this value can be kept secret, and be a variable of the environment."""
    if len(value.strip()) < MIN_SECRET_LENGTH:
        raise InvalidSecret(
            f"A secret needs at least {MIN_SECRET_LENGTH} characters. A shorter one can occur in other texts by "
            "chance, so it could not be kept out of logs and results."
        )
    if len(value) > MAX_SECRET_LENGTH:
        raise InvalidSecret(f"A secret can have at most {MAX_SECRET_LENGTH:,} characters. This one has {len(value):,}.")
    if "\0" in value:
        raise InvalidSecret(
            "A secret can't contain a zero character, because it goes into the environment of a script."
        )
    if "\ufffd" in value:  # what the reader of requests makes of half characters
        raise InvalidSecret("A secret must be text. This one has characters that are not valid text.")


def list_secrets(session: Session) -> list[SecretRow]:
    return list(session.exec(select(SecretRow).order_by(col(SecretRow.name))))


def get_secret(session: Session, secret_id: str) -> SecretRow:
    row = session.get(SecretRow, secret_id)
    if row is None:
        raise NotFound("This secret does not exist. It may have been deleted.")
    return row


def find_secrets(session: Session, names: Iterable[str]) -> dict[str, SecretRow]:
    """Those of these secrets that there are, by name."""
    rows = session.exec(select(SecretRow).where(col(SecretRow.name).in_(list(names))))
    return {row.name: row for row in rows}


def list_secret_names(session: Session) -> frozenset[str]:
    return frozenset(session.exec(select(SecretRow.name)))


def create_secret(session: Session, cipher: Cipher, name: str, value: str, updated_by: str) -> SecretRow:
    """Save a value under a name. Raises InvalidSecret."""
    check_secret_name(name)
    check_secret_value(value)
    row = SecretRow(name=name, ciphertext="", updated_by=updated_by)
    row.ciphertext = _encrypt_secret(cipher, row.id, value)
    session.add(row)
    session.flush()
    return row


def replace_secret(session: Session, cipher: Cipher, row: SecretRow, value: str, updated_by: str) -> None:
    """Put another value in the place of the one that is there. Raises InvalidSecret."""
    check_secret_value(value)
    row.ciphertext, row.updated_by = _encrypt_secret(cipher, row.id, value), updated_by
    row.revision, row.updated_at = row.revision + 1, now()
    session.add(row)
    session.flush()


def decrypt_secret(cipher: Cipher, row: SecretRow) -> str:
    """The value; raises DecryptionError, also where it was encrypted for another row."""
    content = json.loads(cipher.decrypt(row.ciphertext))
    if content["secret"] != row.id:
        raise DecryptionError(f"The value stored as {row.name} belongs to another secret. Enter it again.")
    return str(content["value"])


def can_decrypt_secret(cipher: Cipher, row: SecretRow) -> bool:
    """Whether the key of this server opens it."""
    try:
        decrypt_secret(cipher, row)
    except DecryptionError:
        return False
    return True


def record_secret_use(session: Session, rows: Iterable[SecretRow]) -> None:
    """Remember when they were given to a script last, to the minute."""
    moment = now()
    for row in rows:
        if row.last_used_at is None or moment - row.last_used_at > SECRET_USE_INTERVAL:
            row.last_used_at = moment
            session.add(row)


def _encrypt_secret(cipher: Cipher, secret_id: str, value: str) -> str:
    """What is encrypted says whose it is, so that it is good in no other row."""
    return cipher.encrypt(json.dumps({"secret": secret_id, "value": value}))
