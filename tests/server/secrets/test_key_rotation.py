"""Another key for all that is sealed: nothing is lost at whatever moment it stops, and a wrong key changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import Session

from server.storage.database import Database
from server.storage.encryption import KEY_FILE, Cipher, DecryptionError
from server.storage.files.data_folder_lock import AlreadyInUse, shared_key_lock
from server.storage.maintenance.key_rotation import re_encrypt_all
from server.storage.stores import connection_store, secret_store
from server.storage.stores.connection_kinds import PostgresqlFields
from tests.database_servers import DATABASES
from tests.live_server import Client, Server
from tests.server.secrets.conftest import SECRET_NAME, SECRET_VALUE, set_secret
from tests.server.test_command_line import run_designery

FIELDS = PostgresqlFields(kind="postgresql", host="db", database="d", user="u", password=SecretStr("a password"))


class PowerCut(BaseException):
    """Nothing that comes after it is done."""


@pytest.fixture
def home(both: str, tmp_path: Path) -> Path:
    return tmp_path / both


@pytest.fixture
def database(home: Path) -> Iterator[Database]:
    made = DATABASES.create_database(home)
    with made.session() as session:
        secret_store.create_secret(session, Cipher(home), "ONE", "the first value", "Ada")
        connection_store.create_connection(session, Cipher(home), "warehouse", FIELDS)
    yield made
    made.close()


def read_sealed_values(database: Database, folder: Path) -> tuple[str, str, int]:
    """What a server that starts now reads of both, and how often the secret was replaced."""
    with database.read_session() as session:
        secret = secret_store.find_secrets(session, ["ONE"])["ONE"]
        connection = connection_store.find_connection(session, "warehouse")
        assert connection is not None
        fields = connection_store.reveal_fields(connection_store.decrypt_connection(Cipher(folder), connection))
        return secret_store.decrypt_secret(Cipher(folder), secret), str(fields["password"]), secret.revision


UNHARMED_VALUES = ("the first value", "a password", 1)


def get_sealed(session: Session) -> str:
    return secret_store.find_secrets(session, ["ONE"])["ONE"].ciphertext


def test_all_is_sealed_with_another_key_and_the_former_one_opens_nothing(database: Database, home: Path) -> None:
    file = home / KEY_FILE
    former = file.read_bytes()
    assert re_encrypt_all(database, home) == 2
    assert read_sealed_values(database, home) == UNHARMED_VALUES
    assert (file.stat().st_mode & 0o777, len(file.read_bytes().split())) == (0o600, 1)
    assert [path.name for path in home.glob(f"{KEY_FILE}*")] == [KEY_FILE]
    file.write_bytes(former)
    with pytest.raises(DecryptionError):
        read_sealed_values(database, home)


@pytest.mark.parametrize("moment", ["before anything is sealed", "before the commit", "before the former key goes"])
def test_a_crash_leaves_everything_readable(
    database: Database, home: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    with monkeypatch.context() as patch:
        if moment == "before anything is sealed":
            patch.setattr(Cipher, "encrypt", _cut_power)
        elif moment == "before the commit":
            patch.setattr(Session, "add", lambda _, row: _cut_power() if row.__tablename__ == "secret" else None)
        else:
            replace = Cipher._replace_key_file
            patch.setattr(
                Cipher, "_replace_key_file", lambda self, key: replace(self, key) if b"\n" in key else _cut_power()
            )
        with pytest.raises(PowerCut):
            re_encrypt_all(database, home)
    assert read_sealed_values(database, home) == UNHARMED_VALUES
    with database.session() as session:  # a server that went on seals with the newest key
        secret_store.replace_secret(
            session, Cipher(home), secret_store.find_secrets(session, ["ONE"])["ONE"], "another value", "Ada"
        )
    assert re_encrypt_all(database, home) == 2
    assert read_sealed_values(database, home) == ("another value", "a password", 2)
    assert len((home / KEY_FILE).read_bytes().split()) == 1


def _cut_power(*_: object) -> None:
    raise PowerCut


@pytest.mark.parametrize("key", ["another one", "none", "no key at all"])
def test_what_the_key_does_not_open_is_named_and_nothing_changes(database: Database, home: Path, key: str) -> None:
    file = home / KEY_FILE
    file.unlink()
    if key == "another one":
        Cipher(home).encrypt("")
    elif key == "no key at all":
        file.write_text("not a key")
    before = file.read_bytes() if file.exists() else None
    with database.read_session() as session:
        was = get_sealed(session)
    with pytest.raises(
        DecryptionError, match="There is no key to replace at" if key == "none" else "can't decrypt ONE, warehouse"
    ):
        re_encrypt_all(database, home)
    assert (file.read_bytes() if file.exists() else None) == before
    with database.read_session() as session:
        assert get_sealed(session) == was


def test_a_backup_with_keys_and_another_renewal_wait_for_their_turn(database: Database, home: Path) -> None:
    with shared_key_lock(home), pytest.raises(AlreadyInUse, match="Try again in a moment"):
        re_encrypt_all(database, home)
    assert read_sealed_values(database, home) == UNHARMED_VALUES


def test_a_running_server_goes_on_with_the_new_key(own_server: Server) -> None:
    client: Client = own_server.open_client()
    set_secret(client)
    before = (own_server.home / KEY_FILE).read_bytes()
    done = run_designery(own_server.home, own_server.home, "renew-key")
    assert "1 secret or connection is encrypted with a new key." in done.stdout
    assert (own_server.home / KEY_FILE).read_bytes() != before
    assert [(row["name"], row["opens"]) for row in client.request_json("GET", "/api/secrets")] == [(SECRET_NAME, True)]
    set_secret(client, "SECOND", SECRET_VALUE)
    client.close()
