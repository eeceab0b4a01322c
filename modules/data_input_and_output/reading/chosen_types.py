"""A column as the type that somebody chose; what is no such value is missing."""

import pyarrow as pa
import pyarrow.compute as pc

from modules.data_input_and_output.reading.reading_options import ColumnKind, DateOrder
from modules.data_input_and_output.reading.written_dates import parse_dates
from modules.data_input_and_output.reading.written_numbers import PERCENT, NumberMarks, parse_written_numbers

#: Words for yes and no, in small letters.
BOOLEAN_WORDS: tuple[tuple[str, str], ...] = (
    ("true", "false"),
    ("yes", "no"),
    ("y", "n"),
    ("t", "f"),
    ("ja", "nein"),
    ("j", "n"),
    ("sí", "no"),
    ("si", "no"),
    ("oui", "non"),
    ("sim", "não"),
    ("wahr", "falsch"),
    ("vrai", "faux"),
    ("vero", "falso"),
    ("ja", "nee"),
    ("ja", "nej"),
    ("ja", "nei"),
    ("kyllä", "ei"),
    ("tak", "nie"),
    ("ano", "ne"),
    ("igen", "nem"),
    ("evet", "hayır"),
    ("да", "нет"),
    ("on", "off"),
    ("1", "0"),
)
#: Pairs that stay words unless somebody chooses otherwise: what they mean, everybody who reads English knows, and of
#: yes and no a learner takes the right one for the positive class.
KEPT_WORDS = (("yes", "no"), ("y", "n"), ("t", "f"), ("j", "n"), ("on", "off"), ("1", "0"))


def is_read_as_boolean(pair: tuple[str, str]) -> bool:
    """Whether a column of these words becomes yes or no by itself."""
    return pair not in KEPT_WORDS


def find_boolean_words(values: pa.ChunkedArray) -> tuple[str, str] | None:
    """The pair of words that all values are of, both of them there."""
    if pc.count_distinct(values).as_py() > 4:
        return None
    found = {str(value).strip().lower() for value in pc.unique(values.drop_null()).to_pylist()}
    return next((pair for pair in BOOLEAN_WORDS if found == set(pair)), None)


def convert_to_kind(
    written: pa.ChunkedArray, present: pa.ChunkedArray, kind: ColumnKind, marks: NumberMarks, order: DateOrder,
    unit: str = "",
) -> tuple[pa.ChunkedArray, str]:  # fmt: skip
    """The values as this kind, numbers in this `unit` if one is given, and the unit that stood beside its numbers."""
    if kind == "text":
        return _to_text(written), ""
    if kind == "category":
        return pa.chunked_array([_to_text(written).combine_chunks().dictionary_encode()]), ""
    if kind == "datetime":
        dated = present if pa.types.is_timestamp(present.type) else parse_dates(_to_text(present), order)
        return dated, ""
    if kind == "boolean":
        return (present if pa.types.is_boolean(present.type) else _to_booleans(_to_text(present))), ""
    return _to_numbers(present, kind, marks, unit)


def _to_text(values: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_string(values.type):
        return values
    if pa.types.is_floating(values.type):  # whole numbers without the decimals that nobody wrote
        whole = pc.all(pc.equal(values, pc.round(values))).as_py()
        values = values.cast(pa.int64(), safe=False) if whole and values.null_count < len(values) else values
    return values.cast(pa.string())


def _to_booleans(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    small = pc.utf8_lower(pc.utf8_trim_whitespace(texts))
    found = set(pc.unique(small.drop_null()).to_pylist())
    pair = next((pair for pair in BOOLEAN_WORDS if found <= set(pair)), None)
    yes = pa.array([pair[0]] if pair else [one for one, _ in BOOLEAN_WORDS])
    no = pa.array([pair[1]] if pair else [other for _, other in BOOLEAN_WORDS])
    known = pc.or_(pc.is_in(small, yes), pc.is_in(small, no))
    return pc.if_else(known, pc.is_in(small, yes), pa.scalar(None, pa.bool_()))


def _to_numbers(
    present: pa.ChunkedArray, kind: ColumnKind, marks: NumberMarks, unit: str
) -> tuple[pa.ChunkedArray, str]:
    if pa.types.is_integer(present.type) or pa.types.is_floating(present.type):
        values, unit = present, ""
    else:
        found = parse_written_numbers(_to_text(present), marks, lenient=True, unit=unit)
        if found is None:
            return pa.chunked_array([pa.nulls(len(present), pa.float64())]), ""
        values, unit = found.values, found.unit
    if kind == "percent" and unit != PERCENT:
        return pc.divide(values.cast(pa.float64()), pa.scalar(100.0)), unit
    if kind == "integer" and pa.types.is_floating(values.type):
        whole = pc.and_(pc.equal(values, pc.round(values)), pc.less(pc.abs(values), pa.scalar(2.0**63)))
        return pc.if_else(whole, values, pa.scalar(None, pa.float64())).cast(pa.int64()), unit
    return values.cast(pa.float64()) if kind == "real" else values, unit
