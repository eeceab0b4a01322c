"""When schedules are due: both changes of the clock, ends, jitter, what is missed, and how it is said."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from server.automation.missed_times import ON_TIME, decide_due_times
from server.automation.schedule_words import describe_schedule
from server.automation.schedules import (
    MAX_COUNTED_TIMES,
    MissedPolicy,
    ScheduleSettings,
    compute_jitter,
    count_due_times,
    find_next_due,
    list_latest_due,
    list_next_due,
)

MADRID = ZoneInfo("Europe/Madrid")
#: 2027: the clock goes from 02:00 to 03:00 on 28 March, and from 03:00 to 02:00 on 31 October.
CRONS = ("30 2 * * *", "0 * * * *", "0,30 2,3 * * *", "*/20 * * * *", "15 3 * * 7", "0 6 * * 1-5", "59 1 * * *")


def build_madrid(cron: str, **options: object) -> ScheduleSettings:
    return ScheduleSettings.model_validate({"cron": cron, "time_zone": "Europe/Madrid", **options})


def list_local(schedule: ScheduleSettings, after: datetime, count: int) -> list[str]:
    zone = ZoneInfo(schedule.time_zone)
    return [due.astimezone(zone).strftime("%d %b %H:%M %z") for due in list_next_due(schedule, after, count)]


def test_a_time_that_does_not_exist_is_due_at_the_next_one_that_does() -> None:
    after = datetime(2027, 3, 27, 12, tzinfo=MADRID)
    assert list_local(build_madrid("30 2 * * *"), after, 2) == ["28 Mar 03:00 +0200", "29 Mar 02:30 +0200"]


def test_a_time_that_comes_twice_is_due_once() -> None:
    after = datetime(2027, 10, 30, 12, tzinfo=MADRID)
    assert list_local(build_madrid("30 2 * * *"), after, 2) == ["31 Oct 02:30 +0200", "01 Nov 02:30 +0100"]


def test_from_within_the_hour_that_comes_twice_nothing_is_due_in_the_past() -> None:
    second_time = datetime(2027, 10, 31, 2, 10, fold=1, tzinfo=MADRID)
    assert list_local(build_madrid("30 2 * * *"), second_time, 1) == ["01 Nov 02:30 +0100"]


def test_hourly_is_due_in_both_hours_that_have_one_name() -> None:
    after = datetime(2027, 10, 31, 1, 30, tzinfo=MADRID)
    assert list_local(build_madrid("0 * * * *"), after, 3) == [
        "31 Oct 02:00 +0200",
        "31 Oct 02:00 +0100",
        "31 Oct 03:00 +0100",
    ]


def test_the_last_friday_of_a_month() -> None:
    after = datetime(2027, 1, 1, tzinfo=UTC)
    assert list_local(ScheduleSettings(cron="0 9 * * 5L"), after, 2) == ["29 Jan 09:00 +0000", "26 Feb 09:00 +0000"]


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("0 0 31 2 *", "The day of the month can't be read."),
        ("0 6 * *", "This one has 4."),
        ("0 25 * * *", "The hour can't be read."),
        ("0 6 * * someday", "The day of the week can't be read."),
        ("* * * * * *", "This one has 6."),
    ],
)
def test_what_is_never_due_or_not_cron_is_refused_with_the_reason(cron: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words.replace(".", r"\.")):
        ScheduleSettings(cron=cron)


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="'Madrid' is not a time zone"):
        ScheduleSettings(cron="0 6 * * *", time_zone="Madrid")


def test_nothing_is_due_after_the_end() -> None:
    schedule = ScheduleSettings(cron="0 6 * * *", ends_at=datetime(2027, 1, 2, 6, tzinfo=UTC))
    assert [due.day for due in list_next_due(schedule, datetime(2027, 1, 1, tzinfo=UTC), 9)] == [1, 2]
    assert find_next_due(schedule, datetime(2027, 1, 2, 6, tzinfo=UTC)) is None
    assert count_due_times(schedule, datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)) == 2


@given(
    cron=st.sampled_from(CRONS),
    start=st.integers(min_value=0, max_value=96 * 60),
    hours=st.integers(min_value=0, max_value=80),
    autumn=st.booleans(),
)
def test_looking_back_finds_what_looking_forward_finds(cron: str, start: int, hours: int, autumn: bool) -> None:
    schedule = build_madrid(cron)
    base = datetime(2027, 10, 29, tzinfo=UTC) if autumn else datetime(2027, 3, 26, tzinfo=UTC)
    since = base + timedelta(minutes=start)
    until = since + timedelta(hours=hours)
    forward = [due for due in list_next_due(schedule, since - timedelta(seconds=1), 400) if due <= until]
    assert list_latest_due(schedule, since, until, 400) == forward


def test_jitter_is_the_same_each_time_and_spread_over_its_length() -> None:
    schedule = ScheduleSettings(cron="0 6 * * *", jitter_seconds=600)
    due = datetime(2027, 1, 1, 6, tzinfo=UTC)
    delays = [compute_jitter(schedule, f"trigger-{number}", due).total_seconds() for number in range(200)]
    assert delays == [compute_jitter(schedule, f"trigger-{number}", due).total_seconds() for number in range(200)]
    assert min(delays) < 30 < 570 < max(delays) < 600


def decide(missed: MissedPolicy, hours: float, **options: object) -> list[tuple[str, bool, str]]:
    """What becomes of the times of an hourly schedule from 06:00, looked at so many hours later."""
    schedule = ScheduleSettings.model_validate({"cron": "0 * * * *", "missed": missed, **options})
    since = datetime(2027, 1, 1, 6, tzinfo=UTC)
    decided = decide_due_times(schedule, since, since + timedelta(hours=hours))
    assert decided.next_due is not None
    assert decided.next_due > since + timedelta(hours=hours)
    return [(one.due_at.strftime("%H:%M"), one.runs, one.reason) for one in decided.times]


@pytest.mark.parametrize("missed", ["skip", "run_once", "run_each"])
def test_a_time_that_is_noticed_at_once_runs_under_every_policy(missed: MissedPolicy) -> None:
    assert decide(missed, 0.01) == [("06:00", True, "")]
    assert decide(missed, ON_TIME.total_seconds() / 3600) == [("06:00", True, "")]


def test_missed_times_run_once_for_all_of_them() -> None:
    three = "The server was not running at 3 times. This run stands for all of them."
    assert decide("run_once", 2.5) == [("08:00", True, three)]
    assert decide("run_once", 0.5) == [("06:00", True, "The server was not running at this time.")]
    before = "The server was not running at 2 earlier times. This run stands for them too."
    assert decide("run_once", 2.01) == [("08:00", True, before)]


def test_missed_times_are_skipped_and_said() -> None:
    skipped = ("07:00", False, "The server was not running at 2 times. Missed times are skipped.")
    assert decide("skip", 2.01) == [skipped, ("08:00", True, "")]


def test_each_missed_time_runs_up_to_the_bound() -> None:
    missed = "Missed while the server was not running."
    assert decide("run_each", 1.5) == [("06:00", True, missed), ("07:00", True, missed)]
    bound = ("07:00", False, "The server was not running at 4 times. Only the last 2 run.")
    assert decide("run_each", 3.5, max_missed=2) == [bound, ("08:00", True, missed), ("09:00", True, missed)]


def test_a_year_of_missed_minutes_is_decided_in_a_moment() -> None:
    schedule = ScheduleSettings(cron="* * * * *")
    since = datetime(2026, 1, 1, tzinfo=UTC)
    decided = decide_due_times(schedule, since, since + timedelta(days=365, minutes=-0.5))
    assert [one.reason for one in decided.times] == [
        f"The server was not running at more than {MAX_COUNTED_TIMES:,} earlier times. This run stands for them too."
    ]


@pytest.mark.parametrize(
    ("cron", "zone", "words"),
    [
        ("0 6 * * 1-5", "Europe/Madrid", "Weekdays at 06:00, Madrid time"),
        ("0 2 * * *", "UTC", "Every day at 02:00, UTC"),
        ("30 8,17 * * *", "America/New_York", "Every day at 08:30 and 17:30, New York time"),
        ("0 9 * * 1", "UTC", "Every Monday at 09:00, UTC"),
        ("0 9 * * mon,wed,7", "UTC", "Every Monday, Wednesday and Sunday at 09:00, UTC"),
        ("0 9 * * 6,0", "UTC", "Weekends at 09:00, UTC"),
        ("15 4 1 * *", "UTC", "On day 1 of the month at 04:15, UTC"),
        ("15 4 L * *", "UTC", "On the last day of the month at 04:15, UTC"),
        ("0 0 1 1,7 *", "UTC", "On day 1 of January and July at 00:00, UTC"),
        ("0 9 * * 5L", "UTC", "The last Friday of the month at 09:00, UTC"),
        ("0 9 * * 1#2", "UTC", "The second Monday of the month at 09:00, UTC"),
        ("0 * * * *", "UTC", "Every hour, UTC"),
        ("20 * * * *", "UTC", "Every hour at minute 20, UTC"),
        ("0 */6 * * *", "UTC", "Every 6 hours, UTC"),
        ("*/15 * * * *", "UTC", "Every 15 minutes, UTC"),
        ("*/15 8-18 * * 1-5", "UTC", "Every 15 minutes from 08:00 to 18:59, on weekdays, UTC"),
        ("* * * * *", "UTC", "Every minute, UTC"),
    ],
)
def test_a_schedule_in_words(cron: str, zone: str, words: str) -> None:
    assert describe_schedule(ScheduleSettings(cron=cron, time_zone=zone)) == words


@given(
    minute=st.sampled_from(["*", "0", "5,10", "*/7", "1-9", "3-30/2"]),
    hour=st.sampled_from(["*", "0", "5,10", "*/7", "1-9", "3-20/2"]),
    day=st.sampled_from(["*", "1", "L", "LW", "1,15", "5-9", "*/2"]),
    month=st.sampled_from(["*", "1", "JAN-MAR", "2,8", "*/3"]),
    weekday=st.sampled_from(["*", "1-5", "SUN", "5L", "1#3", "MON,THU", "*/2", "7"]),
)
def test_every_schedule_has_words_without_stars_where_it_can(
    minute: str, hour: str, day: str, month: str, weekday: str
) -> None:
    words = describe_schedule(ScheduleSettings(cron=f"{minute} {hour} {day} {month} {weekday}"))
    assert words[0].isupper()
    assert words.endswith(", UTC")
    assert "  " not in words
    assert " *," not in words
