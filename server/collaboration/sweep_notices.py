"""How sweeps end: one notification for all of their runs, when the last of them is over."""

from collections import Counter
from urllib.parse import quote

from sqlmodel import Session, col, select

from server.collaboration.notification_feed import Notice, NotificationKind, notify_people, notify_workspace
from server.storage.orm.core_tables import DesignRow, RunRow
from server.storage.stores.run_store import TERMINAL_STATES


def notify_end_of_swept_run(session: Session, run: RunRow) -> None:
    """A run of a sweep has ended. Once no other one is left, whoever started them is told of all of them."""
    session.flush()
    states = session.exec(select(col(RunRow.state)).where(RunRow.sweep_id == run.sweep_id)).all()
    if any(state not in TERMINAL_STATES for state in states):
        return
    notice = _build_notice(session.get_one(DesignRow, run.design_id), run, Counter(states))
    cancelled_by = (run.cancelled_by or {}).get("id")
    if run.person_id and not (notice.kind == "run_cancelled" and cancelled_by == run.person_id):
        notify_people(session, [run.person_id], notice)
    notify_workspace(session, notice)


def _build_notice(design: DesignRow, run: RunRow, counts: "Counter[str]") -> Notice:
    name, total = run.tags[0] if run.tags else "", counts.total()
    kind: NotificationKind = "run_succeeded"
    if counts["failed"]:
        kind = "run_failed"
    elif counts["cancelled"] == total:
        kind = "run_cancelled"
    parts = [
        f"{count} {'was' if count == 1 else 'were'} cancelled" if state == "cancelled" else f"{count} {state}"
        for state in ("succeeded", "failed", "cancelled")
        if (count := counts[state])
    ]
    runs = "1 run" if total == 1 else f"{total} runs"
    return Notice(
        kind,
        design.workspace_id,
        f"{design.name}, sweep {name}: of {runs}, {' and '.join(parts)}.",
        f"/runs#tag={quote(name)}",
        design.id,
        {"design": {"id": design.id, "name": design.name}, "sweep": {"name": name, "runs": total, **counts}},
    )
