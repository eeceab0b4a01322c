"""The tables of ways in: sessions of browsers, launch links, share links, and visits to these."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from server.storage.tables import Moment, new_id, now


class SessionRow(SQLModel, table=True):
    """A browser that opened a launch link, or that an account signed in with; only the hash of its cookie is kept."""

    __tablename__ = "session"

    token_hash: str = Field(primary_key=True)
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    #: Of a team server: its name towards the person, whose it is, where it was opened, and the workspace chosen last.
    id: str = Field(default_factory=new_id, unique=True)
    account_id: str | None = Field(default=None, index=True)
    workspace_id: str | None = None
    address: str = ""
    browser: str = ""
    last_used_at: datetime = Field(default_factory=now, sa_type=Moment)


class LaunchRow(SQLModel, table=True):
    """A launch link that nobody opened yet; only the hash of its token is kept."""

    __tablename__ = "launch"

    token_hash: str = Field(primary_key=True)
    expires_at: datetime = Field(sa_type=Moment)


class ShareRow(SQLModel, table=True):
    """A link to a design for people without a session. Only the hash of its token is kept."""

    __tablename__ = "share"

    id: str = Field(primary_key=True)
    design_id: str = Field(foreign_key="design.id", index=True)
    name: str
    scope: str
    token_hash: str
    password_hash: str | None = None
    #: The version that is shown, or null for the newest at any time.
    document: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    revision: int
    #: Of a pinned version: {node: the run whose step is shown}.
    results: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    shows: str
    rows: int
    scripts: bool = False
    preview: bool = False
    #: Whether the comments are shown.
    comments: bool = False
    #: The sites that may show the page in a frame.
    origins: list[str] = Field(default_factory=list, sa_type=JSON)
    opened: int = 0
    copied: int = 0
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    last_used_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class VisitRow(SQLModel, table=True):
    """A browser that opened a share link; only the hash of its cookie is kept."""

    __tablename__ = "visit"

    token_hash: str = Field(primary_key=True)
    share_id: str = Field(foreign_key="share.id", index=True)
    #: What the visitor wants to be called by those who work with them.
    name: str = ""
    expires_at: datetime = Field(sa_type=Moment)
