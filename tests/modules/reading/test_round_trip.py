"""What pandas writes in odd dialects comes back equal."""

import csv
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from modules.data_input_and_output.reading.encodings import CONTROLS, MAX_CONTROLS_SHARE
from modules.data_input_and_output.reading.reading_options import ReadingOptions
from modules.data_input_and_output.table_writers import write_delimited
from tests.depth import choose_depth, deep
from tests.modules.reading.table_reading import get_frame, read_content

#: Letters, delimiters, quotes, line breaks and everything else that UTF-8 can write, but for NUL.
CHARACTERS = st.characters(codec="utf-8", exclude_characters="\x00\r") | st.sampled_from(list(",;\t|\"\n '#éß日"))
#: A word in front, so that no text reads as a number, a date, a boolean or a missing value.
TEXTS = st.text(CHARACTERS, max_size=12).map(lambda tail: "w" + tail)
ROWS = st.integers(1, 8)


@st.composite
def make_frames(draw: st.DrawFn) -> pd.DataFrame:
    rows = draw(ROWS)

    def column(values: st.SearchStrategy[object]) -> list[object]:
        return draw(st.lists(values, min_size=rows, max_size=rows))

    reals = st.floats(allow_nan=False, allow_infinity=False).filter(lambda value: not value.is_integer()) | st.just(0.5)
    return pd.DataFrame(
        {
            "text": pd.Series(column(TEXTS), dtype="str"),
            "whole": pd.Series(column(st.integers(-(2**63), 2**63 - 1)), dtype="int64"),
            "real": pd.Series([*column(reals)[:-1], 0.5], dtype="float64"),
            "flag": pd.Series(column(st.booleans()), dtype="bool"),
            "moment": pd.Series(
                column(st.datetimes(datetime(1000, 1, 1), datetime(9999, 1, 1))), dtype="datetime64[us]"
            ),
            "gap": pd.Series([1.5, *[None] * (rows - 1)], dtype="float64"),
        }
    )


@deep
@settings(max_examples=choose_depth(40, 1_000), derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    make_frames(),
    st.sampled_from([",", ";", "\t", "|", "^", "~"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    st.sampled_from(["", "?", "NA", "NaN"]),
)
def test_a_frame_written_in_any_dialect_reads_back_equal(
    written: pd.DataFrame, delimiter: str, quoting: int, end: str, encoding: str, missing: str
) -> None:
    text = written.to_csv(sep=delimiter, quoting=quoting, lineterminator=end, na_rep=missing, index=False)
    # What is control characters for the most part is refused as no text.
    assume(len(text) - len(text.translate(CONTROLS)) <= MAX_CONTROLS_SHARE * len(text))
    told = delimiter if delimiter in "^~" else None
    with tempfile.TemporaryDirectory() as folder:
        result = get_frame(read_content(Path(folder), text.encode(encoding), delimiter=told, has_header="yes"))
    pd.testing.assert_frame_equal(result, written, check_exact=True)


#: What a spreadsheet computes, what reads as missing, and what stands at the edges of values.
ODD_TEXTS = st.sampled_from(
    ["NA", "null", "?", "", "=1+1", "-2 apples", "+x", "@sum", " padded ", 'say "hi"', "a,b", "x\ny"]
)


@deep
@settings(max_examples=choose_depth(20, 1_000), derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(make_frames(), st.data(), st.sampled_from([",", "\t"]), st.booleans())
def test_what_is_exported_and_imported_is_the_same_table(
    written: pd.DataFrame, data: st.DataObject, separator: str, by_options: bool
) -> None:
    rows = len(written)
    texts = data.draw(st.lists(ODD_TEXTS | TEXTS | st.none(), min_size=rows, max_size=rows))
    # A word among them says that the column is one of texts.
    written = written.assign(odd=pd.Series([*texts[:-1], "word"], dtype="str"))
    if not by_options:  # without the sheet an empty text is missing
        written["odd"] = written["odd"].replace("", None)
    assume(not written["text"].str.contains(r"\x1c|\x1d|\x1e|\x85|\u2028|\u2029|\x0b|\x0c").any())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "written")
        write_delimited(written, path, separator)
        content = path.read_bytes()
        text = content.decode()
        assume(len(text) - len(text.translate(CONTROLS)) <= MAX_CONTROLS_SHARE * len(text))
        options: dict[str, Any] = (
            {"reading": ReadingOptions(has_header="yes", delimiter=separator)} if by_options else {}
        )
        told: dict[str, Any] = {} if by_options else {"has_header": "yes", "delimiter": separator}
        result = get_frame(read_content(Path(folder), content, **options, **told))
    pd.testing.assert_frame_equal(result, written, check_exact=True)
