"""What people are told of: how their runs ended, comments, mentions and roles. In the app, and by web hooks.

A notification holds names, states and a link, and never the contents of data or comments.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal, get_args
from weakref import WeakKeyDictionary

import sqlalchemy
from sqlalchemy import ColumnElement, Engine, delete, event, func, update
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session, col, select

from server.auth import audit_log
from server.auth.principals import LOCAL_PERSON
from server.collaboration import email_queue
from server.storage.orm.account_tables import AccountRow, MemberRow, WorkspaceRow
from server.storage.orm.core_tables import DesignRow, RunRow, ThreadRow, now
from server.storage.orm.notification_tables import (
    NotificationPreferenceRow,
    NotificationRow,
    WebhookDeliveryRow,
    WebhookRow,
)
from server.storage.stores import comment_store

NotificationKind = Literal[
    "run_succeeded",
    "run_failed",
    "run_cancelled",
    "pipeline_failed",
    "pipeline_still_failing",
    "pipeline_recovered",
    "pipeline_succeeded",
    "data_unreadable",
    "data_readable",
    "endpoint_alert",
    "endpoint_recovered",
    "comment",
    "mention",
    "visitor_comment",
    "role",
]
NOTIFICATION_KINDS: tuple[NotificationKind, ...] = get_args(NotificationKind)
#: What a web hook of a workspace can be told of.
WORKSPACE_NOTIFICATION_KINDS: tuple[NotificationKind, ...] = tuple(
    kind for kind in NOTIFICATION_KINDS if kind != "mention"
)
#: What people are told of only if they chose so.
QUIET_KINDS: frozenset[NotificationKind] = frozenset({"pipeline_still_failing", "pipeline_succeeded"})
#: What people are told of by e-mail unless they chose otherwise.
EMAIL_KINDS: frozenset[NotificationKind] = frozenset(
    {
        "pipeline_failed",
        "pipeline_recovered",
        "data_unreadable",
        "data_readable",
        "endpoint_alert",
        "endpoint_recovered",
    }
)
NOTIFICATION_RETENTION = timedelta(days=90)
KIND_BY_RUN_STATE: dict[str, NotificationKind] = {
    "succeeded": "run_succeeded",
    "failed": "run_failed",
    "cancelled": "run_cancelled",
}
RUN_STATE_TEXTS = {"succeeded": "succeeded", "failed": "failed", "cancelled": "was cancelled"}
#: Under these names a session knows who is to be told once it is committed, and whether something is to be sent.
NOTIFIED, HAS_DELIVERIES = "notified", "deliveries"
_webhooks: Any = WebhookRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Notice:
    """Something to tell of: a sentence, the path of its page, and what it is about by name."""

    kind: NotificationKind
    workspace_id: str
    text: str
    link: str
    design_id: str | None = None
    data: dict[str, Any] = field(default_factory=dict)


NotificationListener = Callable[[frozenset[str], bool], None]
_listeners: "WeakKeyDictionary[Engine, NotificationListener]" = WeakKeyDictionary()


def set_notification_listener(engine: Engine, listener: NotificationListener) -> None:
    """Have somebody hear of each commit that tells people something: (their ids, whether web hooks are to be sent)."""
    _listeners[engine] = listener


@event.listens_for(OrmSession, "after_commit")
def _notify_listener(session: OrmSession) -> None:
    people, sends = session.info.pop(NOTIFIED, set()), session.info.pop(HAS_DELIVERIES, False)
    bind = session.get_bind()
    listener = _listeners.get(bind) if isinstance(bind, Engine) else None
    if listener is not None and (people or sends):
        listener(frozenset(people), sends)


def get_acting_person_id() -> str:
    """The id of whoever does what is done now; empty for strangers."""
    actor = audit_log.get_current_actor()
    if actor is None:
        return LOCAL_PERSON.id
    return actor.person.id if actor.person.kind == "account" else ""


def notify_people(session: Session, people: Iterable[str], notice: Notice) -> None:
    """Tell people, as far as they want to know and still belong to the workspace."""
    for person in sorted(set(people)):
        if not _is_member(session, person, notice.workspace_id):
            continue
        choice = session.get(NotificationPreferenceRow, (person, notice.kind)) or build_default_preference(
            person, notice.kind
        )
        if choice.app:
            session.add(
                NotificationRow(
                    person_id=person,
                    workspace_id=notice.workspace_id,
                    kind=notice.kind,
                    text=notice.text,
                    link=notice.link,
                    design_id=notice.design_id,
                )
            )
            session.info.setdefault(NOTIFIED, set()).add(person)
        if choice.hook:
            _queue_deliveries(session, _find_webhooks(session, _webhooks.c.person_id == person), notice)
        if choice.email and email_queue.queue_email(session, person, notice.kind, notice.text, notice.link):
            session.info[HAS_DELIVERIES] = True


def notify_workspace(session: Session, notice: Notice) -> None:
    """Tell the web hooks of the workspace."""
    hooks = _find_webhooks(session, _webhooks.c.workspace_id == notice.workspace_id)
    _queue_deliveries(session, {key: kinds for key, kinds in hooks.items() if notice.kind in kinds}, notice)


def _find_webhooks(session: Session, condition: ColumnElement[bool]) -> dict[str, list[str]]:
    """{id: kinds} of web hooks that work. Those of people are in no workspace, and are found from any."""
    query = sqlalchemy.select(_webhooks.c.id, _webhooks.c.kinds).where(condition, _webhooks.c.disabled_at.is_(None))
    return {row[0]: row[1] for row in session.execute(query)}


def _queue_deliveries(session: Session, hooks: Iterable[str], notice: Notice) -> None:
    for hook in hooks:
        body = {"text": notice.text, "link": notice.link, "data": _build_data(session, notice)}
        session.add(WebhookDeliveryRow(hook_id=hook, kind=notice.kind, body=body))
        session.info[HAS_DELIVERIES] = True


def _build_data(session: Session, notice: Notice) -> dict[str, object]:
    workspace = session.get(WorkspaceRow, notice.workspace_id)
    named = {"id": notice.workspace_id, "name": workspace.name if workspace else ""}
    return {"workspace": named, **notice.data}


def _is_member(session: Session, person: str, workspace: str) -> bool:
    return person == LOCAL_PERSON.id or session.get(MemberRow, (workspace, person)) is not None


def notify_run_finished(session: Session, run: RunRow) -> None:
    """A run has ended. Whoever started it is told, unless they cancelled it themselves."""
    design, kind = session.get_one(DesignRow, run.design_id), KIND_BY_RUN_STATE[run.state]
    if design.internal:
        return
    by = run.cancelled_by or {}
    who = f" by {by['name']}" if run.state == "cancelled" and by.get("name") else ""
    notice = Notice(
        kind,
        design.workspace_id,
        f"{design.name}, run {run.number} {RUN_STATE_TEXTS[run.state]}{who}.",
        f"/designs/{design.id}#run-{run.id}",
        design.id,
        {
            "design": {"id": design.id, "name": design.name},
            "run": {"id": run.id, "number": run.number, "state": run.state},
        },
    )
    if run.person_id and not (run.state == "cancelled" and by.get("id") == run.person_id):
        notify_people(session, [run.person_id], notice)
    notify_workspace(session, notice)


def notify_comment_added(
    session: Session, thread: ThreadRow, author: comment_store.CommentAuthor, text: str, *, visitor: bool = False
) -> None:
    """Somebody wrote a comment: whoever it names is told, whose design it is, and who takes part in the thread."""
    design = session.get_one(DesignRow, thread.design_id)
    where = f"{thread.title} in {design.name}" if thread.title else design.name
    about = {"design": {"id": design.id, "name": design.name}, "thread": {"id": thread.id, "about": thread.title}}
    link = f"/designs/{design.id}#comment-{thread.id}"

    def build_notice(kind: NotificationKind, words: str) -> Notice:
        return Notice(kind, design.workspace_id, words, link, design.id, {**about, "person": author.name})

    kind: NotificationKind = "visitor_comment" if visitor else "comment"
    comment_notice = build_notice(kind, f"{author.name} commented on {where}.")
    mentioned = _find_mentioned(session, design.workspace_id, text) - {author.id}
    participants = {row.person_id for row in comment_store.list_comments(session, [thread.id])} | {
        design.person_id or LOCAL_PERSON.id
    }
    notify_people(session, mentioned, build_notice("mention", f"{author.name} mentioned you on {where}."))
    notify_people(session, participants - mentioned - {author.id}, comment_notice)
    notify_workspace(session, comment_notice)


def _find_mentioned(session: Session, workspace: str, text: str) -> set[str]:
    """The members whom a text names, as @login or @name."""
    if "@" not in text:
        return set()
    query = select(AccountRow).join(MemberRow, col(MemberRow.account_id) == col(AccountRow.id))
    rows = session.exec(query.where(MemberRow.workspace_id == workspace, col(AccountRow.disabled_at).is_(None)))
    return {row.id for row in rows if any(_mentions_name(text, name) for name in (row.login, row.name))}


def _mentions_name(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


def notify_role_changed(session: Session, workspace_id: str, account: AccountRow, role: str, by: str) -> None:
    """Somebody has another role in a workspace."""
    workspace = session.get(WorkspaceRow, workspace_id)
    name = workspace.name if workspace else ""
    article = "an" if role[0] in "aeio" else "a"
    about = {"role": role, "person": account.name}
    mine = Notice("role", workspace_id, f"You are {article} {role} of {name} now, by {by}.", "/", None, about)
    if account.id != get_acting_person_id():
        notify_people(session, [account.id], mine)
    words = f"{account.name} is {article} {role} of {name} now, by {by}."
    notify_workspace(session, Notice("role", workspace_id, words, "/people/members", None, about))


def count_unread(session: Session, person: str) -> int:
    """How many notifications of a person are unread."""
    mine = (NotificationRow.person_id == person, col(NotificationRow.read_at).is_(None))
    return session.exec(select(func.count()).select_from(NotificationRow).where(*mine)).one()


def list_notifications(session: Session, person: str, limit: int, before: int | None = None) -> list[NotificationRow]:
    """The notifications of a person, newest first."""
    query = select(NotificationRow).where(NotificationRow.person_id == person)
    if before is not None:
        query = query.where(col(NotificationRow.id) < before)
    return list(session.exec(query.order_by(col(NotificationRow.id).desc()).limit(limit)))


def mark_notifications_read(
    session: Session, person: str, ids: Iterable[int] | None = None, design: str | None = None
) -> None:
    """Mark notifications of a person as read: these, those on the runs of a design, or all."""
    mine = [col(NotificationRow.person_id) == person, col(NotificationRow.read_at).is_(None)]
    if ids is not None:
        mine.append(col(NotificationRow.id).in_(list(ids)))
    if design is not None:
        mine += [col(NotificationRow.design_id) == design, col(NotificationRow.kind).startswith("run_")]
    session.execute(update(NotificationRow).where(*mine).values(read_at=now()))
    session.info.setdefault(NOTIFIED, set()).add(person)


def get_preferences(session: Session, person: str) -> dict[str, NotificationPreferenceRow]:
    """{kind: where a person wants to be told} of all kinds."""
    rows = session.exec(select(NotificationPreferenceRow).where(NotificationPreferenceRow.person_id == person))
    stored = {row.kind: row for row in rows}
    return {kind: stored.get(kind) or build_default_preference(person, kind) for kind in NOTIFICATION_KINDS}


def build_default_preference(person: str, kind: NotificationKind) -> NotificationPreferenceRow:
    """Where a person is told of a kind who never chose; a row of no session."""
    told = kind not in QUIET_KINDS
    return NotificationPreferenceRow(person_id=person, kind=kind, app=told, hook=told, email=kind in EMAIL_KINDS)


def delete_old_notifications(session: Session) -> None:
    """Remove what is older than it is kept."""
    session.execute(delete(NotificationRow).where(col(NotificationRow.created_at) < now() - NOTIFICATION_RETENTION))
