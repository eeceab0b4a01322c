"""Whose comment it is decides who may change it."""

from pathlib import Path

import pytest

from server.storage import comments, designs
from server.storage.comments import NotYours, Writer
from server.storage.tables import ThreadRow
from tests.databases import DATABASES

ANA, BO = Writer("ana", "Ana"), Writer("bo", "Bo")


def test_only_whoever_wrote_a_comment_may_change_it(tmp_path: Path) -> None:
    database = DATABASES.made(tmp_path)
    with database.session() as session:
        design = designs.create(session, {"name": "Test", "nodes": {}})
        thread = comments.begin(session, ThreadRow(design_id=design.id), ANA, "Why?")
        reply = comments.reply(session, thread, BO, "Because.")
        assert comments.own(session, thread, reply.id, BO) is reply
        with pytest.raises(NotYours):
            comments.own(session, thread, reply.id, ANA)
        comments.resolve(session, thread, BO)
        assert thread.resolved_by == "Bo"
    database.close()
