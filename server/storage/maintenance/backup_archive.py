"""The file of a backup: a tar behind Zstandard, whose members are checked by name, and how rows are written in it."""

import base64
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
from pydantic import BaseModel, ConfigDict
from sqlalchemy import JSON, Connection, DateTime, LargeBinary, MetaData, types

BACKUP_FORMAT = 1
MANIFEST_NAME, TRAILER_NAME = "manifest.json", "end.json"
#: Logins, tokens and links that let people in stay behind: an old backup must not bring back what was ended since.
#: `launch` is what `launch_token` was called: a database that was not brought up to this version may have it.
EXCLUDED_TABLES = frozenset(
    {"session", "launch", "launch_token", "invite", "api_token", "embed_key", "endpoint_key", "alembic_version"}
)
#: What members may be called; anything else is no backup of ours.
MEMBER_PATTERN = re.compile(
    r"manifest\.json|end\.json|tables/[a-z][a-z0-9_]*\.jsonl|keys/[a-z][a-z0-9_-]*\.key"
    r"|objects/[0-9a-f]{2}/[0-9a-f]{64}(\.view\.json)?|files/[^\0\\]+"
)


class BackupRefused(Exception):
    """The backup cannot be made or put back; the message says why and what to do."""


class BackupTable(BaseModel):
    """A table in a backup."""

    rows: int
    sha256: str


class BackupManifest(BaseModel):
    """What a backup says of itself, before anything else."""

    model_config = ConfigDict(extra="ignore")

    format: int
    version: str
    revision: str
    created_at: datetime
    keys: bool
    tables: dict[str, BackupTable]


class ArchiveTrailer(BaseModel):
    """The last member: where it is missing, the file was cut off."""

    members: int
    missing: list[str] = []


@contextmanager
def create_archive(file: Path) -> Iterator[tarfile.TarFile]:
    """A tar that gets its name once it is whole and durable. Only its owner can read it."""
    beside = file.with_name(f".{file.name}.tmp{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with (
            os.fdopen(descriptor, "wb") as raw,
            pa.CompressedOutputStream(raw, "zstd") as packed,
            tarfile.open(fileobj=packed, mode="w|") as tar,
        ):
            yield tar
        _fsync(beside)
        os.replace(beside, file)
        _fsync(file.parent)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def open_archive(file: Path) -> Iterator[tarfile.TarFile]:
    """A tar to read from its beginning to its end; raises BackupRefused where it is none or is damaged."""
    try:
        with (
            file.open("rb") as raw,
            pa.CompressedInputStream(raw, "zstd") as packed,
            tarfile.open(fileobj=packed, mode="r|") as tar,
        ):
            yield tar
    except (OSError, tarfile.TarError, EOFError, pa.ArrowException) as error:
        if isinstance(error, OSError) and error.errno is not None:  # the disk's, and not the unpacking library's
            raise
        raise BackupRefused(f"{file} is not a backup, or it is damaged: {error}") from None


def validate_member_name(member: tarfile.TarInfo) -> PurePosixPath:
    """The name of a member; raises BackupRefused where a backup would not have it."""
    path = PurePosixPath(member.name)
    if (
        not member.isreg()
        or not MEMBER_PATTERN.fullmatch(member.name)
        or ".." in path.parts
        or str(path) != member.name
    ):
        raise BackupRefused(f"This is not a backup of Designery: it contains '{member.name}'.")
    return path


def reflect_tables(connection: Connection) -> MetaData:
    """The tables as they are, with missing JSON as SQL has it."""
    metadata = MetaData()
    metadata.reflect(connection)
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True
    return metadata


def serialize_value(value: object) -> object:
    """A value of a row as JSON: the same text from every kind of database."""
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def deserialize_value(value: Any, column: types.TypeEngine[Any], dialect: str) -> Any:
    """The value for a column of this type."""
    if value is None:
        return None
    if isinstance(column, DateTime):
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=None) if dialect == "sqlite" else moment
    return base64.b64decode(value) if isinstance(column, LargeBinary) else value


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
