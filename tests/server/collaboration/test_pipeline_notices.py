"""Who is told how runs ended that nobody watched: first failures, recoveries, retries; and by e-mail."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from server.auth.principals import LOCAL_PERSON
from server.collaboration import email_queue
from server.collaboration.email_sender import EmailSender, SmtpServer
from server.collaboration.pipeline_notices import notify_end_of_run
from server.storage.database import Database
from server.storage.orm.core_tables import RunRow, now
from server.storage.orm.notification_tables import EmailRow, NotificationPreferenceRow, NotificationRow
from server.storage.orm.pipeline_tables import PipelineRow, PipelineRunRow
from server.storage.stores import run_store
from tests.database_servers import DATABASES
from tests.server.automation.firing_runs import create_pipeline
from tests.smtp_receiver import SmtpReceiver, receive_emails


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = DATABASES.create_database(tmp_path)
    yield made
    made.close()


@pytest.fixture
def pipeline(database: Database) -> PipelineRow:
    return create_pipeline(database)


def end_run(
    database: Database,
    pipeline: PipelineRow,
    state: str,
    *,
    started_by: str = "trigger",
    attempt: int = 1,
    retry_of: str | None = None,
) -> str:
    """A run of the pipeline ends, and people are told; returns its id."""
    with database.session() as session:
        number = run_store.get_next_run_number(session, pipeline.design_id)
        run = RunRow(design_id=pipeline.design_id, number=number, revision=0, document={}, state=state)
        run.person_id, run.finished_at = LOCAL_PERSON.id, now()
        session.add(run)
        session.flush()
        given = PipelineRunRow(run_id=run.id, pipeline_id=pipeline.id, version=1, started_by=started_by)
        given.attempt, given.retry_of = attempt, retry_of
        session.add(given)
        session.flush()
        notify_end_of_run(session, run)
    return run.id


def list_told(database: Database) -> list[tuple[str, str]]:
    with database.read_session() as session:
        rows = session.exec(select(NotificationRow).order_by(col(NotificationRow.id)))
        return [(row.kind, row.text) for row in rows]


def choose(session: Session, kind: str, **places: bool) -> None:
    session.add(NotificationPreferenceRow(person_id=LOCAL_PERSON.id, kind=kind, **places))


def test_the_first_failure_and_the_first_success_after_it_are_told(database: Database, pipeline: PipelineRow) -> None:
    for state in ("succeeded", "failed", "failed", "succeeded", "succeeded", "failed"):
        end_run(database, pipeline, state)
    assert list_told(database) == [
        ("pipeline_failed", "Nightly failed: run 2."),
        ("pipeline_recovered", "Nightly works again: run 4."),
        ("pipeline_failed", "Nightly failed: run 6."),
    ]


def test_every_end_is_told_to_whoever_wants_it(database: Database, pipeline: PipelineRow) -> None:
    with database.session() as session:
        choose(session, "pipeline_still_failing")
        choose(session, "pipeline_succeeded")
        choose(session, "pipeline_failed", app=False)
    for state in ("succeeded", "failed", "failed"):
        end_run(database, pipeline, state)
    assert list_told(database) == [
        ("pipeline_succeeded", "Nightly succeeded: run 1."),
        ("pipeline_still_failing", "Nightly still fails: run 3."),
    ]


def test_a_failure_that_is_tried_again_is_not_told(database: Database, pipeline: PipelineRow) -> None:
    with database.session() as session:
        session.get_one(PipelineRow, pipeline.id).retry = {"attempts": 2, "delay_seconds": 0}
    first = end_run(database, pipeline, "failed")
    second = end_run(database, pipeline, "failed", attempt=2, retry_of=first)
    assert list_told(database) == []
    end_run(database, pipeline, "failed", attempt=3, retry_of=second)
    assert list_told(database) == [("pipeline_failed", "Nightly failed after 3 tries: run 3.")]
    again = end_run(database, pipeline, "failed")
    end_run(database, pipeline, "succeeded", attempt=2, retry_of=again)
    assert list_told(database)[1:] == [("pipeline_recovered", "Nightly works again after 2 tries: run 5.")]


def test_a_run_by_hand_is_told_as_any_run(database: Database, pipeline: PipelineRow) -> None:
    end_run(database, pipeline, "failed", started_by="person")
    assert list_told(database) == [("run_failed", "Test, run 1 failed.")]


@pytest.fixture
def mail(database: Database) -> Iterator[tuple[EmailSender, SmtpReceiver]]:
    with receive_emails() as receiver:
        server = SmtpServer("127.0.0.1", receiver.port, "none", "", "", "designery@example.org")
        email_queue.enable_email(database.engine, "me@example.org")
        yield EmailSender(database, server, "https://designery.example.org"), receiver


def test_a_failure_is_told_by_email_with_its_link(
    database: Database, pipeline: PipelineRow, mail: tuple[EmailSender, SmtpReceiver]
) -> None:
    sender, receiver = mail
    with database.read_session() as session:
        assert email_queue.find_email_address(session, LOCAL_PERSON.id) == "me@example.org"
    run = end_run(database, pipeline, "failed")
    end_run(database, pipeline, "failed")
    assert sender.send_due() == 1
    ((recipient, message),) = receiver.received
    assert (recipient, message["From"], message["Subject"]) == (
        "me@example.org",
        "designery@example.org",
        "Nightly failed: run 1.",
    )
    assert (
        f"https://designery.example.org/designs/{pipeline.design_id}#run-{run}"
        in bytes(message.get_payload(decode=True)).decode()
    )
    assert sender.send_due() == 0


def test_an_email_waits_for_a_mail_server_that_is_away_and_not_for_one_that_refuses(
    database: Database, pipeline: PipelineRow, mail: tuple[EmailSender, SmtpReceiver]
) -> None:
    sender, receiver = mail
    receiver.refused.add("me@example.org")
    end_run(database, pipeline, "failed")
    assert sender.send_due() == 0
    with database.read_session() as session:
        assert session.exec(select(EmailRow)).all() == []
    end_run(database, pipeline, "succeeded")
    away = EmailSender(database, SmtpServer("127.0.0.1", 1, "none", "", "", "designery@example.org"), "")
    assert away.send_due() == 0
    with database.read_session() as session:
        (row,) = session.exec(select(EmailRow)).all()
    assert (row.attempts, row.next_at > now()) == (1, True)


def test_without_a_mail_server_no_email_is_written_down(database: Database, pipeline: PipelineRow) -> None:
    end_run(database, pipeline, "failed")
    with database.read_session() as session:
        assert session.exec(select(EmailRow)).all() == []
