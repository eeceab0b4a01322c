"""Comments that travel in the file of a design: only where whoever exports it wants that, for they hold names."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from server.collaboration.guest_identity import redact_name_for_guests
from server.storage.orm.core_tables import CommentRow, ThreadRow
from server.storage.stores import comment_store
from server.storage.stores.cursor_paging import PageRequest

#: Under this name they stand in the file.
COMMENTS_FIELD = "comments"
IMPORTED_MARK = "(from a file)"


class ExportedComment(BaseModel):
    """What somebody wrote, as a file has it."""

    model_config = ConfigDict(extra="ignore")

    person: str = Field(max_length=400)
    text: str = Field(min_length=1, max_length=10_000)
    created_at: datetime


class ExportedThread(BaseModel):
    """Comments on the design, a node or a port, as a file has them."""

    model_config = ConfigDict(extra="ignore")

    node: str | None = Field(default=None, max_length=64)
    port: str | None = Field(default=None, max_length=120)
    title: str = Field(default="", max_length=200)
    resolved_at: datetime | None = None
    resolved_by: str | None = Field(default=None, max_length=400)
    comments: list[ExportedComment] = Field(max_length=1_000)


ExportedThreads = Annotated[list[ExportedThread], Field(max_length=5_000)]


def export_comments(session: Session, design_id: str) -> list[dict[str, object]]:
    """The comments of a design for its file; those on versions stay, since versions do."""
    rows = comment_store.query_thread_page(session, design_id, PageRequest(), on_versions=False).items
    comments = comment_store.group_comments(session, rows)
    return [
        {
            **row.model_dump(mode="json", include={"node", "port", "title", "resolved_at", "resolved_by"}),
            "comments": [
                {
                    "person": redact_name_for_guests(comment.person_name),
                    **comment.model_dump(mode="json", include={"text", "created_at"}),
                }
                for comment in comments[row.id]
            ],
        }
        for row in rows
    ]


def import_comments(session: Session, design_id: str, threads: list[ExportedThread]) -> None:
    """Put the comments of a file under the design that was made of it. They are nobody's own there."""
    for thread in threads:
        row = ThreadRow(design_id=design_id, **thread.model_dump(exclude={"comments"}))
        session.add(row)
        session.flush()
        for comment in thread.comments:
            name = comment.person if comment.person.endswith(IMPORTED_MARK) else f"{comment.person} {IMPORTED_MARK}"
            session.add(
                CommentRow(
                    thread_id=row.id,
                    person_id="file",
                    person_name=name,
                    text=comment.text,
                    created_at=comment.created_at,
                )
            )
