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

from server.storage.archive import (
    END,
    FORMAT,
    MANIFEST,
    PASSING,
    Ending,
    Manifest,
    Refused,
    TableEntry,
    reflected,
    to_json,
    written,
)
from server.storage.artifacts import ArtifactStore, Damaged, content_hash
from server.storage.database import Database, reader, revision_of
from server.storage.tables import now

ROWS_AT_ONCE = 1_000
#: Folders of the store that are not copied whole: artifacts go by their rows, the others hold unfinished work.
NOT_WHOLE = frozenset({"objects", "quarantine", "uploads", "runs", "validated"})


@dataclass
class Packing:
    """A backup while it is written, and what to tell of it afterwards."""

    manifest: Manifest
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


def back_up(file: Path, database: Database, home: Path, version: str, *, keys: bool) -> Packing:
    """Write a backup of a data folder and its database; with `keys`, what opens the sealed secrets goes along.

    Raises Refused where the file is there already or there is nothing to back up.
    """
    if file.exists():
        raise Refused(f"{file} is there already. Choose another name.")
    store = ArtifactStore(home / "store")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".designery-backup-") as held:
        folder = Path(held)
        manifest, artifacts = _exported(database, folder, version, keys)
        with written(file) as tar:
            packing = Packing(manifest, tar)
            packing.add_text(MANIFEST, manifest.model_dump_json(indent=2))
            for table in manifest.tables:
                packing.add_file(f"tables/{table}.jsonl", folder / f"{table}.jsonl")
            for artifact in artifacts:
                _add_artifact(packing, store, artifact)
            _add_files(packing, store)
            if keys:
                for key in sorted(home.glob("*.key")):
                    packing.add_bytes(f"keys/{key.name}", key.read_bytes())
            ending = Ending(members=packing.members, missing=packing.missing)
            packing.add_text(END, ending.model_dump_json())
    return packing


def _exported(database: Database, folder: Path, version: str, keys: bool) -> tuple[Manifest, list[str]]:
    """All tables as lines of JSON in the folder, read in one transaction; and the ids of all artifacts."""
    with reader(database.engine).connect() as connection:
        revision = revision_of(connection)
        if revision is None:
            raise Refused(f"There is nothing to back up: {database.name} has no tables of Designery.")
        found = reflected(connection)
        kept = [table for table in found.sorted_tables if table.name not in PASSING]
        entries = {table.name: _exported_table(connection, table, folder) for table in kept}
        artifact = found.tables["artifact"]
        artifacts = list(connection.execute(artifact.select().with_only_columns(artifact.c.id)).scalars())
    manifest = Manifest(format=FORMAT, version=version, revision=revision, created_at=now(), keys=keys, tables=entries)
    return manifest, artifacts


def _exported_table(connection: Connection, table: Table, folder: Path) -> TableEntry:
    digest, rows = hashlib.sha256(), 0
    found = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(
        table.select().order_by(*table.primary_key.columns)
    )
    with (folder / f"{table.name}.jsonl").open("wb") as file:
        for row in found.mappings():
            line = json.dumps({name: to_json(value) for name, value in row.items()}).encode() + b"\n"
            digest.update(line)
            file.write(line)
            rows += 1
    return TableEntry(rows=rows, sha256=digest.hexdigest())


def _add_artifact(packing: Packing, store: ArtifactStore, artifact: str) -> None:
    """Add an artifact and its view; one that is not what its name promises is left out, and told."""
    name = f"objects/{artifact[:2]}/{artifact}"
    try:
        path = store.path(artifact)
        if content_hash(path) != artifact:
            raise Damaged
        packing.add_file(name, path)
    except (OSError, Damaged):
        packing.missing.append(artifact)
        return
    packing.artifacts += 1
    view = store.view_path(artifact)
    if view.exists():
        packing.add_bytes(f"{name}.view.json", view.read_bytes())


def _add_files(packing: Packing, store: ArtifactStore) -> None:
    """Add the logs and figures of runs, as far as they have been written by now."""
    for folder in sorted(path for path in store.folder.iterdir() if path.is_dir() and path.name not in NOT_WHOLE):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                packing.add_bytes(f"files/{path.relative_to(store.folder).as_posix()}", path.read_bytes())
