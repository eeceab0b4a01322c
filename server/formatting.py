"""How pages write numbers, sizes, times and lists: as a person would."""

import math
from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from modules.kit.metrics import Metric

MINUS = "\u2212"
NARROW_SPACE = "\u202f"

#: The glyph of a column type, as in the header of a table.
TYPE_GLYPHS = {
    "integer": "123",
    "real": "1.2",
    "boolean": "t/f",
    "text": "abc",
    "category": "a|b",
    "datetime": "d/m",
    "other": "{ }",
}


def format_fixed(value: float, decimals: int) -> str:
    """12345.678 with one decimal is "12,345.7"; the minus is a real one, and none stands before a zero."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded if rounded else abs(rounded):,f}".replace("-", MINUS)


def format_number(value: float) -> str:
    """A count: "9,769"."""
    return format_fixed(value, 0)


def format_count(value: int, noun: str) -> str:
    """ "1 row", "1,204 rows"."""
    return f"{format_number(value)} {noun}{'' if value == 1 else 's'}"


def format_short(value: float) -> str:
    """About four significant digits, without trailing zeros."""
    if not math.isfinite(value):
        return str(value)
    size = abs(value)
    if size != 0 and (size >= 1e9 or size < 1e-4):
        return f"{value:.2e}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-").replace("-", MINUS)
    if size >= 1000:
        return format_number(value)
    text = f"{value:.{max(0, 3 - math.floor(math.log10(size)))}f}" if size else "0"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", MINUS)


def format_percent(share: float, decimals: int = 1) -> str:
    """ "12.5 %"; nothing and all have no decimals."""
    return f"{format_fixed(share * 100, 0 if share in (0, 1) else decimals)}{NARROW_SPACE}%"


def format_metric(metric: Metric, value: float | None) -> str:
    """A value as its metric is written: "0.924", "2,016", "3"."""
    if value is None or not math.isfinite(value):
        return "n/a"
    if metric.format == "count" and value == round(value):
        return format_number(value)
    return format_fixed(value, 3) if metric.format == "share" or abs(value) < 1 else format_short(value)


def format_duration(seconds: float) -> str:
    """ "40 ms", "0.4 s", "12 s", "3 min 5 s"."""
    if seconds < 0.095:
        return f"{max(1, round(seconds * 1000))}{NARROW_SPACE}ms"
    if seconds < 9.95:
        return f"{seconds:.1f}{NARROW_SPACE}s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole}{NARROW_SPACE}s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes}{NARROW_SPACE}min {rest}{NARROW_SPACE}s"
    return f"{minutes // 60}{NARROW_SPACE}h {minutes % 60}{NARROW_SPACE}min"


def format_table_size(rows: int, columns: int) -> str:
    """ "193 × 25"."""
    return f"{format_number(rows)} × {format_number(columns)}"


def format_time(when: datetime) -> str:
    """ "24 November 2026, 10:42:08 UTC", in this machine's time zone."""
    local = when.astimezone()
    return f"{local.day} {local:%B %Y, %H:%M:%S} {local.tzname()}"


def join_items(items: Sequence[str], max_items: int = 1_000) -> str:
    """ "a and b", "a, b and 3 more"."""
    if len(items) <= max_items:
        return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
    shown = max(max_items - 1, 1)
    return f"{', '.join(items[:shown])} and {len(items) - shown} more"


def capitalize(words: str) -> str:
    return words[:1].upper() + words[1:]


def lower_first(title: str) -> str:
    """ "Random seed" becomes "random seed", but "L2 weight" stays."""
    return title[0].lower() + title[1:] if title[:1].isupper() and title[1:2].islower() else title


def clip_text(text: str, max_length: int) -> str:
    return text if len(text) <= max_length else f"{text[: max_length - 1]}…"


def format_extreme(value: object, column_type: str) -> str:
    """An end of a column's range."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).lower()
    if isinstance(value, (int, float)):
        # Years have no thousands.
        if column_type == "integer":
            return str(int(value)) if 1800 <= value <= 2200 else format_number(value)
        return format_short(value)
    return clip_text(str(value)[:10] if column_type == "datetime" else str(value), 24)
