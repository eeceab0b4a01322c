"""Rows above a table that are no part of it: a title, a date, an empty line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from modules.data_input_and_output.reading.dialects import DELIMITERS, has_decimal_commas, read_sample_rows
from modules.data_input_and_output.reading.encodings import EncodedText
from modules.data_input_and_output.reading.header_detection import classify_cell

#: So many rows above a table at most, and so large a share of the rows below must be as wide as the first of them.
MAX_TITLE_ROWS = 30
MIN_SHARE = 0.9
#: Names of groups of columns leave at least so many cells empty.
MIN_BLANK_CELLS = 2
LINE_ENDS = ("\r\n", "\r", "\n")


def count_title_rows(rows: Sequence[Sequence[object]]) -> int:
    """How many of the first rows are no part of the table below them."""
    return _find_table(rows)[0]


def find_title_lines(text: EncodedText, delimiter: str | None) -> int:
    """How many of the first lines of a text are no part of the table below them."""
    best, lines = (0.0, 0), 0
    for mark in (delimiter,) if delimiter else DELIMITERS:
        if mark not in text.head:
            continue
        rows = read_sample_rows(text.head, mark, text.whole)
        skipped, share, width = _find_table([row.values for row in rows])
        if mark == ";" and share > 0 and has_decimal_commas([row.values for row in rows[skipped:]]):
            share = 2.0  # commas within numbers separate nothing, however many values they would make
        if (share, width) > best:
            best, lines = (share, width), rows[skipped].line - 1 if skipped else 0
    return lines


def _find_table(rows: Sequence[Sequence[object]]) -> tuple[int, float, int]:
    """The rows above the table, the share of the others that are as wide as most, and that width."""
    filled = [sum(cell is not None and str(cell).strip() != "" for cell in row) for row in rows]
    widths = [len(row) for row in rows]
    counted = Counter(widths)
    width = max(counted, key=lambda one: (counted[one], one), default=0)
    if width < 2:
        return 0, 0.0, width
    most = Counter(filled).most_common(1)[0][0]
    for place in range(min(len(rows) - 1, MAX_TITLE_ROWS + 1)):
        if widths[place] >= width - 1 and filled[place] >= max(2, most // 2):
            place += _is_group_row(rows, place)
            below = widths[place:]
            share = sum(abs(one - width) <= 1 for one in below) / len(below)
            return (place if share >= MIN_SHARE and len(below) > 1 else 0), round(share, 2), width
    return 0, 0.0, width


def _is_group_row(rows: Sequence[Sequence[object]], place: int) -> bool:
    """Whether the row names groups of columns or their units, and the next one the columns: it has a text in each cell,
    where a column below mostly has numbers or dates."""
    above, names = rows[place], rows[place + 1]
    if len(rows) - place < 3 or [classify_cell(cell) for cell in above].count("missing") < MIN_BLANK_CELLS:
        return False
    if len(names) < len(above) or any(classify_cell(cell) != "text" for cell in names):
        return False
    columns = ([classify_cell(row[at]) for row in rows[place + 2 :] if at < len(row)] for at in range(len(names)))
    return any(2 * sum(kind in ("number", "date") for kind in kinds) > len(kinds) for kinds in columns)


def skip_lines(text: EncodedText, lines: int) -> EncodedText:
    """The text without its first lines."""
    end = 0
    for _ in range(lines):
        found = [(text.head.find(mark, end), len(mark)) for mark in LINE_ENDS]
        present = [(at, -length) for at, length in found if at >= 0]
        if not present:
            end = len(text.head)
            break
        at, length = min(present)
        end = at - length
    return replace(
        text,
        start=text.start + _measure_bytes(text, end),
        head=text.head[end:],
        lines=max(1, text.lines - lines),
        skipped_lines=lines,
    )


def _measure_bytes(text: EncodedText, characters: int) -> int:
    """The bytes of the first characters as the file has them."""
    if text.encoding.startswith(("utf-16", "utf-32")):
        return len(text.head[:characters].encode(text.encoding))
    with text.source.open_stream() as stream:
        raw = stream.read(text.start + 4 * characters + 4096)[text.start :]
    lines = text.head[:characters].count("\n") or text.head[:characters].count("\r")
    mark = b"\n" if "\n" in text.head[:characters] else b"\r"
    end = 0
    for _ in range(lines):
        end = raw.find(mark, end) + 1
    return end
