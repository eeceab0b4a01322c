"""Enter Data Manually: a small table typed into the design."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Annotated, Any, Literal, NamedTuple, NoReturn

import pandas as pd
import pyarrow as pa
from pydantic import Field

from modules.data_input_and_output.reading.quoted_words import QUOTED_MARK, infer_cells, mark_quoted_words
from modules.data_input_and_output.reading.type_inference import infer_simple_type
from modules.kit import Call, Dataset, ModuleError, Schema, Traits, module, multiline, shown_when, titled
from modules.kit.artifact_views import build_view
from modules.kit.codegen.expressions import expr, long_literal
from modules.kit.codegen.script_builder import StepCode
from modules.kit.nullable_columns import to_pandas_frame
from modules.kit.views.dataset_view import DatasetView

DataFormat = Literal["CSV", "TSV", "ARFF", "SvmLight"]
NumberedRows = list[tuple[int, list[str]]]

#: What an empty cell may be written as in CSV and TSV.
MISSING = ["", "NA", "N/A", "NaN", "nan", "null", "NULL"]
#: Longer texts are not read while drawing.
MAX_PREDICTED_LENGTH = 200_000
MAX_SVMLIGHT_COLUMNS = 10_000
#: How a script reads columns of which pandas thinks otherwise.
SCRIPT_TYPES = {"integer": "Int64", "text": "str", "boolean": "boolean"}
#: Of so many texts the columns are remembered.
MAX_CACHED_SCHEMAS = 10_000
#: And of so many what is in them.
MAX_CACHED_PROFILES = 500

#: What `strip` takes off the ends of a field.
BLANKS = (
    "\t\x0b\x0c\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)

ATTRIBUTE = re.compile(r"@attribute\s+('(?:[^']*)'|\"(?:[^\"]*)\"|\S+)\s+(.+)", re.IGNORECASE)


class EnterDataManuallyOutputs(NamedTuple):
    dataset: Dataset


def _build_example() -> Call:
    return Call.of(data="city,population,capital\nOslo,709037,true\nBergen,291940,false\nTrondheim,,false")


#: {hash of a text and how it is read: its columns}: a design asks for all of them after each edit.
_cached_schema: dict[bytes, Schema] = {}


#: {the same: what is in it}
_cached_profile: dict[bytes, DatasetView] = {}


def _identify_text(data_format: DataFormat, has_header: bool, data: str) -> bytes:
    return sha256(f"{data_format}{has_header}{data}".encode("utf-8", "surrogatepass")).digest()


def _predict_schema(data_format: DataFormat, has_header: bool, data: str) -> Schema | None:
    return _read_schema(data_format, has_header, data) if len(data) <= MAX_PREDICTED_LENGTH else None


def _read_schema(data_format: DataFormat, has_header: bool, data: str) -> Schema:
    """The columns of a text, which is read once."""
    key = _identify_text(data_format, has_header, data)
    found = _cached_schema.get(key)
    if found is None:
        found = _read_text(data_format, has_header, data).schema
        if len(_cached_schema) >= MAX_CACHED_SCHEMAS:
            _cached_schema.clear()
        _cached_schema[key] = found
    return found


def _profile_rows(data_format: DataFormat, has_header: bool, data: str) -> DatasetView | None:
    """What is in the table, computed once for each text."""
    if len(data) > MAX_PREDICTED_LENGTH:
        return None
    key = _identify_text(data_format, has_header, data)
    found = _cached_profile.get(key)
    if found is None:
        view = build_view(_read_text(data_format, has_header, data))
        assert isinstance(view, DatasetView)
        if len(_cached_profile) >= MAX_CACHED_PROFILES:
            _cached_profile.clear()
        found = _cached_profile[key] = view
    return found


def _emit_code(step: StepCode) -> None:
    """CSV and TSV as they are, unless quotes keep words such as NA, which pandas can't tell; the others as CSV."""
    schema = _read_schema(step.data_format, step.has_header, step.data)
    given, words = step.data, MISSING
    settings: dict[str, Any] = {"skipinitialspace": True}
    if step.data_format not in ("CSV", "TSV") or _has_quoted_words(step.data):
        frame = _read_text(step.data_format, step.has_header, step.data).frame
        given, words = frame.to_csv(index=False), [""]
    else:
        if step.data_format == "TSV":
            settings = {"sep": "\t"}
        if not step.has_header:
            settings |= {"header": None, "names": schema.names}
    step.add_imports("import io", "import pandas as pd")
    out = step.add_table("dataset")
    settings |= {"keep_default_na": False, "na_values": words}
    settings |= _list_types(given, settings, schema)
    entered = step.reserve_name("entered")
    step.assign(entered, long_literal(given))
    text = expr("io.StringIO({entered})", entered=entered)
    step.assign(out, expr("pd.read_csv").call(text, **settings))


def _has_quoted_words(data: str) -> bool:
    """Whether words for a missing value may stand in quotes."""
    return any(f'"{word}"' in data for word in MISSING if word)


def _list_types(data: str, settings: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """The types of columns that pandas would read as something else: codes with zeros, whole numbers with gaps."""
    read = Dataset(pd.read_csv(io.StringIO(data), **settings)).schema
    types = {
        one.name: SCRIPT_TYPES[one.type]
        for one, other in zip(schema, read, strict=True)
        if one.type != other.type and one.type in SCRIPT_TYPES
    }
    return {"dtype": types} if types else {}


@module(
    "Enter Data Manually",
    category="Data Input and Output",
    icon="keyboard",
    role="table_entry",
    example=_build_example,
    schema=_predict_schema,
    keywords=("table creator", "type data", "paste", "inline table", "ARFF", "SvmLight"),
    emit_code=_emit_code,
    traits=Traits(profile=_profile_rows),
)
def enter_data_manually(
    *,
    data_format: Annotated[DataFormat, titled("Format"), Field(description="How the text is read.")] = "CSV",
    has_header: Annotated[
        bool,
        Field(description="The first row holds the column names. Otherwise they are Col1, Col2, ..."),
        shown_when(data_format=("CSV", "TSV")),
    ] = True,
    data: Annotated[str, multiline, Field(min_length=1, description="The rows, one per line.")],
) -> EnterDataManuallyOutputs:
    """Enter a small dataset in the design.

    CSV and TSV take quoted fields; empty fields, NA, NaN and null are missing values, but "NA" in quotes is text. ARFF
    declares its attributes, and ? is a missing value. A line of SvmLight is a label and index:value pairs; the columns
    are Col1, Col2, ... and Labels.
    """
    return EnterDataManuallyOutputs(_read_text(data_format, has_header, data))


def _read_text(data_format: DataFormat, has_header: bool, data: str) -> Dataset:
    if not data.strip():
        raise ModuleError(3, "There are no rows. Enter at least one line of data.", parameter="data")
    if data_format == "ARFF":
        return Dataset(_read_arff(data))
    if data_format == "SvmLight":
        frame = _read_svmlight(data)
        return Dataset(frame, {"Labels": "label"})
    return Dataset(_read_delimited(data, "," if data_format == "CSV" else "\t", has_header))


def _refuse_line(line: int, message: str, *, number: int = 49) -> NoReturn:
    raise ModuleError(number, f"Line {line}: {message}", parameter="data", line=line)


def _read_delimited(data: str, separator: str, has_header: bool) -> pd.DataFrame:
    """The table at once where nothing can be wrong with a line, else line by line, so that the wrong one is named."""
    if _is_plain(data, separator):
        return _read_plain(data, separator, has_header)
    rows = _split_fields(mark_quoted_words(data, separator, '"', MISSING), separator)
    first_line, first = rows[0]
    names = _read_names(first, first_line, has_header)
    body = rows[1:] if has_header else rows
    for line, fields in body:
        if len(fields) != len(names):
            _refuse_line(
                line, f"{len(names)} fields are expected, as in line {first_line}. Got {len(fields)}.", number=61
            )
    return _infer_types(names, body)


def _is_plain(data: str, separator: str) -> bool:
    """Whether all lines have the same number of fields, and no field has quotes, or blanks at its ends."""
    if '"' in data or "\0" in data or "\r" in data:
        return False
    ends = ("\n", separator)
    blanks = [blank for blank in BLANKS if blank != separator and blank in data]
    around = [pair for blank in blanks for end in ends for pair in (blank + end, end + blank)]
    if data[0] in blanks or data[-1] in blanks or any(pair in data for pair in around):
        return False
    return len({line.count(separator) for line in data.split("\n") if line}) == 1


def _read_plain(data: str, separator: str, has_header: bool) -> pd.DataFrame:
    body = data.lstrip("\n")
    first = body.split("\n", 1)[0]
    names = _read_names(first.split(separator), len(data) - len(body) + 1, has_header)
    texts = pd.read_csv(
        io.StringIO(body),
        sep=separator,
        skiprows=1 if has_header else 0,
        names=names,
        header=None,
        dtype="str",
        keep_default_na=False,
        na_values=MISSING,
    )
    columns = [infer_simple_type(pa.chunked_array([pa.array(texts[name], pa.string())])) for name in names]
    return to_pandas_frame(pa.Table.from_arrays(columns, names=names))


def _read_names(first: list[str], line: int, has_header: bool) -> list[str]:
    """The names in the first line, or numbered ones."""
    names = (
        [name.strip().removeprefix(QUOTED_MARK) for name in first]
        if has_header
        else [f"Col{i}" for i in range(1, len(first) + 1)]
    )
    _check_names(names, line)
    return names


def _split_fields(data: str, separator: str, first_line: int = 1, quote: str = '"') -> NumberedRows:
    """The fields of each line that is not empty, with its number."""
    reader = csv.reader(
        io.StringIO(data), delimiter=separator, quotechar=quote, strict=True, skipinitialspace=separator == ","
    )
    rows: NumberedRows = []
    try:
        for fields in reader:
            if any(field.strip() for field in fields) or len(fields) > 1:
                rows.append((first_line - 1 + reader.line_num, fields))
    except csv.Error as error:
        _refuse_line(
            first_line - 1 + reader.line_num, f"it can't be read ({error}). Check for a quote that is not closed."
        )
    return rows


def _check_names(names: list[str], line: int) -> None:
    for place, name in enumerate(names, start=1):
        if not name:
            _refuse_line(line, f"column {place} has no name.")
        if names.index(name) != place - 1:
            _refuse_line(line, f"two columns are called '{name}'. Rename one of them.", number=28)


def _infer_types(names: list[str], rows: NumberedRows) -> pd.DataFrame:
    """Columns of numbers, booleans or text, as their values are."""
    columns = zip(*(map(str.strip, fields) for _, fields in rows), strict=True) if rows else [()] * len(names)
    return to_pandas_frame(pa.Table.from_arrays([infer_cells(cells, MISSING) for cells in columns], names=names))


def _read_arff(data: str) -> pd.DataFrame:
    kinds: dict[str, str] = {}
    lines = data.splitlines()
    for number, line in enumerate(lines, start=1):
        word = line.strip().split(None, 1)[0].lower() if line.strip() else ""
        if word == "@data":
            return _build_arff_frame(kinds, "\n".join(map(_strip_comment, lines[number:])), number + 1)
        if word == "@attribute":
            name, kind = _parse_attribute(line.strip(), number)
            if name in kinds:
                _refuse_line(number, f"two attributes are called '{name}'. Rename one of them.", number=28)
            kinds[name] = kind
        elif word and word != "@relation" and not word.startswith("%"):
            _refuse_line(number, f"@relation, @attribute or @data is expected. Got '{line.strip()[:40]}'.")
    _refuse_line(len(lines), "the text ends before @data.")


def _strip_comment(line: str) -> str:
    return "" if line.lstrip().startswith("%") else line


def _parse_attribute(line: str, number: int) -> tuple[str, str]:
    found = ATTRIBUTE.match(line)
    if found is None:
        _refuse_line(number, f"'@attribute name type' is expected. Got '{line[:40]}'.")
    kind = found[2].strip()
    known = kind.split()[0].lower() in ("numeric", "real", "integer", "string", "date")
    if not known and not (kind.startswith("{") and kind.endswith("}")):
        _refuse_line(number, f"the type must be numeric, real, integer, string, date or {{levels}}. Got '{kind[:40]}'.")
    return found[1].strip("'\""), kind


def _build_arff_frame(kinds: dict[str, str], body: str, first_line: int) -> pd.DataFrame:
    if not kinds:
        _refuse_line(first_line - 1, "there is no @attribute before @data.")
    rows = _split_fields(body, ",", first_line, quote="'")
    for line, fields in rows:
        if len(fields) != len(kinds):
            _refuse_line(line, f"{len(kinds)} values are expected, one per attribute. Got {len(fields)}.", number=61)
    columns = {
        name: _build_arff_column(name, kind, [(line, fields[place].strip().strip('"')) for line, fields in rows])
        for place, (name, kind) in enumerate(kinds.items())
    }
    return pd.DataFrame(columns)


def _build_arff_column(name: str, kind: str, cells: list[tuple[int, str]]) -> "pd.Series[Any]":
    values = [None if text == "?" else text for _, text in cells]
    if kind.startswith("{"):
        levels = [level.strip().strip("'\"") for level in next(csv.reader([kind[1:-1]], quotechar="'"))]
        _check_cells(cells, [value is None or value in levels for value in values], f"one of {', '.join(levels)}", name)
        return pd.Series(pd.Categorical(values, categories=levels))
    word = kind.split(maxsplit=1)[0].lower()
    if word == "string":
        return pd.Series(values, dtype="str")
    if word == "date":
        times = pd.to_datetime(pd.Series(values, dtype="str"), errors="coerce", format="ISO8601")
        _check_cells(cells, [v is None or ok for v, ok in zip(values, times.notna(), strict=True)], "a date", name)
        return times
    numbers = pd.to_numeric(pd.Series(values, dtype="str"), errors="coerce")
    _check_cells(cells, [v is None or ok for v, ok in zip(values, numbers.notna(), strict=True)], "a number", name)
    exact = pd.to_numeric(pd.Series(values, dtype="str").dropna())
    if word == "real" or not pd.api.types.is_integer_dtype(exact.dtype) or exact.empty:
        return numbers.astype("float64")
    return exact if len(exact) == len(values) else exact.astype("Int64").reindex(range(len(values)))


def _check_cells(cells: list[tuple[int, str]], valid: list[bool], expected: str, name: str) -> None:
    for (line, text), good in zip(cells, valid, strict=True):
        if not good:
            _refuse_line(line, f"'{name}' must be {expected}. Got '{text[:40]}'.")


def _read_svmlight(data: str) -> pd.DataFrame:
    labels: list[str] = []
    features: list[dict[int, float]] = []
    for number, line in enumerate(data.splitlines(), start=1):
        words = line.split("#", 1)[0].split()
        if words:
            labels.append(words[0])
            features.append(dict(_parse_pairs(words[1:], number)))
            if not _is_number(words[0]):
                _refuse_line(number, f"a line must begin with a number, its label. Got '{words[0][:40]}'.")
    width = max((max(row, default=0) for row in features), default=0)
    if width > MAX_SVMLIGHT_COLUMNS:
        message = f"The largest index is {width:,}. It must be at most {MAX_SVMLIGHT_COLUMNS:,}."
        raise ModuleError(129, message, parameter="data")
    columns: dict[str, Any] = {f"Col{i}": [row.get(i, 0.0) for row in features] for i in range(1, width + 1)}
    return pd.DataFrame(columns | {"Labels": pd.to_numeric(pd.Series(labels))})


def _parse_pairs(words: list[str], line: int) -> Iterator[tuple[int, float]]:
    for word in words:
        index, _, value = word.partition(":")
        if index == "qid":
            continue
        if not index.isdecimal() or int(index) < 1 or not _is_number(value):
            _refuse_line(line, f"index:value pairs are expected, and the first index is 1. Got '{word[:40]}'.")
        yield int(index), float(value)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
