"""Words that stand for a missing value, but not where they are in quotes: "NA" is Namibia."""

import re
from collections.abc import Sequence

import pyarrow as pa

from modules.data_input_and_output.reading.type_inference import infer_simple_type

#: Stands before a word that was in quotes while the text is split; nobody types it.
QUOTED_MARK = "\ufdd0"


def mark_quoted_words(data: str, separator: str, quote: str, words: Sequence[str]) -> str:
    """The text with a mark in each field that is one of these words in quotes, as splitting takes the quotes off.

    A quote at the start of a field opens it, so that a word between two of them is the whole field.
    """
    blanks = " *" if separator == "," else ""
    choices = "|".join(re.escape(word) for word in words if word)
    start, end = rf"(?:^|{re.escape(separator)}){blanks}{quote}", rf"{quote}(?={re.escape(separator)}|\r?$)"
    pattern = rf"(?P<start>{start})(?P<word>(?:{choices}){end})"
    return re.sub(pattern, rf"\g<start>{QUOTED_MARK}\g<word>", data, flags=re.MULTILINE)


def infer_cells(cells: Sequence[str], missing: Sequence[str]) -> pa.ChunkedArray:
    """A column of numbers, booleans or text; in text, words for a missing value stay where they were in quotes."""
    plain = [cell.removeprefix(QUOTED_MARK).strip() for cell in cells]
    present = [None if cell in missing else cell for cell in plain]
    values = infer_simple_type(pa.chunked_array([present], pa.string()))
    if plain == list(cells) or (not pa.types.is_string(values.type) and values.null_count < len(values)):
        return values
    written = [
        word if cell.startswith(QUOTED_MARK) else known for cell, word, known in zip(cells, plain, present, strict=True)
    ]
    return infer_simple_type(pa.chunked_array([written], pa.string()))
