"""What is sealed opens for its own row and with its own key only."""

from pathlib import Path

import pytest

from server.runs.handing import handed, taken
from server.runs.secrets import Secrets, Unavailable
from server.storage import secrets
from server.storage.sealing import KEY_FILE, Seal
from tests.databases import DATABASES


@pytest.fixture
def kept(tmp_path: Path) -> Secrets:
    database = DATABASES.made(tmp_path)
    seal = Seal(tmp_path)
    with database.session() as session:
        secrets.create(session, seal, "ONE", "the first value", "Ada")
        secrets.create(session, seal, "TWO", "the second value", "Ada")
    return Secrets(database, seal)


def test_values_come_back_by_their_names(kept: Secrets) -> None:
    assert kept.opened(["TWO", "ONE"]) == {"ONE": "the first value", "TWO": "the second value"}
    kept.database.close()


def test_a_value_that_was_moved_to_another_row_does_not_open(kept: Secrets) -> None:
    with kept.database.session() as session:
        rows = secrets.named(session, ["ONE", "TWO"])
        rows["ONE"].sealed = rows["TWO"].sealed
        session.add(rows["ONE"])
    with pytest.raises(Unavailable, match="belongs to another secret"):
        kept.opened(["ONE"])
    kept.database.close()


def test_with_another_key_it_has_to_be_entered_again(kept: Secrets, tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).unlink()
    with pytest.raises(Unavailable, match="Enter the secret again"):
        kept.opened(["ONE"])
    with kept.database.session() as session:
        row = secrets.named(session, ["ONE"])["ONE"]
        assert not secrets.opens(kept.seal, row)
        secrets.replace(session, kept.seal, row, "another value", "Grace")
        assert (secrets.opens(kept.seal, row), row.revision, row.set_by) == (True, 2, "Grace")
    kept.database.close()


def test_what_stands_for_secrets_in_a_cache_key_changes_with_them_and_is_none_of_their_values(kept: Secrets) -> None:
    before = kept.identity(["ONE", "TWO"])
    assert before == kept.identity(["TWO", "ONE"])
    assert "value" not in before
    with kept.database.session() as session:
        secrets.replace(session, kept.seal, secrets.named(session, ["ONE"])["ONE"], "another value", "Ada")
    assert kept.identity(["ONE", "TWO"]) != before
    kept.database.close()


def test_values_are_handed_over_once_and_never_lie_on_disk(tmp_path: Path) -> None:
    values = {"ONE": "ü" * 8_000, "TWO": "b\n" * 4_000}
    with handed(tmp_path / "step", values) as pipe:
        assert pipe is not None
        assert pipe.is_fifo()
        assert pipe.stat().st_mode & 0o777 == 0o600
        assert taken(pipe) == values
        assert list((tmp_path / "step").iterdir()) == []
        with pytest.raises(FileNotFoundError):
            taken(pipe)
    with handed(tmp_path / "other", {}) as nothing:
        assert (nothing, taken(nothing)) == (None, {})


def test_the_pipe_is_gone_when_nobody_took_what_was_in_it(tmp_path: Path) -> None:
    with handed(tmp_path / "step", {"ONE": "value"}):
        pass
    assert list((tmp_path / "step").iterdir()) == []
