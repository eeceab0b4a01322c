"""What a version says of ONNX follows from what its last replica found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, select

from server.serving.onnx_choice import OnnxChoice, note_start, read_choice
from server.storage.database import Database
from server.storage.orm.endpoint_tables import DeploymentRow, EndpointRow
from tests.database_servers import DATABASES


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = DATABASES.create_database(tmp_path)
    with made.session() as session:
        session.add(EndpointRow(id="e", name="shop", created_by="Ada"))
        session.flush()
        row = DeploymentRow(endpoint_id="e", number=1, document={}, trusted=True, signature={}, created_by="Ada")
        row.onnx = OnnxChoice(wanted=True, used=True, rows=500).model_dump(mode="json")
        session.add(row)
    yield made
    made.close()


def get_deployment(session: Session) -> DeploymentRow:
    return session.exec(select(DeploymentRow)).one()


def test_a_start_that_finds_other_answers_is_said_until_a_later_one_finds_the_same(database: Database) -> None:
    with database.read_session() as session:
        deployment = get_deployment(session).id
    faults = []
    for said in ({"used": True}, {"used": False, "reason": "2 of 500 rows differ."}, {}, {"used": True, "rows": 500}):
        note_start(database, deployment, said)
        with database.read_session() as session:
            choice = read_choice(get_deployment(session))
        faults.append(choice.fault)
        assert (choice.used, choice.rows) == (True, 500)
    assert faults == ["", "2 of 500 rows differ.", "It could not be loaded.", ""]
