"""When a schedule is due: cron in a time zone, across both changes of the clock. Pure: the time is an argument.

Times go in and out in UTC; only cron is read in the zone. A time that a change of the clock leaves out is due at the
next one that exists, and one that comes twice is due once, unless it recurs every hour anyway.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError
from pydantic import BaseModel, ConfigDict, Field, field_validator

MissedPolicy = Literal["skip", "run_once", "run_each"]
OverlapPolicy = Literal["skip", "queue", "allow"]

#: So many missed times are counted; of more it is only said that there are more.
MAX_COUNTED_TIMES = 1_000
MAX_JITTER_SECONDS = 3_600
#: Fields of a cron expression: minute, hour, day of the month, month, day of the week.
CRON_FIELDS = 5


class InvalidSchedule(ValueError):
    """A schedule that can't be kept; the message says what is wrong with it."""


class ScheduleSettings(BaseModel):
    """When a pipeline runs by itself, and what happens when it could not or still runs."""

    model_config = ConfigDict(extra="forbid")

    cron: str = Field(
        max_length=200,
        description="Minute, hour, day of the month, month and day of the week, as in `0 6 * * 1-5`.",
        examples=["0 6 * * 1-5"],
    )
    time_zone: str = Field(
        default="UTC", max_length=64, description="The time zone of the schedule, as in `Europe/Madrid`."
    )
    missed: MissedPolicy = Field(
        default="run_once",
        description="What happens to times at which the server was not running: `skip` them, `run_once` for all of "
        "them, or `run_each` of them.",
    )
    max_missed: int = Field(
        default=100, ge=1, le=MAX_COUNTED_TIMES, description="With `run_each`: how many missed times run at most."
    )
    overlap: OverlapPolicy = Field(
        default="skip",
        description="What happens when an earlier run of this trigger has not ended: `skip` this time, `queue` one, "
        "or `allow` both at once.",
    )
    jitter_seconds: int = Field(
        default=0,
        ge=0,
        le=MAX_JITTER_SECONDS,
        description="Each run starts up to so many seconds late, so that many schedules do not start at once.",
    )
    ends_at: datetime | None = Field(default=None, description="After this time it is not due anymore.")

    @field_validator("cron")
    @classmethod
    def _check_cron(cls, text: str) -> str:
        return normalize_cron(text)

    @field_validator("time_zone")
    @classmethod
    def _check_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise InvalidSchedule(f"'{name}' is not a time zone. Use a name such as Europe/Madrid or UTC.")
        return name

    @field_validator("ends_at")
    @classmethod
    def _check_end(cls, moment: datetime | None) -> datetime | None:
        if moment is not None and moment.tzinfo is None:
            raise InvalidSchedule("The end needs a time zone, as in 2027-01-31T00:00:00Z.")
        return moment


def normalize_cron(text: str) -> str:
    """The expression in capitals with single spaces; raises InvalidSchedule where it is unreadable or never due."""
    fields = text.upper().split()
    if len(fields) != CRON_FIELDS:
        raise InvalidSchedule(
            f"A cron expression has five fields: minute, hour, day of the month, month and day of the week. "
            f"This one has {len(fields)}."
        )
    expression = " ".join(fields)
    try:
        next(CronSim(expression, datetime(2024, 1, 1, tzinfo=UTC)))
    except CronSimError as error:
        field = str(error).removeprefix("Bad ").replace("-", " ").replace("day of month", "day of the month")
        raise InvalidSchedule(
            f"The {field.replace('day of week', 'day of the week')} can't be read. "
            "An example of five fields is 0 6 * * 1-5: weekdays at 06:00."
        ) from None
    except StopIteration:
        raise InvalidSchedule("This is never due. Check the day and the month.") from None
    return expression


def iterate_due_times(schedule: ScheduleSettings, after: datetime) -> Iterator[datetime]:
    """The times after this one at which it is due, in UTC, up to its end."""
    last = after.astimezone(UTC)
    end = schedule.ends_at
    for moment in CronSim(schedule.cron, last.astimezone(ZoneInfo(schedule.time_zone))):
        due = moment.astimezone(UTC)
        if end is not None and due > end:
            return
        # In an hour that comes twice cronsim begins with the first of the two, even from within the second.
        if due > last:
            last = due
            yield due


def find_next_due(schedule: ScheduleSettings, after: datetime) -> datetime | None:
    """The next time after this one; None after its end."""
    return next(iterate_due_times(schedule, after), None)


def list_next_due(schedule: ScheduleSettings, after: datetime, count: int) -> list[datetime]:
    """The next times after this one, at most so many."""
    return list(islice(iterate_due_times(schedule, after), count))


def list_latest_due(schedule: ScheduleSettings, since: datetime, until: datetime, count: int) -> list[datetime]:
    """The last times from `since` to `until`, both included: oldest first, at most so many."""
    end = until if schedule.ends_at is None else min(until, schedule.ends_at)
    last = end.astimezone(UTC) + timedelta(seconds=1)
    # The first step of a reverse search looks before its start; one hour more, for the times that come twice.
    start = (last + timedelta(hours=1)).astimezone(ZoneInfo(schedule.time_zone))
    found: list[datetime] = []
    for moment in CronSim(schedule.cron, start, reverse=True):
        due = moment.astimezone(UTC)
        if due < since or len(found) == count:
            break
        if due < last:
            last = due
            found.append(due)
    return found[::-1]


def count_due_times(
    schedule: ScheduleSettings, since: datetime, until: datetime, limit: int = MAX_COUNTED_TIMES
) -> int:
    """How many times it is due from `since` to `until`, both included; one more than the limit where there are more."""
    return len(list_latest_due(schedule, since, until, limit + 1))


def compute_jitter(schedule: ScheduleSettings, trigger_id: str, due: datetime) -> timedelta:
    """How late the run of this time starts: always the same for the same trigger and time, on every server."""
    if not schedule.jitter_seconds:
        return timedelta(0)
    digest = hashlib.sha256(f"{trigger_id} {due.isoformat()}".encode()).digest()
    return timedelta(seconds=int.from_bytes(digest[:4], "big") / 2**32 * schedule.jitter_seconds)


@dataclass(frozen=True)
class UpcomingTime:
    """A time at which a schedule is due, and what is odd about the clock on that day."""

    due_at: datetime
    remark: str


def list_upcoming(schedule: ScheduleSettings, first: datetime, count: int) -> list[UpcomingTime]:
    """The times from `first` on, which is one of them."""
    times = list_next_due(schedule, first - timedelta(seconds=1), count)
    return [UpcomingTime(due, describe_clock_change(schedule, due)) for due in times]


def describe_clock_change(schedule: ScheduleSettings, due: datetime) -> str:
    """What happens to the clock of the schedule's zone on the day of this time; empty on most days."""
    zone = ZoneInfo(schedule.time_zone)
    day = due.astimezone(zone).date()
    before, after = (datetime.combine(day + timedelta(days=ahead), time(), zone).utcoffset() for ahead in (0, 1))
    if before is None or after is None or before == after:
        return ""
    if after > before:
        return "The clock goes forward on this day. A time that it leaves out runs right after the change."
    return "The clock goes back on this day. A time that comes twice runs once."
