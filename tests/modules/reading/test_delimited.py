"""Delimited text: delimiters, headers, types, missing values, and the lines named in errors."""

import math
import re
from pathlib import Path

import pandas as pd
import pytest

from modules.kit import ModuleError
from tests.modules.reading.table_reading import get_frame, get_notices, get_types, read_content, read_content_as_step


def read_refused(folder: Path, content: bytes | str, name: str = "data.csv", **parameters: object) -> ModuleError:
    with pytest.raises(ModuleError) as raised:
        read_content(folder, content, name, **parameters)
    ragged = re.search(r" has [\d,]+ values?, and ", raised.value.message)
    assert raised.value.number == (61 if ragged else 49)
    return raised.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_text(tmp_path: Path, delimiter: str) -> None:
    lines = ["name,with,more", "anna,1,a b", "bert,2,c d"]
    result = read_content(tmp_path, "\n".join(line.replace(",", delimiter) for line in lines))
    assert get_types(result) == {"name": "text", "with": "integer", "more": "text"}


def test_any_single_character_can_be_the_delimiter(tmp_path: Path) -> None:
    result = read_content(tmp_path, "a^b\n1^2\n", delimiter="^")
    assert get_frame(result).to_dict("list") == {"a": [1], "b": [2]}


def test_commas_in_the_texts_of_a_tab_separated_file_are_no_delimiters(tmp_path: Path) -> None:
    result = read_content(tmp_path, "id\ttext\n1\tone, two, three\n2\tfour, five, six\n", "data.tsv")
    assert get_frame(result)["text"].tolist() == ["one, two, three", "four, five, six"]


@pytest.mark.parametrize("delimiter", ['"', "\n", "§"])
def test_a_character_that_cannot_part_values_is_refused(tmp_path: Path, delimiter: str) -> None:
    assert read_refused(tmp_path, "a,b\n1,2\n", delimiter=delimiter).parameter == "delimiter"


def test_excel_may_tell_the_delimiter_in_a_first_line(tmp_path: Path) -> None:
    assert list(get_frame(read_content(tmp_path, "sep=|\na,b|c\n1,2|3\n")).columns) == ["a,b", "c"]


def test_a_space_after_each_delimiter_is_not_part_of_the_values(tmp_path: Path) -> None:
    result = read_content(tmp_path, "age, job, pay\n39, clerk, 10\n50, ?, 20\n")
    assert get_frame(result)["job"].isna().tolist() == [False, True]
    assert get_types(result) == {"age": "integer", "job": "text", "pay": "integer"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(tmp_path: Path, end: str) -> None:
    assert get_frame(read_content(tmp_path, end.join(["a,b", '1,"x, y"', "2,z", ""]))).to_dict("list") == {
        "a": [1, 2],
        "b": ["x, y", "z"],
    }


def test_a_row_with_more_values_than_the_header_is_named_by_its_line(tmp_path: Path) -> None:
    rows = ["a,b,c,d", *["1,2,3,4"] * 5, "1,2,3,4,5", "1,2,3,4"]
    error = read_refused(tmp_path, "\n".join(rows))
    assert (error.message, error.line) == ("Line 7 has 5 values, and the header has 4.", 7)


def test_a_row_with_fewer_values_is_named_by_its_line_even_after_line_breaks_in_quotes(tmp_path: Path) -> None:
    error = read_refused(tmp_path, 'a,b\n1,"x\ny\nz"\n\n2\n')
    assert (error.message, error.line) == ("Line 6 has 1 value, and the header has 2.", 6)


def test_a_ragged_file_without_header_is_measured_by_its_first_line(tmp_path: Path) -> None:
    assert read_refused(tmp_path, "1,2\n3,4\n5\n").message == "Line 3 has 1 value, and line 1 has 2."


@pytest.mark.parametrize("header", ["a,b", "a,b,"])
def test_a_delimiter_at_the_end_of_every_row_makes_no_column(tmp_path: Path, header: str) -> None:
    assert get_frame(read_content(tmp_path, f"{header}\n1,2,\n3,4,\n")).to_dict("list") == {"a": [1, 3], "b": [2, 4]}


def test_a_value_after_trailing_delimiters_is_refused_with_its_line(tmp_path: Path) -> None:
    rows = ["a,b", *["1,2,"] * 300, "1,2,3"]
    error = read_refused(tmp_path, "\n".join(rows))
    assert (error.message, error.line) == ("Line 302 has 3 values, and the header has 2.", 302)


def test_a_quote_that_is_never_closed_is_refused_with_its_line(tmp_path: Path) -> None:
    error = read_refused(tmp_path, 'a,b\n1,x\n2,"y\n3,z\n4,w\n')
    assert error.line == 3
    assert "not closed" in error.message


def test_a_tab_separated_file_may_hold_lone_quotes(tmp_path: Path) -> None:
    result = read_content(tmp_path, 'label\ttext\nham\t"Hello there\nspam\tgo "now\n', "sms.tsv")
    assert get_frame(result)["text"].tolist() == ['"Hello there', 'go "now']
    assert any("quote" in notice for notice in get_notices(result))


def test_blank_lines_are_not_rows(tmp_path: Path) -> None:
    assert get_frame(read_content(tmp_path, "\n\na,b\n1,2\n\n   \n3,4\n\n\x1a")).to_dict("list") == {
        "a": [1, 3],
        "b": [2, 4],
    }


def test_missing_values_are_known_by_their_markers(tmp_path: Path) -> None:
    markers = ["", "?", "NA", "N/A", "NaN", "null", '"?"']
    result = read_content(tmp_path, "name,value\n" + "\n".join(f"x,{marker}" for marker in markers) + "\nx,1.5")
    assert get_frame(result)["value"].isna().sum() == len(markers)
    assert get_types(result)["value"] == "real"


def test_a_column_of_markers_only_is_told(tmp_path: Path) -> None:
    result = read_content(tmp_path, "a,b\n1,?\n2,?\n")
    assert get_types(result) == {"a": "integer", "b": "real"}
    assert get_notices(result) == ["Column 'b' has no values."]


def test_types_are_told_by_all_values(tmp_path: Path) -> None:
    content = (
        "whole,real,flag,gap,day,moment,word\n"
        "1,1.5,true,1,2020-01-31,2020-01-31T10:20:30,x\n"
        "-2,2e3,False,,1750-02-28,2020-01-31 10:20,y\n"
    )
    result = read_content(tmp_path, content)
    assert get_types(result) == {
        "whole": "integer",
        "real": "real",
        "flag": "boolean",
        "gap": "integer",
        "day": "datetime",
        "moment": "datetime",
        "word": "text",
    }
    assert get_frame(result)["day"].tolist() == [pd.Timestamp("2020-01-31"), pd.Timestamp("1750-02-28")]


def test_the_last_of_many_rows_decides_as_much_as_the_first(tmp_path: Path) -> None:
    result = read_content(tmp_path, "a,b\n" + "1,2\n" * 300_000 + "1,x\n")
    assert get_types(result) == {"a": "integer", "b": "text"}
    assert set(get_frame(result)["b"]) == {"2", "x"}
    assert get_notices(result) == [
        "Column 'b' is text: 1 of its 300,001 values is not a number, the first is 'x' in row 300,001."
    ]


def test_a_column_of_reals_may_turn_out_to_be_text(tmp_path: Path) -> None:
    result = read_content(tmp_path, "a,b\n" + "1.50,2.5\n" * 1_000 + "x,+3\n")
    assert set(get_frame(result)["a"]) == {"1.50", "x"}
    assert get_frame(result)["b"].iloc[-1] == 3.0


def test_values_that_begin_with_zero_stay_text(tmp_path: Path) -> None:
    result = read_content(tmp_path, "zip,share\n01234,0.5\n98765,0\n")
    assert get_frame(result)["zip"].tolist() == ["01234", "98765"]
    assert get_types(result)["share"] == "real"
    assert get_notices(result) == ["Column 'zip' is text, because values like '01234' begin with zero."]


@pytest.mark.parametrize("values", [["99999999999999999999", "1"], ["99999999999999999999", ""]])
def test_whole_numbers_that_would_lose_digits_stay_text(tmp_path: Path, values: list[str]) -> None:
    result = read_content(tmp_path, "id,x\n" + "\n".join(f"{value},1" for value in values))
    assert get_frame(result)["id"].fillna("").tolist() == values
    assert ["digits" in notice for notice in get_notices(result)] == [True]


def test_the_largest_whole_number_is_exact(tmp_path: Path) -> None:
    assert get_frame(read_content(tmp_path, f"id,x\n{2**63 - 1},a\n{-(2**63)},b\n"))["id"].tolist() == [
        2**63 - 1,
        -(2**63),
    ]


@pytest.mark.parametrize("text", ["0x1F", "1_000", "٣", "12:30", "1/2", "2020-13-45", "1,5"])
def test_what_only_resembles_a_number_or_a_date_is_text(tmp_path: Path, text: str) -> None:
    assert get_frame(read_content(tmp_path, f"name\tvalue\nx\t{text}\n"))["value"].tolist() == [text]


def test_spaces_and_a_plus_around_numbers_do_not_matter(tmp_path: Path) -> None:
    assert get_frame(read_content(tmp_path, "a,b\n 1,+2.5\n2 , \n"))["a"].tolist() == [1, 2]


def test_decimal_commas_are_read_where_semicolons_part_the_values(tmp_path: Path) -> None:
    result = read_content(tmp_path, "x;y;z\n1,5;2;a\n-0,25;3;b\n")
    assert get_frame(result)["x"].tolist() == [1.5, -0.25]
    assert get_notices(result) == ["Column 'x' has decimal commas."]


def test_semicolons_win_over_decimal_commas_even_without_a_header(tmp_path: Path) -> None:
    assert get_frame(read_content(tmp_path, "1,5;2,5\n3,5;4,5\n5,5;6,5\n")).shape == (3, 2)


def test_decimal_commas_can_be_asked_for_and_are_suggested(tmp_path: Path) -> None:
    assert "have commas" in get_notices(read_content(tmp_path, "x\ty\n1,5\ta\n"))[0]
    assert get_frame(read_content(tmp_path, "x\ty\n1,5\ta\n", decimal=","))["x"].tolist() == [1.5]


def test_times_with_offsets_become_utc(tmp_path: Path) -> None:
    result = read_content(tmp_path, "t,x\n2020-01-01T00:00:00Z,1\n2020-01-01T00:00:00+02:00,2\n")
    assert get_frame(result)["t"].tolist() == [pd.Timestamp("2020-01-01"), pd.Timestamp("2019-12-31 22:00")]
    assert "UTC" in get_notices(result)[0]


def test_a_boolean_column_may_have_gaps(tmp_path: Path) -> None:
    result = read_content(tmp_path, "flag,x\ntrue,1\n,2\nfalse,3\n")
    assert get_types(result)["flag"] == "boolean"
    assert get_frame(result)["flag"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("content", "header"),
    [
        ("name,job\nanna,clerk\n", True),
        ("5.1,3.5,setosa\n4.9,3.0,setosa\n", False),
        ("p,x,s\np,x,y\ne,x,s\np,f,s\n", False),
        ("country,1990,1991,1992\nperu,1,2,3\n", True),
        ("label,0,1,2,3\n5,0,0,17,3\n", True),
        ("shop,2020-01-01,2020-02-01\nlima,3,4\n", True),
        ("1,2,3\n", False),
        (",a,b\n0,1,2\n", True),
        ("true,x\nfalse,y\n", False),
    ],
)
def test_a_first_row_is_a_header_unless_it_looks_like_data(tmp_path: Path, content: str, header: bool) -> None:
    result = read_content(tmp_path, content)
    assert get_frame(result).shape[0] == content.count("\n") - header
    assert ("Col1" in get_frame(result).columns) is not header


def test_the_person_has_the_last_word_on_the_header(tmp_path: Path) -> None:
    assert list(get_frame(read_content(tmp_path, "1,2\n3,4\n", has_header="yes")).columns) == ["1", "2"]
    assert get_frame(read_content(tmp_path, "a,b\nc,d\n", has_header="no")).shape == (2, 2)


def test_names_are_cleaned_and_made_unique(tmp_path: Path) -> None:
    result = read_content(tmp_path, "x,x,X,,a\u202eb,cafe\u0301,x (2)\n1,2,3,4,5,6,7\n".encode())
    assert list(get_frame(result).columns) == ["x", "x (2)", "X (3)", "Column 4", "ab", "caf\u00e9", "x (2) (2)"]
    assert len(get_notices(result)) == 2


def test_a_header_without_rows_is_a_table_without_rows(tmp_path: Path) -> None:
    result = read_content(tmp_path, "a,b\n")
    assert get_frame(result).shape == (0, 2)
    assert get_notices(result) == ["The table has columns but no rows."]


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b"\xff\xfe", b'""\n""\n'])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "empty" in read_refused(tmp_path, content).message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_marked_encoding_is_read_without_a_notice(tmp_path: Path, encoding: str) -> None:
    result = read_content(tmp_path, "name,größe\nÅse,1\n日本,2\n".encode(encoding))
    assert get_frame(result).to_dict("list") == {"name": ["Åse", "日本"], "größe": [1, 2]}
    assert get_notices(result) == []


def test_utf16_without_a_mark_is_recognized(tmp_path: Path) -> None:
    assert get_frame(read_content(tmp_path, "name,size\nanna,1\n".encode("utf-16-le")))["size"].tolist() == [1]


def test_windows_text_is_read_with_a_notice_that_names_the_line(tmp_path: Path) -> None:
    result = read_content(tmp_path, "name,price\nplain,1\ncafé,5€\n".encode("cp1252"))
    assert get_frame(result)["price"].tolist() == ["1", "5€"]
    assert get_notices(result) == [
        "The text is not UTF-8 (line 3 has the byte 0xe9); it was read as Windows-1252. "
        "If letters look wrong, choose another encoding."
    ]


def test_the_person_has_the_last_word_on_the_encoding(tmp_path: Path) -> None:
    content = "имя,x\nАнна,1\n".encode("cp1251")
    assert list(get_frame(read_content(tmp_path, content, encoding="cp1251")).columns) == ["имя", "x"]
    assert read_refused(tmp_path, content, encoding="utf-8").line == 1


def test_a_late_byte_that_is_not_utf8_is_found(tmp_path: Path) -> None:
    content = b"a,b\n" + b"1,x\n" * 1_200_000 + b"2,caf\xe9\n"
    assert get_frame(read_content(tmp_path, content))["b"].iloc[-1] == "café"


def test_parameters_are_checked_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="delimiter"):
        read_content_as_step(tmp_path, b"a,b\n", "a.csv", delimiter=",,")
    assert read_content_as_step(tmp_path, b"a,b\n1,2\n", "a.csv")["results_dataset"].rows == 1


def test_infinity_is_a_number(tmp_path: Path) -> None:
    assert math.isinf(get_frame(read_content(tmp_path, "x,y\n1.5,a\ninf,b\n"))["x"][1])
