"""The tables of people: accounts, workspaces, tokens, invitations, and the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from server.storage.orm.core_tables import BigIntegerType, UtcDateTime, generate_id, now


class AccountRow(SQLModel, table=True):
    """Somebody who can sign in: by a password, by the identity provider, or by both."""

    __tablename__ = "account"

    id: str = Field(default_factory=generate_id, primary_key=True)
    #: What is typed to sign in, in lower case: a name or an e-mail address.
    login: str = Field(unique=True)
    name: str
    password_hash: str | None = None
    #: Who it is at the identity provider: its address and the subject.
    oidc_subject: str | None = Field(default=None, unique=True)
    #: Whether it may invite people, disable accounts and read the audit log.
    is_admin: bool = False
    #: Whether that came by a group of the identity provider, and goes with it.
    is_admin_by_group: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    #: The groups that the identity provider named at the last sign-in; None where it never did.
    groups: list[str] | None = Field(default=None, sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class WorkspaceRow(SQLModel, table=True):
    """Where designs, data and runs belong; people are members of it."""

    __tablename__ = "workspace"

    id: str = Field(default_factory=generate_id, primary_key=True)
    name: str
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class MemberRow(SQLModel, table=True):
    """What an account may do in a workspace."""

    __tablename__ = "member"

    workspace_id: str = Field(foreign_key="workspace.id", primary_key=True)
    account_id: str = Field(foreign_key="account.id", primary_key=True, index=True)
    #: The higher one of the two below.
    role: str
    #: What somebody gave by hand, and what groups of the identity provider give.
    direct_role: str | None = None
    group_role: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class GroupRuleRow(SQLModel, table=True):
    """What a group of the identity provider gives: a role in a workspace, or the server."""

    __tablename__ = "group_rule"
    __table_args__ = (UniqueConstraint("name", "workspace_id", name="uq_group_rule"),)

    id: str = Field(default_factory=generate_id, primary_key=True)
    name: str
    #: None gives the server.
    workspace_id: str | None = Field(default=None, foreign_key="workspace.id")
    role: str | None = None
    grants_admin: bool = False
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class InviteRow(SQLModel, table=True):
    """A link that lets somebody make an account and join a workspace, or choose a new password; good for one use."""

    __tablename__ = "invite"

    id: str = Field(default_factory=generate_id, primary_key=True)
    token_hash: str = Field(unique=True)
    workspace_id: str | None = Field(default=None, foreign_key="workspace.id", index=True)
    role: str | None = None
    #: The account that is to have a new password; None makes an account.
    account_id: str | None = Field(default=None, foreign_key="account.id")
    #: For whom it is, as the inviter wrote it.
    note: str = ""
    invited_by: str
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class ApiTokenRow(SQLModel, table=True):
    """An API token of an account for one workspace; only its hash is kept."""

    __tablename__ = "api_token"

    id: str = Field(default_factory=generate_id, primary_key=True)
    token_hash: str = Field(unique=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    workspace_id: str = Field(foreign_key="workspace.id", index=True)
    name: str
    #: read, run or write.
    scope: str
    #: How the token begins, to be told from others.
    prefix: str
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AuditRow(SQLModel, table=True):
    """Something that somebody did. Rows are added, and never changed or removed: triggers of the database refuse it.

    On SQLite, a migration that makes the table anew has to make its triggers anew.
    """

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigIntegerType)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    account_id: str | None = None
    #: Names as they were then.
    person: str
    address: str = ""
    action: str
    workspace_id: str | None = None
    workspace: str = ""
    subject: str = ""
    #: The design and the run that it is about, and how well a run or a live sample was kept apart.
    design_id: str | None = Field(default=None, index=True)
    run_id: str | None = None
    isolation: str | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class WorkspaceArtifactRow(SQLModel, table=True):
    """A workspace has an artifact. Artifacts are stored by their content, so several may have the same one."""

    __tablename__ = "workspace_artifact"

    workspace_id: str = Field(primary_key=True)
    artifact: str = Field(primary_key=True, index=True)


class QuotaRow(SQLModel, table=True):
    """What a workspace holds, in bytes, and what it may; what is None is as the settings say, and 0 is no limit."""

    __tablename__ = "quota"

    workspace_id: str = Field(primary_key=True)
    used: int = Field(default=0, sa_type=BigInteger)
    storage: int | None = Field(default=None, sa_type=BigInteger)
    #: Steps that run at once, and runs that are under way or wait.
    steps: int | None = None
    runs: int | None = None
