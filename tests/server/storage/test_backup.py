"""A backup holds all that was there at one moment, and goes back into SQLite and PostgreSQL alike."""

import itertools
import json
import shutil
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from server.storage.database import Database, list_revisions, make_read_only
from server.storage.files.artifact_store import ArtifactStore
from server.storage.files.data_folder_lock import AlreadyInUse, exclusive_folder_lock, shared_folder_lock
from server.storage.maintenance import backup_archive
from server.storage.maintenance.backup import ArchiveBuilder, create_backup
from server.storage.maintenance.backup_archive import BackupRefused, reflect_tables
from server.storage.maintenance.restore import restore_backup
from server.storage.orm.core_tables import ArtifactRow
from server.storage.stores import design_store, event_log
from tests.database_servers import PostgresServer
from tests.depth import leave_to_night
from tests.server.storage.states import ARTIFACT, RELEASED
from tests.server.storage.test_migrations import fill_released_state

#: The first and the last released state.
BOUNDS = (min(RELEASED), max(RELEASED))
KEY = b"the key of the connections"


class DataFolder:
    """A data folder with its database."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.database = Database(url)
        self.store = ArtifactStore(folder / "store")

    def put_artifact(self, content: bytes, view: dict[str, Any] | None = None) -> str:
        """An artifact of this content, as a run leaves it."""
        file = self.store.uploads / "made"
        file.write_bytes(content)
        artifact = self.store.store_file(file)
        if view is not None:
            file.write_text(json.dumps(view))
            self.store.store_view(artifact, file)
        with self.database.session() as session:
            session.add(ArtifactRow(id=artifact, type="dataset", bytes=len(content), rows=1, columns=1))
        return artifact

    def read_rows(self) -> dict[str, list[dict[str, Any]]]:
        """All rows that a backup keeps, as it writes them."""
        with make_read_only(self.database.engine).connect() as connection:
            return {
                table.name: [
                    {name: backup_archive.serialize_value(value) for name, value in row.items()}
                    for row in connection.execute(table.select().order_by(*table.primary_key.columns)).mappings()
                ]
                for table in reflect_tables(connection).sorted_tables
                if table.name not in backup_archive.EXCLUDED_TABLES
            }

    def back_up(self, file: Path, *, keys: bool = False) -> ArchiveBuilder:
        return create_backup(file, self.database, self.folder, "1.2.3", keys=keys)


class DataFolders(dict[str, DataFolder]):
    """Data folders by names that say on which database they are, each made when a test first asks for it."""

    def __init__(self, folder: Path, postgres: PostgresServer) -> None:
        super().__init__()
        self._folder, self._postgres = folder, postgres

    def __missing__(self, name: str) -> DataFolder:
        folder = self._folder / name
        folder.mkdir()
        url = (
            self._postgres.ensure_database(folder, empty=True)
            if "postgres" in name
            else f"sqlite:///{folder / 'designery.sqlite'}"
        )
        self[name] = DataFolder(folder, url)
        return self[name]


@pytest.fixture
def homes(tmp_path: Path, postgres: PostgresServer) -> Iterator[dict[str, DataFolder]]:
    """Two data folders on SQLite and two on PostgreSQL."""
    made = DataFolders(tmp_path, postgres)
    yield made
    for home in made.values():
        home.database.close()


@pytest.fixture(scope="module", autouse=True)
def filled_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite with rows in all tables, which is copied in a moment."""
    _FILLED["sqlite"] = file = tmp_path_factory.mktemp("filled") / "designery.sqlite"
    database = Database(f"sqlite:///{file}")
    _migrate_released_rows(database)
    database.close()
    return file


_FILLED: dict[str, Path] = {}


def _migrate_released_rows(database: Database) -> None:
    fill_released_state(database, "0002")
    database.migrate()


def fill_home(home: DataFolder) -> list[str]:
    """Rows in all tables, two artifacts on disk, a log and a key; the ids of the artifacts."""
    if home.database.engine.dialect.name == "sqlite":
        shutil.copyfile(_FILLED["sqlite"], home.folder / "designery.sqlite")
    else:
        _migrate_released_rows(home.database)
    with home.database.session() as session:  # its rows are made up: the file of this one is not there
        session.get_one(ArtifactRow, ARTIFACT).thumbnail = {"kind": "table", "nested": [None, 1.5, "\x00", "Ü"]}
    log = home.folder / "store" / "logs" / "r1" / "split.jsonl"
    log.parent.mkdir(parents=True)
    log.write_text('{"text": "done"}\n')
    (home.folder / "connections.key").write_bytes(KEY)
    return [home.put_artifact(b"rows" * 100_000, {"kind": "table"}), home.put_artifact(b"model")]


@pytest.mark.parametrize("target", ["other sqlite", "other postgresql"])
@pytest.mark.parametrize("source", ["sqlite", "postgresql"])
def test_what_was_backed_up_comes_back_in_either_database(
    homes: dict[str, DataFolder], tmp_path: Path, source: str, target: str
) -> None:
    old, new = homes[source], homes[target]
    artifacts = fill_home(old)
    packing = old.back_up(tmp_path / "backup", keys=True)
    assert (packing.artifacts, packing.missing) == (2, [ARTIFACT])
    restored = restore_backup(tmp_path / "backup", new.database, new.folder, replace=False)
    assert sorted(restored.artifacts) == sorted(artifacts)
    assert new.read_rows() == old.read_rows()
    for artifact in artifacts:
        assert new.store.verify_artifact(artifact).read_bytes() == old.store.get_path(artifact).read_bytes()
    assert json.loads(new.store.read_view_json(artifacts[0]) or b"") == {"kind": "table"}
    assert (new.folder / "store/logs/r1/split.jsonl").read_text() == '{"text": "done"}\n'
    assert (new.folder / "connections.key").read_bytes() == KEY
    assert (new.folder / "connections.key").stat().st_mode & 0o777 == 0o600
    with new.database.session() as session:  # ids go on after the largest one
        assert event_log.append_event(session, "d1", "edits", {}).id == 10


def test_the_keys_and_the_logins_stay_behind(homes: dict[str, DataFolder], tmp_path: Path) -> None:
    fill_home(homes["sqlite"])
    homes["sqlite"].back_up(tmp_path / "backup")
    names = read_members(tmp_path / "backup")
    left_out = ("key", "tables/session", "launch", "api_token", "invite")
    assert not [name for name in names if any(word in name for word in left_out)]
    assert "tables/design.jsonl" in names
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["backup"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_shows_one_moment_while_others_write(homes: dict[str, DataFolder], tmp_path: Path, kind: str) -> None:
    home = homes[kind]
    fill_home(home)
    before = home.read_rows()
    with home.database.session() as session:  # a transaction that is under way is no part of it, and holds nobody up
        design_store.create_design(session, {"format": 2, "name": "Later", "nodes": {}})
        home.back_up(tmp_path / "backup")
    restore_backup(tmp_path / "backup", homes["other sqlite"].database, homes["other sqlite"].folder, replace=False)
    assert homes["other sqlite"].read_rows() == before


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_data_that_are_there_are_replaced_only_when_told_so(
    homes: dict[str, DataFolder], tmp_path: Path, kind: str
) -> None:
    home = homes[kind]
    fill_home(home)
    home.back_up(tmp_path / "backup")
    kept = home.read_rows()
    with home.database.session() as session:
        design_store.create_design(session, {"format": 2, "name": "Later", "nodes": {}})
    later = home.read_rows()
    with pytest.raises(BackupRefused, match=r"already contains data \(.*design.*--replace"):
        restore_backup(tmp_path / "backup", home.database, home.folder, replace=False)
    assert home.read_rows() == later
    restore_backup(tmp_path / "backup", home.database, home.folder, replace=True)
    assert home.read_rows() == kept


@pytest.mark.parametrize(
    ("kind", "revision"),
    # test_migrations.py has all of them on both databases.
    leave_to_night(
        itertools.product(("sqlite", "postgresql"), RELEASED),
        lambda case: case[1] not in BOUNDS,
    ),
)
def test_a_backup_of_an_earlier_version_is_brought_up_to_this_one(
    homes: dict[str, DataFolder], tmp_path: Path, kind: str, revision: str
) -> None:
    fill_released_state(homes["sqlite"].database, revision)
    homes["sqlite"].back_up(tmp_path / "backup")
    home = homes[f"other {kind}"]
    assert restore_backup(tmp_path / "backup", home.database, home.folder, replace=False).manifest.revision == revision
    homes["sqlite"].database.migrate()
    assert home.read_rows() == homes["sqlite"].read_rows()


def read_members(file: Path) -> dict[str, bytes]:
    with backup_archive.open_archive(file) as tar:
        return {member.name: read_member(tar, member) for member in tar}


def read_member(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    content = tar.extractfile(member)
    assert content is not None
    return content.read()


def rewrite_backup(file: Path, parts: dict[str, bytes]) -> None:
    """A backup of these members, as an attacker or a bad disk would leave it."""
    with (
        file.open("wb") as raw,
        pa.CompressedOutputStream(raw, "zstd") as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        for name, content in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, BytesIO(content))


@pytest.mark.parametrize(
    ("part", "content", "message"),
    [
        ("objects", b"other", "has other content than its name says"),
        ("tables/design.jsonl", b"", "the rows of 'design' differ from those that were written"),
        ("end.json", None, "is incomplete"),
        ("tables/run.jsonl", None, "is incomplete"),
        ("files/../../../escaped", b"x", "This is not a backup of Designery"),
        ("/etc/escaped", b"x", "This is not a backup of Designery"),
    ],
)
def test_a_damaged_or_forged_backup_leaves_the_data_as_they_are(
    homes: dict[str, DataFolder], tmp_path: Path, part: str, content: bytes | None, message: str
) -> None:
    home = homes["sqlite"]
    fill_home(home)
    home.back_up(tmp_path / "backup")
    parts = read_members(tmp_path / "backup")
    name = next((name for name in parts if name.startswith(part)), part)
    if content is None:
        del parts[name]
    else:
        parts[name] = content
    rewrite_backup(tmp_path / "forged", parts)
    before = home.read_rows()
    with pytest.raises(BackupRefused, match=message):
        restore_backup(tmp_path / "forged", home.database, home.folder, replace=True)
    assert home.read_rows() == before
    assert not list(home.store.uploads.iterdir())


def test_half_a_file_or_another_file_is_no_backup(homes: dict[str, DataFolder], tmp_path: Path) -> None:
    home = homes["sqlite"]
    fill_home(home)
    home.back_up(tmp_path / "backup")
    whole = (tmp_path / "backup").read_bytes()
    for content in (whole[: len(whole) // 2], b"something else", b""):
        (tmp_path / "cut").write_bytes(content)
        with pytest.raises(BackupRefused):
            restore_backup(
                tmp_path / "cut", homes["other sqlite"].database, homes["other sqlite"].folder, replace=False
            )


def test_a_backup_of_a_newer_version_is_refused(homes: dict[str, DataFolder], tmp_path: Path) -> None:
    fill_home(homes["sqlite"])
    homes["sqlite"].back_up(tmp_path / "backup")
    parts = read_members(tmp_path / "backup")
    parts["manifest.json"] = parts["manifest.json"].replace(f'"{list_revisions()[-1]}"'.encode(), b'"9999"')
    rewrite_backup(tmp_path / "newer", parts)
    with pytest.raises(BackupRefused, match=r"was made by Designery 1\.2\.3, which is newer"):
        restore_backup(tmp_path / "newer", homes["other sqlite"].database, homes["other sqlite"].folder, replace=False)


def test_a_file_that_is_there_is_not_overwritten(homes: dict[str, DataFolder], tmp_path: Path) -> None:
    fill_home(homes["sqlite"])
    (tmp_path / "backup").write_text("precious")
    with pytest.raises(BackupRefused, match="already exists"):
        homes["sqlite"].back_up(tmp_path / "backup")
    assert (tmp_path / "backup").read_text() == "precious"


def test_there_is_no_backup_of_nothing(homes: dict[str, DataFolder], tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="There is nothing to back up"):
        homes["sqlite"].back_up(tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_nobody_works_on_a_folder_while_it_is_restored(tmp_path: Path) -> None:
    with shared_folder_lock(tmp_path), shared_folder_lock(tmp_path), pytest.raises(AlreadyInUse, match="Stop it first"):
        exclusive_folder_lock(tmp_path).__enter__()
    with exclusive_folder_lock(tmp_path), pytest.raises(AlreadyInUse, match="is being restored"):
        shared_folder_lock(tmp_path).__enter__()
