"""What is done with the times at which a schedule was due: the one that is due now, and those that were missed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.automation.schedules import MAX_COUNTED_TIMES, ScheduleSettings, find_next_due, list_latest_due

#: A time that is noticed within this long was not missed: the server was busy, or the loop asleep.
ON_TIME = timedelta(minutes=2)


@dataclass(frozen=True)
class DueTime:
    """A time at which a schedule was due, and whether a run is made of it. The reason says what else it stands for."""

    due_at: datetime
    runs: bool
    reason: str = ""


@dataclass(frozen=True)
class DueTimes:
    """The times that are decided now, oldest first, and when it is due next."""

    times: tuple[DueTime, ...]
    next_due: datetime | None


def decide_due_times(schedule: ScheduleSettings, since: datetime, current: datetime) -> DueTimes:
    """What becomes of all times from `since`, which is one of them, to the current one."""
    found = list_latest_due(schedule, since, current, MAX_COUNTED_TIMES + 2)
    following = find_next_due(schedule, current)
    if not found:
        return DueTimes((), following)
    on_time = found[-1] if current - found[-1] <= ON_TIME else None
    missed = found if on_time is None else found[:-1]
    if schedule.missed == "run_each":
        return DueTimes(_run_each(schedule, missed, on_time), following)
    if schedule.missed == "run_once":
        return DueTimes((_run_once(missed, on_time),), following)
    skipped = (
        (DueTime(missed[-1], False, f"{_describe_missed(len(missed))} Missed times are skipped."),) if missed else ()
    )
    return DueTimes((*skipped, *((DueTime(on_time, True),) if on_time else ())), following)


def _run_once(missed: list[datetime], on_time: datetime | None) -> DueTime:
    if on_time is None:
        every = "" if len(missed) == 1 else " This run stands for all of them."
        return DueTime(missed[-1], True, _describe_missed(len(missed)) + every)
    return DueTime(
        on_time, True, f"{_describe_missed(len(missed), 'earlier')} This run stands for them too." if missed else ""
    )


def _run_each(schedule: ScheduleSettings, missed: list[datetime], on_time: datetime | None) -> tuple[DueTime, ...]:
    kept = missed[-schedule.max_missed :]
    times = [DueTime(due, True, "Missed while the server was not running.") for due in kept]
    if len(kept) < len(missed):
        dropped = missed[: -len(kept)]
        reason = f"{_describe_missed(len(missed))} Only the last {len(kept)} run."
        times.insert(0, DueTime(dropped[-1], False, reason))
    return (*times, *((DueTime(on_time, True),) if on_time else ()))


def _describe_missed(count: int, which: str = "") -> str:
    if count == 1 and not which:
        return "The server was not running at this time."
    number = f"more than {MAX_COUNTED_TIMES:,}" if count > MAX_COUNTED_TIMES else str(count)
    return " ".join(
        ["The server was not running at", number, *([which] if which else []), "time." if count == 1 else "times."]
    )
