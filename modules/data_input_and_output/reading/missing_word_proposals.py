"""Words that probably stand for a missing value, for somebody to decide: nothing is read differently by itself."""

import re
from collections import Counter
from typing import Literal

import pyarrow as pa

from modules.data_input_and_output.reading.column_readings import ReadColumn, TableMarks, read_column
from modules.data_input_and_output.reading.reading_report import ProposedWord

#: What people write for "not known" in the languages of Europe, without points, spaces and capitals.
KNOWN_WORDS = frozenset(
    (
        "ka",
        "na",
        "nv",
        "nb",
        "bd",
        "kw",
        "unbekannt",
        "unbek",
        "fehlt",
        "fehlend",
        "keineangabe",
        "sd",
        "nd",
        "sindatos",
        "desconocido",
        "ns",
        "nc",
        "inconnu",
        "nonrenseigné",
        "nr",
        "sconosciuto",
        "semdados",
        "desconhecido",
        "brak",
        "nieznane",
        "onbekend",
        "ukendt",
        "okänd",
        "unknown",
        "missing",
        "notavailable",
        "notapplicable",
        "notknown",
        "tbd",
        "tba",
        "nil",
        "none",
        "-",
        "--",
        "---",
        "–",
        "—",
        "...",
        "#nv",
        "#nd",
        "#na",
        "#wert!",
        "#value!",
        "#ref!",
        "#div0!",
        "<na>",
    )
)
MAX_WORDS, MAX_LENGTH, MAX_PROPOSED = 3, 20, 5
#: A word is proposed for numbers if so many of the other values are some.
MIN_NUMBERS, MIN_OTHERS = 0.5, 3


def propose_missing_words(columns: list[ReadColumn], present: pa.Table, marks: TableMarks) -> list[ProposedWord]:
    """The words that keep a column from being numbers or dates, and those that are known to mean nothing."""
    found: dict[str, ProposedWord] = {}
    for column in columns:
        if column.kind != "text" or marks.options.get_column(column.name).type is not None:
            continue
        values = present[column.name].drop_null()
        if not len(values) or not pa.types.is_string(values.type):
            continue
        for one in _propose_for_column(column.name, present[column.name], values, marks):
            found.setdefault(one.word, one)
    return sorted(found.values(), key=lambda one: -one.cells)[:MAX_PROPOSED]


def _propose_for_column(
    name: str, present: pa.ChunkedArray, values: pa.ChunkedArray, marks: TableMarks
) -> list[ProposedWord]:
    counts = Counter({one["values"]: one["counts"] for one in values.value_counts().to_pylist()})
    words = [word for word in counts if not re.search(r"\d", word) and len(word) <= MAX_LENGTH]
    cells = sum(counts[word] for word in words)
    others = len(values) - cells
    if 0 < len(words) <= MAX_WORDS and others >= max(MIN_OTHERS, MIN_NUMBERS * len(values)):
        kind = _read_without(name, present, words, marks)
        if kind in ("integer", "real", "percent", "datetime"):
            what: Literal["dates", "numbers"] = "dates" if kind == "datetime" else "numbers"
            return [ProposedWord(word=word, column=name, cells=counts[word], others=what) for word in words]
    known = [word for word in words if _simplify(word) in KNOWN_WORDS]
    return [ProposedWord(word=word, column=name, cells=counts[word], others="") for word in known[:MAX_WORDS]]


def _read_without(name: str, present: pa.ChunkedArray, words: list[str], marks: TableMarks) -> str:
    """What the column would be read as if these words were missing."""
    rest = pa.chunked_array([[None if value in words else value for value in present.to_pylist()]], pa.string())
    return read_column(name, rest, rest, marks).kind


def _simplify(word: str) -> str:
    plain = re.sub(r"[.\s/]", "", word.casefold())
    return plain or word.strip()
