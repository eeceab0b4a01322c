"""Putting a backup back: files are checked and placed first, then all rows come in by one transaction."""

import hashlib
import itertools
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from pydantic import ValidationError
from sqlalchemy import Connection, Integer, Table, text

from modules.kit.strict_json import InvalidJson
from server.storage.database import Database, list_revisions, upgrade_tables
from server.storage.files.artifact_store import ArtifactStore
from server.storage.maintenance.backup import EXCLUDED_FOLDERS
from server.storage.maintenance.backup_archive import (
    BACKUP_FORMAT,
    EXCLUDED_TABLES,
    MANIFEST_NAME,
    TRAILER_NAME,
    ArchiveTrailer,
    BackupManifest,
    BackupRefused,
    deserialize_value,
    open_archive,
    reflect_tables,
    validate_member_name,
)

RESTORE_ROWS_PER_INSERT = 500


@dataclass
class RestoredBackup:
    """What of a backup has been checked and placed so far."""

    manifest: BackupManifest
    trailer: ArchiveTrailer | None = None
    members: int = 1
    artifacts: list[str] = field(default_factory=list)
    keys: list[Path] = field(default_factory=list)


def restore_backup(file: Path, database: Database, home: Path, *, replace: bool) -> RestoredBackup:
    """Put a backup into a data folder and its database; with `replace`, in the place of what is there.

    Raises BackupRefused, and then the rows are as they were. A backup of an earlier version is brought up to this one.
    """
    home.mkdir(parents=True, exist_ok=True)
    store = ArtifactStore(home / "store")
    with open_archive(file) as tar, tempfile.TemporaryDirectory(dir=store.uploads, prefix="restore-") as temporary:
        folder = Path(temporary)
        restored = RestoredBackup(_read_manifest(tar, file))
        _require_empty_database(database, replace)
        while (member := tar.next()) is not None:
            _unpack_member(restored, tar, member, store, folder)
        _require_complete(restored, folder, file)
        store.make_durable(restored.artifacts)
        with database.engine.begin() as connection:
            _fill_tables(connection, restored.manifest, folder)
        for key in restored.keys:
            os.replace(key, home / key.name)
    return restored


def _read_manifest(tar: tarfile.TarFile, file: Path) -> BackupManifest:
    member = tar.next()
    if member is None or str(validate_member_name(member)) != MANIFEST_NAME:
        raise BackupRefused(f"{file} is not a backup of Designery.")
    try:
        manifest = BackupManifest.model_validate_json(_open_member(tar, member).read())
    except ValidationError:
        raise BackupRefused(f"{file} is not a backup of Designery: its manifest can't be read.") from None
    if manifest.format != BACKUP_FORMAT or manifest.revision not in list_revisions():
        raise BackupRefused(
            f"{file} was made by Designery {manifest.version}, which is newer. Install that version first."
        )
    return manifest


def _require_empty_database(database: Database, replace: bool) -> None:
    with database.engine.connect() as connection:
        filled = [
            table.name
            for table in reflect_tables(connection).sorted_tables
            if table.name not in EXCLUDED_TABLES and connection.execute(table.select().limit(1)).first() is not None
        ]
    if filled and not replace:
        raise BackupRefused(
            f"{database.name} already contains data ({', '.join(filled)}). Restore into an empty database, or delete "
            "the existing data with --replace."
        )


def _open_member(tar: tarfile.TarFile, member: tarfile.TarInfo) -> BinaryIO:
    content = tar.extractfile(member)
    assert content is not None  # it is a regular file: name_of has looked
    return content  # type: ignore[return-value]


def _unpack_member(
    restored: RestoredBackup, tar: tarfile.TarFile, member: tarfile.TarInfo, store: ArtifactStore, folder: Path
) -> None:
    name = validate_member_name(member)
    content = _open_member(tar, member)
    if str(name) == TRAILER_NAME:
        restored.trailer = ArchiveTrailer.model_validate_json(content.read())
        return
    restored.members += 1
    staged = folder / name.name
    with staged.open("xb") as file:
        shutil.copyfileobj(content, file, 2**20)
    match name.parts[0]:
        case "tables":
            _check_table(restored.manifest, name, staged)
        case "keys":
            staged.chmod(0o600)
            restored.keys.append(staged)
        case "objects" if name.suffix == ".json":
            with suppress(InvalidJson):  # then it is made anew
                store.store_view(name.name.removesuffix(".view.json"), staged)
        case "objects":
            if store.store_file(staged) != name.name:
                raise BackupRefused(f"The backup is damaged: {name.name[:12]} has other content than its name says.")
            restored.artifacts.append(name.name)
        case _ if name.parts[1] in EXCLUDED_FOLDERS:
            raise BackupRefused(f"This is not a backup of Designery: it contains '{name}'.")
        case _:
            target = store.folder.joinpath(*name.parts[1:])
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staged, target)


def _check_table(manifest: BackupManifest, name: PurePosixPath, staged: Path) -> None:
    with staged.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    entry = manifest.tables.get(name.stem)
    if entry is None or entry.sha256 != digest:
        raise BackupRefused(f"The backup is damaged: the rows of '{name.stem}' differ from those that were written.")


def _require_complete(restored: RestoredBackup, folder: Path, file: Path) -> None:
    has_all_tables = all((folder / f"{table}.jsonl").exists() for table in restored.manifest.tables)
    if restored.trailer is None or restored.trailer.members != restored.members or not has_all_tables:
        raise BackupRefused(f"{file} is incomplete: its end is missing.")


def _fill_tables(connection: Connection, manifest: BackupManifest, folder: Path) -> None:
    """Make the tables anew as the backup knew them, fill them, and bring them up to this version."""
    reflect_tables(connection).drop_all(connection)
    upgrade_tables(connection, manifest.revision)
    metadata = reflect_tables(connection)
    for table in metadata.sorted_tables:
        if table.name in manifest.tables:
            for rows in _read_rows(table, folder / f"{table.name}.jsonl", connection.dialect.name):
                connection.execute(table.insert(), rows)
            if connection.dialect.name == "postgresql":
                _reset_sequence(connection, table)
    upgrade_tables(connection)


def _read_rows(table: Table, file: Path, dialect: str) -> Iterator[list[dict[str, object]]]:
    kinds = {column.name: column.type for column in table.columns}
    with file.open("rb") as lines:
        while chunk := list(itertools.islice(lines, RESTORE_ROWS_PER_INSERT)):
            yield [
                {name: deserialize_value(value, kinds[name], dialect) for name, value in json.loads(line).items()}
                for line in chunk
            ]


def _reset_sequence(connection: Connection, table: Table) -> None:
    """Have a numbered table go on after its largest number."""
    keys = list(table.primary_key.columns)
    if len(keys) == 1 and isinstance(keys[0].type, Integer) and keys[0].server_default is not None:
        name = keys[0].name
        connection.execute(
            text(
                f'SELECT setval(pg_get_serial_sequence(:table, :name), coalesce(max("{name}"), 0) + 1, false) '  # nosec B608
                f'FROM "{table.name}"'
            ),
            {"table": f'"{table.name}"', "name": name},
        )
