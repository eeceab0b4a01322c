"""A backup: every row of the database as one moment saw it, and every file that the rows name.

The rows are read in one transaction, so that the server may go on meanwhile. Artifacts never change: they are copied
afterwards. Nothing that is specific to SQLite or PostgreSQL gets into the file, so it can be put back into either.
"""

import hashlib
import io
import json
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Table

from server.storage.database import Database, get_revision, make_read_only
from server.storage.files.artifact_store import ArtifactStore, CorruptArtifact, compute_content_hash
from server.storage.maintenance.backup_archive import (
    BACKUP_FORMAT,
    EXCLUDED_TABLES,
    MANIFEST_NAME,
    TRAILER_NAME,
    ArchiveTrailer,
    BackupManifest,
    BackupRefused,
    BackupTable,
    create_archive,
    reflect_tables,
    serialize_value,
)
from server.storage.orm.core_tables import now

EXPORT_ROWS_PER_FETCH = 1_000
#: Folders of the store that are not copied whole: artifacts go by their rows, the others hold unfinished work.
EXCLUDED_FOLDERS = frozenset({"objects", "quarantine", "uploads", "runs", "validated"})


@dataclass
class ArchiveBuilder:
    """A backup while it is written, and what to tell of it afterwards."""

    manifest: BackupManifest
    tar: tarfile.TarFile
    members: int = 0
    artifacts: int = 0
    size: int = 0
    missing: list[str] = field(default_factory=list)

    def add_text(self, name: str, text: str) -> None:
        self.add_bytes(name, text.encode())

    def add_bytes(self, name: str, content: bytes) -> None:
        self._add(name, len(content), io.BytesIO(content))

    def add_file(self, name: str, path: Path) -> None:
        """Add a file that does not change any more."""
        with path.open("rb") as content:
            self._add(name, path.stat().st_size, content)

    def _add(self, name: str, size: int, content: "io.IOBase") -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size, 0o600, self.manifest.created_at.timestamp()
        self.tar.addfile(member, content)
        self.members += 1
        self.size += size


def create_backup(file: Path, database: Database, home: Path, version: str, *, keys: bool) -> ArchiveBuilder:
    """Write a backup of a data folder and its database; with `keys`, the key to the encrypted secrets goes along.

    Raises BackupRefused where the file is there already or there is nothing to back up.
    """
    if file.exists():
        raise BackupRefused(f"{file} already exists. Choose another name.")
    store = ArtifactStore(home / "store")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".designery-backup-") as temporary:
        folder = Path(temporary)
        manifest, artifacts = _export_tables(database, folder, version, keys)
        with create_archive(file) as tar:
            builder = ArchiveBuilder(manifest, tar)
            builder.add_text(MANIFEST_NAME, manifest.model_dump_json(indent=2))
            for table in manifest.tables:
                builder.add_file(f"tables/{table}.jsonl", folder / f"{table}.jsonl")
            for artifact in artifacts:
                _add_artifact(builder, store, artifact)
            _add_files(builder, store)
            if keys:
                for key in sorted(home.glob("*.key")):
                    builder.add_bytes(f"keys/{key.name}", key.read_bytes())
            trailer = ArchiveTrailer(members=builder.members, missing=builder.missing)
            builder.add_text(TRAILER_NAME, trailer.model_dump_json())
    return builder


def _export_tables(database: Database, folder: Path, version: str, keys: bool) -> tuple[BackupManifest, list[str]]:
    """All tables as lines of JSON in the folder, read in one transaction; and the ids of all artifacts."""
    with make_read_only(database.engine).connect() as connection:
        revision = get_revision(connection)
        if revision is None:
            raise BackupRefused(f"There is nothing to back up: {database.name} has no tables of Designery.")
        metadata = reflect_tables(connection)
        exported = [table for table in metadata.sorted_tables if table.name not in EXCLUDED_TABLES]
        entries = {table.name: _export_table(connection, table, folder) for table in exported}
        artifact = metadata.tables["artifact"]
        artifacts = list(connection.execute(artifact.select().with_only_columns(artifact.c.id)).scalars())
    manifest = BackupManifest(
        format=BACKUP_FORMAT, version=version, revision=revision, created_at=now(), keys=keys, tables=entries
    )
    return manifest, artifacts


def _export_table(connection: Connection, table: Table, folder: Path) -> BackupTable:
    digest, rows = hashlib.sha256(), 0
    result = connection.execution_options(yield_per=EXPORT_ROWS_PER_FETCH).execute(
        table.select().order_by(*table.primary_key.columns)
    )
    with (folder / f"{table.name}.jsonl").open("wb") as file:
        for row in result.mappings():
            line = json.dumps({name: serialize_value(value) for name, value in row.items()}).encode() + b"\n"
            digest.update(line)
            file.write(line)
            rows += 1
    return BackupTable(rows=rows, sha256=digest.hexdigest())


def _add_artifact(builder: ArchiveBuilder, store: ArtifactStore, artifact: str) -> None:
    """Add an artifact and its view; one that is not what its name promises is left out, and told."""
    name = f"objects/{artifact[:2]}/{artifact}"
    try:
        path = store.get_path(artifact)
        if compute_content_hash(path) != artifact:
            raise CorruptArtifact
        builder.add_file(name, path)
    except (OSError, CorruptArtifact):
        builder.missing.append(artifact)
        return
    builder.artifacts += 1
    view = store.get_view_path(artifact)
    if view.exists():
        builder.add_bytes(f"{name}.view.json", view.read_bytes())


def _add_files(builder: ArchiveBuilder, store: ArtifactStore) -> None:
    """Add the logs and figures of runs, as far as they have been written by now."""
    for folder in sorted(
        path for path in store.folder.iterdir() if path.is_dir() and path.name not in EXCLUDED_FOLDERS
    ):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                builder.add_bytes(f"files/{path.relative_to(store.folder).as_posix()}", path.read_bytes())
