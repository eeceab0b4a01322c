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
from typing import Any, BinaryIO

from pydantic import ValidationError
from sqlalchemy import Connection, Integer, Table, text

from modules.kit.strict_json import NotJson
from server.storage.archive import (
    END,
    FORMAT,
    MANIFEST,
    PASSING,
    Ending,
    Manifest,
    Refused,
    from_json,
    name_of,
    opened,
    reflected,
)
from server.storage.artifacts import ArtifactStore
from server.storage.backup import NOT_WHOLE
from server.storage.database import Database, revisions, upgrade

ROWS_AT_ONCE = 500


@dataclass
class Unpacked:
    """What of a backup has been checked and placed so far."""

    manifest: Manifest
    ending: Ending | None = None
    members: int = 1
    artifacts: list[str] = field(default_factory=list)
    keys: list[Path] = field(default_factory=list)


def restore(file: Path, database: Database, home: Path, *, replace: bool) -> Unpacked:
    """Put a backup into a data folder and its database; with `replace`, in the place of what is there.

    Raises Refused, and then the rows are as they were. A backup of an earlier version is brought up to this one.
    """
    home.mkdir(parents=True, exist_ok=True)
    store = ArtifactStore(home / "store")
    with opened(file) as tar, tempfile.TemporaryDirectory(dir=store.uploads, prefix="restore-") as held:
        folder = Path(held)
        unpacked = Unpacked(_manifest(tar, file))
        _refuse_data(database, replace)
        while (member := tar.next()) is not None:
            _unpack(unpacked, tar, member, store, folder)
        _refuse_parts(unpacked, folder, file)
        store.settle(unpacked.artifacts)
        with database.engine.begin() as connection:
            _fill(connection, unpacked.manifest, folder)
        for key in unpacked.keys:
            os.replace(key, home / key.name)
    return unpacked


def _manifest(tar: tarfile.TarFile, file: Path) -> Manifest:
    member = tar.next()
    if member is None or str(name_of(member)) != MANIFEST:
        raise Refused(f"{file} is no backup of Designery.")
    try:
        manifest = Manifest.model_validate_json(_content(tar, member).read())
    except ValidationError:
        raise Refused(f"{file} is no backup of Designery: its manifest cannot be read.") from None
    if manifest.format != FORMAT or manifest.revision not in revisions():
        raise Refused(f"{file} was made by Designery {manifest.version}, which is newer. Install that version first.")
    return manifest


def _refuse_data(database: Database, replace: bool) -> None:
    with database.engine.connect() as connection:
        full = [
            table.name
            for table in reflected(connection).sorted_tables
            if table.name not in PASSING and connection.execute(table.select().limit(1)).first() is not None
        ]
    if full and not replace:
        raise Refused(
            f"There are data in {database.name} already ({', '.join(full)}). "
            "Restore into an empty one, or delete what is there with --replace."
        )


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> BinaryIO:
    content = tar.extractfile(member)
    assert content is not None  # it is a regular file: name_of has looked
    return content  # type: ignore[return-value]


def _unpack(
    unpacked: Unpacked, tar: tarfile.TarFile, member: tarfile.TarInfo, store: ArtifactStore, folder: Path
) -> None:
    name = name_of(member)
    content = _content(tar, member)
    if str(name) == END:
        unpacked.ending = Ending.model_validate_json(content.read())
        return
    unpacked.members += 1
    staged = folder / name.name
    with staged.open("xb") as file:
        shutil.copyfileobj(content, file, 2**20)
    match name.parts[0]:
        case "tables":
            _check_table(unpacked.manifest, name, staged)
        case "keys":
            staged.chmod(0o600)
            unpacked.keys.append(staged)
        case "objects" if name.suffix == ".json":
            with suppress(NotJson):  # then it is made anew
                store.place_view(name.name.removesuffix(".view.json"), staged)
        case "objects":
            if store.place(staged) != name.name:
                raise Refused(f"The backup is damaged: {name.name[:12]} has another content than its name promises.")
            unpacked.artifacts.append(name.name)
        case _ if name.parts[1] in NOT_WHOLE:
            raise Refused(f"This is no backup of Designery: '{name}' is in it.")
        case _:
            target = store.folder.joinpath(*name.parts[1:])
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staged, target)


def _check_table(manifest: Manifest, name: PurePosixPath, staged: Path) -> None:
    with staged.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    entry = manifest.tables.get(name.stem)
    if entry is None or entry.sha256 != found:
        raise Refused(f"The backup is damaged: the rows of '{name.stem}' are not those that were written.")


def _refuse_parts(unpacked: Unpacked, folder: Path, file: Path) -> None:
    there = all((folder / f"{table}.jsonl").exists() for table in unpacked.manifest.tables)
    if unpacked.ending is None or unpacked.ending.members != unpacked.members or not there:
        raise Refused(f"{file} is not whole: its end is missing.")


def _fill(connection: Connection, manifest: Manifest, folder: Path) -> None:
    """Make the tables anew as the backup knew them, fill them, and bring them up to this version."""
    reflected(connection).drop_all(connection)
    upgrade(connection, manifest.revision)
    found = reflected(connection)
    for table in found.sorted_tables:
        if table.name in manifest.tables:
            for rows in _rows(table, folder / f"{table.name}.jsonl", connection.dialect.name):
                connection.execute(table.insert(), rows)
            if connection.dialect.name == "postgresql":
                _go_on_counting(connection, table)
    upgrade(connection)


def _rows(table: Table, file: Path, dialect: str) -> Iterator[list[dict[str, Any]]]:
    kinds = {column.name: column.type for column in table.columns}
    with file.open("rb") as lines:
        while chunk := list(itertools.islice(lines, ROWS_AT_ONCE)):
            yield [
                {name: from_json(value, kinds[name], dialect) for name, value in json.loads(line).items()}
                for line in chunk
            ]


def _go_on_counting(connection: Connection, table: Table) -> None:
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
