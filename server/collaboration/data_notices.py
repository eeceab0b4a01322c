"""Data that a trigger waits for: that it could not be read several times in a row, and that it can be again."""

from sqlmodel import Session

from server.collaboration.notification_feed import Notice, NotificationKind, notify_people, notify_workspace
from server.storage.orm.pipeline_tables import PipelineRow, TriggerRow


def notify_data_unreadable(session: Session, trigger: TriggerRow, looks: int) -> None:
    """The data of a trigger could not be read so many times in a row. Why stands on the page of its pipeline."""
    _notify(session, trigger, "data_unreadable", f"can't read its data. {looks} looks in a row failed.")


def notify_data_readable(session: Session, trigger: TriggerRow) -> None:
    """The data of a trigger can be read again, after people were notified that it could not."""
    _notify(session, trigger, "data_readable", "can read its data again.")


def _notify(session: Session, trigger: TriggerRow, kind: NotificationKind, what: str) -> None:
    pipeline = session.get_one(PipelineRow, trigger.pipeline_id)
    data = {
        "pipeline": {"id": pipeline.id, "name": pipeline.name},
        "trigger": {"id": trigger.id, "name": trigger.name},
    }
    words = f"{pipeline.name}: the trigger '{trigger.name}' {what}"
    notice = Notice(kind, pipeline.workspace_id, words, f"/pipelines/{pipeline.id}", pipeline.design_id, data)
    if trigger.person_id:
        notify_people(session, [trigger.person_id], notice)
    notify_workspace(session, notice)
