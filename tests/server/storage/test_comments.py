"""Whose comment it is decides who may change it."""

from pathlib import Path

import pytest

from server.storage.orm.core_tables import ThreadRow
from server.storage.stores import comment_store, design_store
from server.storage.stores.comment_store import CommentAuthor, NotCommentAuthor
from tests.database_servers import DATABASES

ANA, BO = CommentAuthor("ana", "Ana"), CommentAuthor("bo", "Bo")


def test_only_whoever_wrote_a_comment_may_change_it(tmp_path: Path) -> None:
    database = DATABASES.create_database(tmp_path)
    with database.session() as session:
        design = design_store.create_design(session, {"name": "Test", "nodes": {}})
        thread = comment_store.start_thread(session, ThreadRow(design_id=design.id), ANA, "Why?")
        reply = comment_store.add_comment(session, thread, BO, "Because.")
        assert comment_store.get_own_comment(session, thread, reply.id, BO) is reply
        with pytest.raises(NotCommentAuthor):
            comment_store.get_own_comment(session, thread, reply.id, ANA)
        comment_store.resolve_thread(session, thread, BO)
        assert thread.resolved_by == "Bo"
    database.close()
