"""The tables of ways in: sessions of browsers, launch links, share links, and the guests of these."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from server.storage.orm.core_tables import UtcDateTime, generate_id, now


class SessionRow(SQLModel, table=True):
    """A browser that opened a launch link, or that an account signed in with; only the hash of its cookie is kept."""

    __tablename__ = "session"

    token_hash: str = Field(primary_key=True)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    #: Of a team server: its name toward the person, whose it is, where it was opened, and the workspace chosen last.
    id: str = Field(default_factory=generate_id, unique=True)
    account_id: str | None = Field(default=None, index=True)
    workspace_id: str | None = None
    address: str = ""
    browser: str = ""
    last_used_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class LaunchTokenRow(SQLModel, table=True):
    """A launch link that nobody opened yet; only the hash of its token is kept."""

    __tablename__ = "launch_token"

    token_hash: str = Field(primary_key=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)


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
    visibility: str
    max_rows: int
    scripts: bool = False
    preview: bool = False
    #: Whether the comments are shown.
    comments: bool = False
    #: The sites that may show the page in a frame.
    allowed_origins: list[str] = Field(default_factory=list, sa_type=JSON)
    visit_count: int = 0
    copy_count: int = 0
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class GuestSessionRow(SQLModel, table=True):
    """A browser that opened a share link; only the hash of its cookie is kept."""

    __tablename__ = "guest_session"

    token_hash: str = Field(primary_key=True)
    share_id: str = Field(foreign_key="share.id", index=True)
    #: What the guest wants to be called by those who work with them.
    name: str = ""
    expires_at: datetime = Field(sa_type=UtcDateTime)


class EmbedKeyRow(SQLModel, table=True):
    """A key by which somebody edits one design in a frame on another site, for some hours; only its hash is kept."""

    __tablename__ = "embed_key"

    id: str = Field(default_factory=generate_id, primary_key=True)
    key_hash: str = Field(unique=True)
    design_id: str = Field(foreign_key="design.id", index=True)
    #: Whose rights it has; None on a personal server.
    account_id: str | None = None
    #: The most of these rights: read, run or write.
    scope: str
    #: The sites that may show the canvas in a frame.
    allowed_origins: list[str] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
