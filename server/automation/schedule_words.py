"""A schedule in words, as "Weekdays at 06:00, Madrid time". What has no plain words is said field by field."""

from server.automation.schedules import ScheduleSettings

WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
DAY_CODES = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTH_CODES = tuple(name[:3].upper() for name in MONTHS)
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}


def describe_schedule(schedule: ScheduleSettings) -> str:
    """A sentence without a full stop."""
    return f"{describe_cron(schedule.cron)}, {describe_zone(schedule.time_zone)}"


def describe_zone(name: str) -> str:
    """The zone as people say it: by its city."""
    if name in ("UTC", "Etc/UTC"):
        return "UTC"
    return f"{name.rpartition('/')[2].replace('_', ' ')} time"


def describe_cron(expression: str) -> str:
    """When it is due, without the zone."""
    minute, hour, day, month, weekday = expression.split()
    days = _describe_days(day, month, weekday)
    clock = _describe_clock(minute, hour)
    if clock is not None:
        return f"{days} at {clock}"
    interval = _describe_interval(minute, hour)
    if days == "Every day":
        return interval
    return (
        f"{interval}, {days[0].lower() + days[1:] if days.startswith(('Every', 'On')) else 'on ' + _lower_days(days)}"
    )


def _lower_days(days: str) -> str:
    return days.lower() if days in ("Weekdays", "Weekends") else days


def _describe_clock(minute: str, hour: str) -> str | None:
    """The times of the day, where there are a few."""
    if not all(part.isdigit() for text in (minute, hour) for part in text.split(",")):
        return None
    times = [f"{int(h):02}:{int(m):02}" for h in hour.split(",") for m in minute.split(",")]
    return _join_words(sorted(times)) if len(times) <= 6 else None


def _describe_interval(minute: str, hour: str) -> str:
    hours = _describe_hours(hour)
    if minute == "*":
        return f"Every minute{hours}"
    if minute.startswith("*/") and minute[2:].isdigit():
        return f"Every {_count(int(minute[2:]), 'minute')}{hours}"
    at = (
        f"at minute {_join_words([str(int(part)) for part in minute.split(',')])}"
        if _are_numbers(minute)
        else f"at minutes {minute}"
    )
    if hour.startswith("*/") and hour[2:].isdigit():
        return f"Every {_count(int(hour[2:]), 'hour')}" + ("" if minute == "0" else f" {at}")
    if minute == "0":
        return f"Every hour{hours}"
    return f"Every hour {at}{hours}"


def _describe_hours(hour: str) -> str:
    if hour == "*":
        return ""
    first, dash, last = hour.partition("-")
    if dash and first.isdigit() and last.isdigit():
        return f" from {int(first):02}:00 to {int(last):02}:59"
    if _are_numbers(hour):
        return f" from {_join_words([f'{int(part):02}:00 to {int(part):02}:59' for part in hour.split(',')])}"
    if hour.startswith("*/") and hour[2:].isdigit():
        return f" of every {_count(int(hour[2:]), 'hour')}"
    return f" in hours {hour}"


def _describe_days(day: str, month: str, weekday: str) -> str:
    months = "" if month == "*" else f" of {_join_words(_name_list(month, MONTHS, MONTH_CODES, 1))}"
    if weekday == "*" and day.startswith("*/"):
        return f"Every {_count(int(day[2:]), 'day')} of {'the month' if not months else months.removeprefix(' of ')}"
    if day == "*" and weekday == "*":
        return f"Every day{months}" if months else "Every day"
    if day == "*":
        named = _describe_weekdays(weekday)
        return named if not months else f"{named}{months.replace(' of ', ' in ', 1)}"
    dates = f"On {_describe_dates(day)}{months or ' of the month'}"
    if weekday == "*":
        return dates
    joined = "and only if it is" if day.startswith("*") or weekday.startswith("*") else "and"
    return f"{dates} {joined} {_describe_weekdays(weekday)}"


def _describe_dates(day: str) -> str:
    if day == "L":
        return "the last day"
    if day == "LW":
        return "the last weekday"
    if _are_numbers(day):
        return f"day {_join_words([str(int(part)) for part in day.split(',')])}"
    first, dash, last = day.partition("-")
    return f"days {first} to {last}" if dash else f"days {day}"


def _describe_weekdays(weekday: str) -> str:
    if weekday in ("1-5", "MON-FRI"):
        return "Weekdays"
    if weekday in ("0,6", "6,0", "6,7", "SAT,SUN", "SUN,SAT"):
        return "Weekends"
    if weekday.endswith("L"):
        return f"The last {_name_one(weekday[:-1], WEEKDAYS, DAY_CODES, 0)} of the month"
    name, hash_sign, number = weekday.partition("#")
    if hash_sign and number.isdigit():
        return f"The {ORDINALS[int(number)]} {_name_one(name, WEEKDAYS, DAY_CODES, 0)} of the month"
    names = _name_list(weekday, WEEKDAYS, DAY_CODES, 0)
    return f"Every {_join_words(names)}"


def _name_list(text: str, names: tuple[str, ...], codes: tuple[str, ...], base: int) -> list[str]:
    """The names that a field lists; ranges stay ranges."""
    return [_name_range(part, names, codes, base) for part in text.split(",")]


def _name_range(part: str, names: tuple[str, ...], codes: tuple[str, ...], base: int) -> str:
    first, dash, last = part.partition("-")
    if not dash:
        return _name_one(part, names, codes, base)
    return f"{_name_one(first, names, codes, base)} to {_name_one(last, names, codes, base)}"


def _name_one(text: str, names: tuple[str, ...], codes: tuple[str, ...], base: int) -> str:
    if text in codes:
        return names[codes.index(text)]
    return names[(int(text) - base) % len(names)] if text.isdigit() else text


def _are_numbers(text: str) -> bool:
    return all(part.isdigit() for part in text.split(","))


def _count(number: int, noun: str) -> str:
    return noun if number == 1 else f"{number} {noun}s"


def _join_words(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
