"""Values and calls as Python text, in lines that fit beside a canvas."""

from collections.abc import Mapping, Sequence

WIDTH = 66
INDENT = "    "
#: The name of an argument with `=` behind it, or an empty text, and its value.
Argument = tuple[str, object]


class CodeText(str):
    """Text that is code already, and no value."""


def format_value(value: object, depth: int = 0, room: int = WIDTH) -> str:
    """A JSON value as Python; `depth` is how far its line is indented, `room` how wide its first line may be."""
    if isinstance(value, CodeText):
        return str(value)
    if isinstance(value, str):
        return format_text(value)
    if (shorthand := _find_shorthand(value)) is not None:
        return format_call(shorthand[0], shorthand[1], depth, room)
    if isinstance(value, Mapping):
        return _format_items("{", "}", [(format_text(str(key)) + ": ", one) for key, one in value.items()], depth, room)
    if isinstance(value, (list, tuple)):
        return _format_items("[", "]", [("", one) for one in value], depth, room)
    return repr(value)


def format_text(text: str) -> str:
    """A text as Python: over several lines between three quotes where that shows it as it is."""
    plain = "\\" not in text and '"""' not in text and not text.endswith('"') and not text.startswith('"')
    if "\n" in text and plain and all(line.isprintable() for line in text.split("\n")):
        return f'"""{text}"""'
    shown = repr(text)
    return f'"{shown[1:-1]}"' if shown.startswith("'") and '"' not in shown else shown


def format_call(name: str, arguments: Sequence[Argument], depth: int = 0, room: int = WIDTH) -> str:
    """A call: on one line where it fits, else one argument a line."""
    return _format_items(f"{name}(", ")", arguments, depth, room)


def _format_items(opening: str, closing: str, items: Sequence[Argument], depth: int, room: int) -> str:
    inner_room = WIDTH - len(INDENT) * (depth + 1)
    parts = [prefix + format_value(item, depth + 1, inner_room - len(prefix)) for prefix, item in items]
    line = opening + ", ".join(parts) + closing
    if not parts or (len(line) <= room and "\n" not in line):
        return line
    inner = INDENT * (depth + 1)
    return opening + "\n" + "".join(f"{inner}{part},\n" for part in parts) + INDENT * depth + closing


def _find_shorthand(value: object) -> tuple[str, list[Argument]] | None:
    """How a choice of columns or a sweep is written by the functions for them, where that gives the same JSON."""
    if not isinstance(value, Mapping):
        return None
    keys, limits = set(value), value.get("range")
    if keys == {"list"} and isinstance(value["list"], list):
        return "dy.choices", [("", one) for one in value["list"]]
    if keys == {"range"} and isinstance(limits, Mapping) and _is_span(limits):
        rest = [(f"{key}=", limits[key]) for key in ("scale", "steps") if key in limits]
        return "dy.span", [("", limits["minimum"]), ("", limits["maximum"]), *rest]
    if keys != {"start", "names"} or not isinstance(value["names"], list):
        return None
    if value["start"] == "none":
        return "dy.columns", [("", name) for name in value["names"]]
    if value["start"] == "all":
        return "dy.all_columns", [("without=", value["names"])] if value["names"] else []
    return None


def _is_span(limits: Mapping[object, object]) -> bool:
    keys = {"minimum", "maximum", "scale"}
    return keys <= set(limits) <= keys | {"steps"} and limits.get("steps", 0) is not None
