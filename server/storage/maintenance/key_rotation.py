"""All that is encrypted gets a new key, while the server may go on."""

from pathlib import Path

from sqlmodel import Session, col, select

from server.storage.database import Database
from server.storage.encryption import Cipher, DecryptionError
from server.storage.files.data_folder_lock import exclusive_key_lock
from server.storage.orm.core_tables import ConnectionRow, SecretRow
from server.storage.orm.notification_tables import WebhookRow
from server.storage.orm.pipeline_tables import TriggerRow


def re_encrypt_all(database: Database, folder: Path) -> int:
    """Encrypt everything with a new key; returns how much that is. Raises DecryptionError, with nothing changed.

    The key file decrypts what the former key has encrypted, and what the new one has, until the transaction is over, so
    that a crash at any moment leaves all of it readable. Who encrypts something meanwhile takes the new key, or has
    committed before this transaction begins: writers follow one another.
    """
    cipher = Cipher(folder)
    with exclusive_key_lock(folder):
        _require_decryptable(database, cipher)
        with cipher.rotate_key(), database.session() as session:
            rows = _list_encrypted_rows(session)
            for row in rows:
                row.ciphertext = cipher.encrypt(cipher.decrypt(row.ciphertext or ""))
                session.add(row)
            return len(rows)


def _require_decryptable(database: Database, cipher: Cipher) -> None:
    if not cipher.path.exists():
        raise DecryptionError(f"There is no key to replace at {cipher.path}. It is created with the first secret.")
    with database.read_session() as session:
        undecryptable = [row.name for row in _list_encrypted_rows(session) if not _can_decrypt(cipher, row.ciphertext)]
    if undecryptable:
        raise DecryptionError(
            f"The key at {cipher.path} can't decrypt {', '.join(sorted(undecryptable))}. Nothing was changed. Put the "
            "right key back, or enter these again."
        )


def _list_encrypted_rows(session: Session) -> list[ConnectionRow | SecretRow | WebhookRow | TriggerRow]:
    """All rows with something encrypted in them."""
    triggers = session.exec(select(TriggerRow).where(col(TriggerRow.ciphertext).is_not(None)))
    rows = [session.exec(select(kind)) for kind in (ConnectionRow, SecretRow, WebhookRow)]
    return [*(row for found in rows for row in found), *triggers]


def _can_decrypt(cipher: Cipher, ciphertext: str | None) -> bool:
    try:
        cipher.decrypt(ciphertext or "")
    except DecryptionError:
        return False
    return True
