"""Another key for all that is sealed: nothing is lost at whatever moment it stops, and a wrong key changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from server.storage import connections, secrets
from server.storage.database import Database
from server.storage.occupied import Occupied, keys_stay
from server.storage.renewing import seal_anew
from server.storage.sealing import KEY_FILE, Seal, Unsealable
from tests.databases import DATABASES
from tests.server.secrecy.conftest import NAME, VALUE, add
from tests.server.test_command_line import designery
from tests.serving import Client, Server

FIELDS = connections.Postgresql(kind="postgresql", host="db", database="d", user="u", password="a password")


class PowerCut(BaseException):
    """Nothing that comes after it is done."""


@pytest.fixture
def home(both: str, tmp_path: Path) -> Path:
    return tmp_path / both


@pytest.fixture
def database(home: Path) -> Iterator[Database]:
    made = DATABASES.made(home)
    with made.session() as session:
        secrets.create(session, Seal(home), "ONE", "the first value", "Ada")
        connections.create(session, Seal(home), "warehouse", FIELDS)
    yield made
    made.close()


def told(database: Database, folder: Path) -> tuple[str, str, int]:
    """What a server that starts now reads of both, and how often the secret was replaced."""
    with database.reading() as session:
        secret = secrets.named(session, ["ONE"])["ONE"]
        connection = connections.named(session, "warehouse")
        assert connection is not None
        fields = connections.in_clear(connections.opened(Seal(folder), connection))
        return secrets.opened(Seal(folder), secret), str(fields["password"]), secret.revision


WHOLE = ("the first value", "a password", 1)


def sealed(session: Session) -> str:
    return secrets.named(session, ["ONE"])["ONE"].sealed


def test_all_is_sealed_with_another_key_and_the_former_one_opens_nothing(database: Database, home: Path) -> None:
    file = home / KEY_FILE
    former = file.read_bytes()
    assert seal_anew(database, home) == 2
    assert told(database, home) == WHOLE
    assert (file.stat().st_mode & 0o777, len(file.read_bytes().split())) == (0o600, 1)
    assert [path.name for path in home.glob(f"{KEY_FILE}*")] == [KEY_FILE]
    file.write_bytes(former)
    with pytest.raises(Unsealable):
        told(database, home)


@pytest.mark.parametrize("moment", ["before anything is sealed", "before the commit", "before the former key goes"])
def test_a_crash_leaves_everything_readable(
    database: Database, home: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    with monkeypatch.context() as patch:
        if moment == "before anything is sealed":
            patch.setattr(Seal, "sealed", _cut)
        elif moment == "before the commit":
            patch.setattr(Session, "add", lambda _, row: _cut() if row.__tablename__ == "secret" else None)
        else:
            replace = Seal._replace
            patch.setattr(Seal, "_replace", lambda self, key: replace(self, key) if b"\n" in key else _cut())
        with pytest.raises(PowerCut):
            seal_anew(database, home)
    assert told(database, home) == WHOLE
    with database.session() as session:  # a server that went on seals with the newest key
        secrets.replace(session, Seal(home), secrets.named(session, ["ONE"])["ONE"], "another value", "Ada")
    assert seal_anew(database, home) == 2
    assert told(database, home) == ("another value", "a password", 2)
    assert len((home / KEY_FILE).read_bytes().split()) == 1


def _cut(*_: object) -> None:
    raise PowerCut


@pytest.mark.parametrize("key", ["another one", "none", "no key at all"])
def test_what_the_key_does_not_open_is_named_and_nothing_changes(database: Database, home: Path, key: str) -> None:
    file = home / KEY_FILE
    file.unlink()
    if key == "another one":
        Seal(home).sealed("")
    elif key == "no key at all":
        file.write_text("not a key")
    before = file.read_bytes() if file.exists() else None
    with database.reading() as session:
        was = sealed(session)
    with pytest.raises(Unsealable, match="There is no key at" if key == "none" else "does not open ONE, warehouse"):
        seal_anew(database, home)
    assert (file.read_bytes() if file.exists() else None) == before
    with database.reading() as session:
        assert sealed(session) == was


def test_a_backup_with_keys_and_another_renewal_wait_for_their_turn(database: Database, home: Path) -> None:
    with keys_stay(home), pytest.raises(Occupied, match="Try again when that is done"):
        seal_anew(database, home)
    assert told(database, home) == WHOLE


def test_a_running_server_goes_on_with_the_new_key(own_server: Server) -> None:
    client: Client = own_server.client()
    add(client)
    before = (own_server.home / KEY_FILE).read_bytes()
    done = designery(own_server.home, own_server.home, "renew-key")
    assert "1 secret or connection is sealed with a new key." in done.stdout
    assert (own_server.home / KEY_FILE).read_bytes() != before
    assert [(row["name"], row["opens"]) for row in client.checked("GET", "/api/secrets")] == [(NAME, True)]
    add(client, "SECOND", VALUE)
    client.close()
