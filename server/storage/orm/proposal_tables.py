"""The table of proposed changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from server.storage.orm.core_tables import UtcDateTime, generate_id, now


class ProposalRow(SQLModel, table=True):
    """Edits of a design that wait for a person: nothing changes until somebody accepts them."""

    __tablename__ = "proposal"
    __table_args__ = (Index("ix_proposal_listed", "design_id", "state", "created_at", "id"),)

    id: str = Field(default_factory=generate_id, primary_key=True)
    design_id: str = Field(foreign_key="design.id")
    title: str
    note: str = ""
    edits: list[dict[str, Any]] = Field(sa_type=JSON)
    #: The revision of the design that it was made for.
    revision: int
    #: pending, accepted or rejected.
    state: str = "pending"
    #: Who proposed it, and the API token or assistant that did so for them.
    proposed_by: str
    proposed_with: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
