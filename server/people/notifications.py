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

from server.people import audit
from server.people.person import LOCAL
from server.storage import comments
from server.storage.notification_tables import DeliveryRow, HookRow, NotificationChoiceRow, NotificationRow
from server.storage.people_tables import AccountRow, MemberRow, WorkspaceRow
from server.storage.tables import DesignRow, RunRow, ThreadRow, now

Kind = Literal["run_succeeded", "run_failed", "run_cancelled", "comment", "mention", "visitor_comment", "role"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: What a web hook of a workspace can be told of.
OF_WORKSPACE: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind != "mention")
KEPT_FOR = timedelta(days=90)
ENDED: dict[str, Kind] = {"succeeded": "run_succeeded", "failed": "run_failed", "cancelled": "run_cancelled"}
WORDS = {"succeeded": "succeeded", "failed": "failed", "cancelled": "was cancelled"}
#: Under these names a session knows who is to be told once it is committed, and whether something is to be sent.
TOLD, SENDS = "notified", "deliveries"
_hook: Any = HookRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Happening:
    """Something to tell of: a sentence, the path of its page, and what it is about by name."""

    kind: Kind
    workspace_id: str
    text: str
    link: str
    design_id: str | None = None
    about: dict[str, Any] = field(default_factory=dict)


Listener = Callable[[frozenset[str], bool], None]
_listeners: "WeakKeyDictionary[Engine, Listener]" = WeakKeyDictionary()


def listen(engine: Engine, listener: Listener) -> None:
    """Have somebody hear of each commit that tells people something: (their ids, whether web hooks are to be sent)."""
    _listeners[engine] = listener


@event.listens_for(OrmSession, "after_commit")
def _committed(session: OrmSession) -> None:
    people, sends = session.info.pop(TOLD, set()), session.info.pop(SENDS, False)
    bind = session.get_bind()
    listener = _listeners.get(bind) if isinstance(bind, Engine) else None
    if listener is not None and (people or sends):
        listener(frozenset(people), sends)


def acting_person() -> str:
    """The id of whoever does what is done now; empty for strangers."""
    actor = audit.acting()
    if actor is None:
        return LOCAL.id
    return actor.person.id if actor.person.kind == "account" else ""


def tell(session: Session, people: Iterable[str], what: Happening) -> None:
    """Tell people, as far as they want to know and still belong to the workspace."""
    for person in sorted(set(people)):
        if not _belongs(session, person, what.workspace_id):
            continue
        choice = session.get(NotificationChoiceRow, (person, what.kind))
        if choice is None or choice.app:
            session.add(
                NotificationRow(
                    person_id=person,
                    workspace_id=what.workspace_id,
                    kind=what.kind,
                    text=what.text,
                    link=what.link,
                    design_id=what.design_id,
                )
            )
            session.info.setdefault(TOLD, set()).add(person)
        if choice is None or choice.hook:
            _send(session, _hooks(session, _hook.c.person_id == person), what)


def tell_workspace(session: Session, what: Happening) -> None:
    """Tell the web hooks of the workspace."""
    hooks = _hooks(session, _hook.c.workspace_id == what.workspace_id)
    _send(session, {key: kinds for key, kinds in hooks.items() if what.kind in kinds}, what)


def _hooks(session: Session, whose: ColumnElement[bool]) -> dict[str, list[str]]:
    """{id: kinds} of web hooks that work. Those of people are in no workspace, and are found from any."""
    found = sqlalchemy.select(_hook.c.id, _hook.c.kinds).where(whose, _hook.c.disabled_at.is_(None))
    return dict(session.execute(found).tuples().all())


def _send(session: Session, hooks: Iterable[str], what: Happening) -> None:
    for hook in hooks:
        body = {"text": what.text, "link": what.link, "data": _data(session, what)}
        session.add(DeliveryRow(hook_id=hook, kind=what.kind, body=body))
        session.info[SENDS] = True


def _data(session: Session, what: Happening) -> dict[str, Any]:
    workspace = session.get(WorkspaceRow, what.workspace_id)
    named = {"id": what.workspace_id, "name": workspace.name if workspace else ""}
    return {"workspace": named, **what.about}


def _belongs(session: Session, person: str, workspace: str) -> bool:
    return person == LOCAL.id or session.get(MemberRow, (workspace, person)) is not None


def tell_of_run(session: Session, run: RunRow) -> None:
    """A run has ended. Whoever started it is told, unless they cancelled it themselves."""
    design, kind = session.get_one(DesignRow, run.design_id), ENDED[run.state]
    if design.hidden:
        return
    by = run.cancelled_by or {}
    who = f" by {by['name']}" if run.state == "cancelled" and by.get("name") else ""
    what = Happening(
        kind,
        design.workspace_id,
        f"{design.name}, run {run.number} {WORDS[run.state]}{who}.",
        f"/designs/{design.id}#run-{run.id}",
        design.id,
        {
            "design": {"id": design.id, "name": design.name},
            "run": {"id": run.id, "number": run.number, "state": run.state},
        },
    )
    if run.person_id and not (run.state == "cancelled" and by.get("id") == run.person_id):
        tell(session, [run.person_id], what)
    tell_workspace(session, what)


def tell_of_comment(
    session: Session, thread: ThreadRow, writer: comments.Writer, text: str, *, visitor: bool = False
) -> None:
    """Somebody wrote a comment: whoever it names is told, whose design it is, and who takes part in the thread."""
    design = session.get_one(DesignRow, thread.design_id)
    where = f"{thread.title} in {design.name}" if thread.title else design.name
    about = {"design": {"id": design.id, "name": design.name}, "thread": {"id": thread.id, "about": thread.title}}
    link = f"/designs/{design.id}#comment-{thread.id}"

    def happening(kind: Kind, words: str) -> Happening:
        return Happening(kind, design.workspace_id, words, link, design.id, {**about, "person": writer.name})

    kind: Kind = "visitor_comment" if visitor else "comment"
    wrote = happening(kind, f"{writer.name} commented on {where}.")
    named = _mentioned(session, design.workspace_id, text) - {writer.id}
    part = {row.person_id for row in comments.comments_of(session, [thread.id])} | {design.person_id or LOCAL.id}
    tell(session, named, happening("mention", f"{writer.name} mentioned you on {where}."))
    tell(session, part - named - {writer.id}, wrote)
    tell_workspace(session, wrote)


def _mentioned(session: Session, workspace: str, text: str) -> set[str]:
    """The members whom a text names, as @login or @name."""
    if "@" not in text:
        return set()
    query = select(AccountRow).join(MemberRow, col(MemberRow.account_id) == col(AccountRow.id))
    rows = session.exec(query.where(MemberRow.workspace_id == workspace, col(AccountRow.disabled_at).is_(None)))
    return {row.id for row in rows if any(_names(text, name) for name in (row.login, row.name))}


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


def tell_of_role(session: Session, workspace_id: str, account: AccountRow, role: str, by: str) -> None:
    """Somebody has another role in a workspace."""
    workspace = session.get(WorkspaceRow, workspace_id)
    name = workspace.name if workspace else ""
    article = "an" if role[0] in "aeio" else "a"
    about = {"role": role, "person": account.name}
    mine = Happening("role", workspace_id, f"You are {article} {role} of {name} now, by {by}.", "/", None, about)
    if account.id != acting_person():
        tell(session, [account.id], mine)
    words = f"{account.name} is {article} {role} of {name} now, by {by}."
    tell_workspace(session, Happening("role", workspace_id, words, "/people/members", None, about))


def unread(session: Session, person: str) -> int:
    """How many notifications of a person are unread."""
    mine = (NotificationRow.person_id == person, col(NotificationRow.read_at).is_(None))
    return session.exec(select(func.count()).select_from(NotificationRow).where(*mine)).one()


def newest(session: Session, person: str, limit: int, before: int | None = None) -> list[NotificationRow]:
    """The notifications of a person, newest first."""
    query = select(NotificationRow).where(NotificationRow.person_id == person)
    if before is not None:
        query = query.where(col(NotificationRow.id) < before)
    return list(session.exec(query.order_by(col(NotificationRow.id).desc()).limit(limit)))


def mark_read(session: Session, person: str, ids: Iterable[int] | None = None, design: str | None = None) -> None:
    """Mark notifications of a person as read: these, those on the runs of a design, or all."""
    mine = [col(NotificationRow.person_id) == person, col(NotificationRow.read_at).is_(None)]
    if ids is not None:
        mine.append(col(NotificationRow.id).in_(list(ids)))
    if design is not None:
        mine += [col(NotificationRow.design_id) == design, col(NotificationRow.kind).startswith("run_")]
    session.execute(update(NotificationRow).where(*mine).values(read_at=now()))
    session.info.setdefault(TOLD, set()).add(person)


def choices(session: Session, person: str) -> dict[str, NotificationChoiceRow]:
    """{kind: where a person wants to be told} of all kinds."""
    rows = session.exec(select(NotificationChoiceRow).where(NotificationChoiceRow.person_id == person))
    said = {row.kind: row for row in rows}
    return {kind: said.get(kind) or NotificationChoiceRow(person_id=person, kind=kind) for kind in KINDS}


def forget_old(session: Session) -> None:
    """Remove what is older than it is kept."""
    session.execute(delete(NotificationRow).where(col(NotificationRow.created_at) < now() - KEPT_FOR))
