"""Long lines of written Python, broken at their brackets as a formatter would."""

import re

LINE_WIDTH = 120
#: A text in quotes, to its end or that of the line; or a bracket or comma.
TOKEN = re.compile(r"""\"(?:\\.|[^"\\])*\\?(?:"|\Z)|'(?:\\.|[^'\\])*\\?(?:'|\Z)|[()\[\]{},]""", re.DOTALL)
BRACKET_PAIRS = {"(": ")", "[": "]", "{": "}"}


def wrap_line(line: str, width: int = LINE_WIDTH, reserved: int = 0) -> str:
    """The line as it is where it is short enough, else with what stands in its last outer bracket on lines of its own.

    `reserved` is what is still to follow on the last line, as a comma.
    """
    if len(line) + reserved <= width or "\n" in line:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    pairs = _find_outer_brackets(line)
    if not pairs:
        return line
    start, end = max(pairs, key=lambda pair: pair[1] - pair[0])
    parts = _split_at_commas(line[start + 1 : end])
    if not parts:
        return line
    inner = indent + "    "
    if (loop := _split_comprehension(line[start + 1 : end])) is not None:
        body = [wrap_line(inner + part, width) for part in loop]
        return "\n".join([line[: start + 1], *body, indent + line[end:]])
    # A comprehension, or what is put in brackets for its own sake, takes no comma.
    comma = "," if len(parts) > 1 or _needs_trailing_comma(line, start, parts[0]) else ""
    body = [wrap_line(inner + part, width, len(comma)) + comma for part in parts]
    return "\n".join([line[: start + 1], *body, indent + line[end:]])


def _split_comprehension(text: str) -> tuple[str, str] | None:
    """What a comprehension gives and the loop that it goes through; None where the text is none."""
    if " for " not in text:
        return None
    depth, places = 0, dict(_find_delimiters(text))
    for place, sign in enumerate(text):
        depth += (sign in BRACKET_PAIRS) - (sign in BRACKET_PAIRS.values()) if place in places else 0
        if depth == 0 and text.startswith(" for ", place) and " in " in text[place:]:
            return text[:place].strip(), text[place:].strip()
    return None


def _needs_trailing_comma(line: str, start: int, part: str) -> bool:
    behind_name = start > 0 and (line[start - 1].isalnum() or line[start - 1] in "_)]")
    # A call takes one, and so does a list; what picks from a table must not have one.
    return (behind_name if line[start] == "(" else not behind_name) and " for " not in part and not part.startswith("*")


def _find_outer_brackets(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    open_at: list[int] = []
    for place, sign in _find_delimiters(text):
        if sign in BRACKET_PAIRS:
            open_at.append(place)
        elif sign in BRACKET_PAIRS.values() and open_at:
            start = open_at.pop()
            if not open_at and place > start + 1:
                found.append((start, place))
    return found


def _split_at_commas(text: str) -> list[str]:
    """What stands between the outer commas."""
    depth, start, parts = 0, 0, []
    for place, sign in _find_delimiters(text):
        if sign in BRACKET_PAIRS:
            depth += 1
        elif sign in BRACKET_PAIRS.values():
            depth -= 1
        elif sign == "," and depth == 0:
            parts.append(text[start:place].strip())
            start = place + 1
    return [part for part in [*parts, text[start:].strip()] if part]


def _find_delimiters(text: str) -> list[tuple[int, str]]:
    """The brackets and commas outside of quotes, with their places."""
    return [(found.start(), found[0]) for found in TOKEN.finditer(text) if found[0][0] not in "\"'"]
