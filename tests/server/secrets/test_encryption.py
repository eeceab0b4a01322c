"""What is sealed opens for its own row and with its own key only."""

from pathlib import Path

import pytest

from server.runs.sandbox.inside.secret_pipe import provide_secrets, read_secrets
from server.runs.step_secrets import SecretUnavailable, StepSecrets
from server.storage.encryption import KEY_FILE, Cipher
from server.storage.stores import secret_store
from tests.database_servers import DATABASES


@pytest.fixture
def kept(tmp_path: Path) -> StepSecrets:
    database = DATABASES.create_database(tmp_path)
    seal = Cipher(tmp_path)
    with database.session() as session:
        secret_store.create_secret(session, seal, "ONE", "the first value", "Ada")
        secret_store.create_secret(session, seal, "TWO", "the second value", "Ada")
    return StepSecrets(database, seal)


def test_values_come_back_by_their_names(kept: StepSecrets) -> None:
    assert kept.decrypt_values(["TWO", "ONE"]) == {"ONE": "the first value", "TWO": "the second value"}
    kept.database.close()


def test_a_value_that_was_moved_to_another_row_does_not_open(kept: StepSecrets) -> None:
    with kept.database.session() as session:
        rows = secret_store.find_secrets(session, ["ONE", "TWO"])
        rows["ONE"].ciphertext = rows["TWO"].ciphertext
        session.add(rows["ONE"])
    with pytest.raises(SecretUnavailable, match="belongs to another secret"):
        kept.decrypt_values(["ONE"])
    kept.database.close()


def test_with_another_key_it_has_to_be_entered_again(kept: StepSecrets, tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).unlink()
    with pytest.raises(SecretUnavailable, match="Enter the secret again"):
        kept.decrypt_values(["ONE"])
    with kept.database.session() as session:
        row = secret_store.find_secrets(session, ["ONE"])["ONE"]
        assert not secret_store.can_decrypt_secret(kept.seal, row)
        secret_store.replace_secret(session, kept.seal, row, "another value", "Grace")
        assert (secret_store.can_decrypt_secret(kept.seal, row), row.revision, row.updated_by) == (True, 2, "Grace")
    kept.database.close()


def test_what_stands_for_secrets_in_a_cache_key_changes_with_them_and_is_none_of_their_values(
    kept: StepSecrets,
) -> None:
    before = kept.fingerprint_secrets(["ONE", "TWO"])
    assert before == kept.fingerprint_secrets(["TWO", "ONE"])
    assert "value" not in before
    with kept.database.session() as session:
        secret_store.replace_secret(
            session, kept.seal, secret_store.find_secrets(session, ["ONE"])["ONE"], "another value", "Ada"
        )
    assert kept.fingerprint_secrets(["ONE", "TWO"]) != before
    kept.database.close()


def test_values_are_handed_over_once_and_never_lie_on_disk(tmp_path: Path) -> None:
    values = {"ONE": "ü" * 8_000, "TWO": "b\n" * 4_000}
    with provide_secrets(tmp_path / "step", values) as pipe:
        assert pipe is not None
        assert pipe.is_fifo()
        assert pipe.stat().st_mode & 0o777 == 0o600
        assert read_secrets(pipe) == values
        assert list((tmp_path / "step").iterdir()) == []
        with pytest.raises(FileNotFoundError):
            read_secrets(pipe)
    with provide_secrets(tmp_path / "other", {}) as nothing:
        assert (nothing, read_secrets(nothing)) == (None, {})


def test_the_pipe_is_gone_when_nobody_took_what_was_in_it(tmp_path: Path) -> None:
    with provide_secrets(tmp_path / "step", {"ONE": "value"}):
        pass
    assert list((tmp_path / "step").iterdir()) == []
