"""The tables of environments: named sets of Python packages, and their versions."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from server.storage.orm.core_tables import UtcDateTime, generate_id, now
from server.storage.transactions.workspace_context import get_default_workspace


class EnvironmentRow(SQLModel, table=True):
    """A name under which versions of a set of packages are kept."""

    __tablename__ = "environment"
    __table_args__ = (UniqueConstraint("workspace_id", "name", name="uq_environment_name"),)

    id: str = Field(default_factory=generate_id, primary_key=True)
    workspace_id: str = Field(default_factory=get_default_workspace, index=True)
    name: str
    #: The highest number that a version ever had.
    last_version: int = 0
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class EnvironmentVersionRow(SQLModel, table=True):
    """What was asked for, the lock that came of it, and how far building it is. What was asked for never changes."""

    __tablename__ = "environment_version"

    environment_id: str = Field(foreign_key="environment.id", primary_key=True)
    version: int = Field(primary_key=True)
    #: requirements, pyproject, uv_lock or conda: how `source` is read.
    format: str
    source: str
    #: The version of Python, as 3.11.
    python: str
    #: queued, solving, building, ready or failed.
    state: str = "queued"
    #: Why it failed, as a sentence.
    error: str | None = None
    #: Every package with its version and the hashes of its files; None until it is solved.
    lock: str | None = None
    #: What names the built folder, and stands for the environment in cache keys.
    lock_hash: str | None = Field(default=None, index=True)
    #: The packages as name and version, in the order of the lock.
    packages: list[str] = Field(default_factory=list, sa_type=JSON)
    bytes: int | None = Field(default=None, sa_type=BigInteger)
    seconds: float | None = None
    created_by: str = ""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    built_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
