"""Comments that travel in the file of a design: only where whoever exports it wants that, for they hold names."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from server.people.visitors import to_visitors
from server.storage import comments
from server.storage.tables import CommentRow, ThreadRow

#: Under this name they stand in the file.
FIELD = "comments"
FROM_FILE = "(from a file)"


class CarriedComment(BaseModel):
    """What somebody wrote, as a file has it."""

    model_config = ConfigDict(extra="ignore")

    person: str = Field(max_length=400)
    text: str = Field(min_length=1, max_length=10_000)
    created_at: datetime


class CarriedThread(BaseModel):
    """Comments on the design, a node or a port, as a file has them."""

    model_config = ConfigDict(extra="ignore")

    node: str | None = Field(default=None, max_length=64)
    port: str | None = Field(default=None, max_length=120)
    title: str = Field(default="", max_length=200)
    resolved_at: datetime | None = None
    resolved_by: str | None = Field(default=None, max_length=400)
    comments: list[CarriedComment] = Field(max_length=1_000)


Carried = Annotated[list[CarriedThread], Field(max_length=5_000)]


def packed(session: Session, design_id: str) -> list[dict[str, Any]]:
    """The comments of a design for its file; those on versions stay, since versions do."""
    rows = [row for row in comments.threads(session, design_id) if row.version_id is None]
    return [
        {
            **row.model_dump(mode="json", include={"node", "port", "title", "resolved_at", "resolved_by"}),
            "comments": [
                {"person": to_visitors(one.person_name), **one.model_dump(mode="json", include={"text", "created_at"})}
                for one in comments.comments_of(session, [row.id])
            ],
        }
        for row in rows
    ]


def unpack(session: Session, design_id: str, threads: list[CarriedThread]) -> None:
    """Put the comments of a file under the design that was made of it. They are nobody's own there."""
    for thread in threads:
        row = ThreadRow(design_id=design_id, **thread.model_dump(exclude={"comments"}))
        session.add(row)
        session.flush()
        for one in thread.comments:
            name = one.person if one.person.endswith(FROM_FILE) else f"{one.person} {FROM_FILE}"
            session.add(
                CommentRow(
                    thread_id=row.id, person_id="file", person_name=name, text=one.text, created_at=one.created_at
                )
            )
