"""The shipped samples read as their publishers describe them."""

import csv
import gzip
import io
from pathlib import Path

import pytest

from tests.modules.reading.table_reading import get_frame, get_notices, get_types, read_content, unpack_sample

SHAPES = {
    "adult_census": (32_561, 15),
    "automobile_price": (205, 26),
    "bike_share_daily": (731, 14),
    "german_credit": (1_000, 21),
    "german_credit_noheader": (1_000, 21),
    "penguins_raw": (344, 17),
    "sms_spam": (5_574, 2),
    "wine_quality_white": (4_898, 12),
}


@pytest.mark.parametrize(("name", "shape"), SHAPES.items())
def test_a_sample_has_its_published_rows_and_columns(tmp_path: Path, name: str, shape: tuple[int, int]) -> None:
    assert get_frame(read_content(tmp_path, unpack_sample(name))).shape == shape


def test_question_marks_in_automobile_prices_are_missing_numbers(tmp_path: Path) -> None:
    result = read_content(tmp_path, unpack_sample("automobile_price"))
    kinds = get_types(result)
    assert {kinds[name] for name in ("normalized-losses", "horsepower", "peak-rpm", "price")} == {"integer"}
    assert {kinds[name] for name in ("bore", "stroke")} == {"real"}
    assert len(get_frame(result).drop(columns="normalized-losses").dropna()) == 193


def test_german_credit_without_header_equals_the_one_with_a_header(tmp_path: Path) -> None:
    bare = read_content(tmp_path, unpack_sample("german_credit_noheader"))
    named = read_content(tmp_path, unpack_sample("german_credit"))
    assert list(get_frame(bare).columns) == [f"Col{place}" for place in range(1, 22)]
    assert get_frame(bare).set_axis(get_frame(named).columns, axis="columns").equals(get_frame(named))
    assert get_notices(bare) == [
        "The first row looks like data ('A11', '6', 'A34'), so the columns are called Col1, Col2, ..."
    ]


def test_dates_of_the_penguins_are_dates_and_those_of_the_bikes_stay_text(tmp_path: Path) -> None:
    assert get_types(read_content(tmp_path, unpack_sample("penguins_raw")))["Date Egg"] == "datetime"
    bikes = read_content(tmp_path, unpack_sample("bike_share_daily"))
    assert get_types(bikes)["date"] == "text"
    assert ["'1/1/2011'" in notice for notice in get_notices(bikes)] == [True]


def test_messages_with_quotes_and_commas_are_whole(tmp_path: Path) -> None:
    raw = unpack_sample("sms_spam")
    expected = list(csv.reader(io.StringIO(raw.decode(), newline="")))[1:]
    read_back = get_frame(read_content(tmp_path, raw))
    assert read_back["text"].fillna("").tolist() == [message for _, message in expected]


def test_a_packed_sample_reads_as_the_unpacked_one(tmp_path: Path) -> None:
    raw = unpack_sample("automobile_price")
    packed = read_content(tmp_path, gzip.compress(raw), "automobile_price.csv.gz")
    assert get_frame(packed).equals(get_frame(read_content(tmp_path, raw)))
