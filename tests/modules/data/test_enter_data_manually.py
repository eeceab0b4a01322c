"""Enter Data Manually: the four formats, and the line of what cannot be read."""

import pandas as pd
import pytest

from modules.data_input_and_output import enter_data_manually as enter_data
from modules.data_input_and_output.enter_data_manually import BLANKS, enter_data_manually
from modules.kit import Dataset, ModuleError
from tests.modules.module_scripts import assert_script_gives_the_same

ARFF = """% flowers
@relation iris
@attribute 'petal length' numeric
@attribute kind {setosa, 'iris virginica'}
@attribute seen date
@attribute note string

@data
1.4, setosa, 2024-05-01, 'small, blue'
% a comment
?, 'iris virginica', ?, ?
"""


def _read_data(data: str, **parameters: object) -> Dataset:
    return enter_data_manually(data=data, **parameters).dataset  # type: ignore[arg-type]


def test_csv_has_numbers_booleans_text_and_gaps() -> None:
    dataset = _read_data('name, size,ok\n"Smith, Ann", 1.5,true\nBob,NA,\n\n')
    assert [(column.name, column.type) for column in dataset.schema] == [
        ("name", "text"),
        ("size", "real"),
        ("ok", "boolean"),
    ]
    assert dataset.frame["name"].tolist() == ["Smith, Ann", "Bob"]
    assert dataset.frame["size"].isna().tolist() == [False, True]


def test_without_a_header_columns_are_numbered() -> None:
    dataset = _read_data("1\ta\n2\tb", data_format="TSV", has_header=False)
    assert dataset.frame.to_dict("list") == {"Col1": [1, 2], "Col2": ["a", "b"]}


QUOTED_TEXTS = {
    "CSV": 'country,code,size\nNorway, "NO",1\nNamibia, "NA","NA"\n"say ""NA"",",NA,3\n"null",,4\n',
    "TSV": 'country\tcode\tsize\nNorway\t"NO"\t1\nNamibia\t"NA"\t"NA"\n"say ""NA"","\tNA\t3\n"null"\t\t4\n',
}


@pytest.mark.parametrize("data_format", QUOTED_TEXTS)
def test_a_word_in_quotes_is_text_where_the_column_is(data_format: str) -> None:
    """As in files: numbers have a gap there, text has the word."""
    frame = _read_data(QUOTED_TEXTS[data_format], data_format=data_format).frame
    assert frame["country"].tolist() == ["Norway", "Namibia", 'say "NA",', "null"]
    assert frame["code"].fillna("missing").tolist() == ["NO", "NA", "missing", "missing"]
    assert frame["size"].fillna(-1).tolist() == [1, -1, 3, 4]


@pytest.mark.parametrize("data_format", QUOTED_TEXTS)
def test_a_script_keeps_words_in_quotes(data_format: str) -> None:
    given = {"data": QUOTED_TEXTS[data_format], "data_format": data_format}
    assert_script_gives_the_same("enter_data_manually", {}, given)


def test_names_in_quotes_have_no_mark() -> None:
    assert list(_read_data('"NA","null"\n1,2\n').frame) == ["NA", "null"]
    assert _read_data('"NA","NA"\n', has_header=False).frame.to_dict("list") == {"Col1": ["NA"], "Col2": ["NA"]}


def test_arff_keeps_its_declared_types() -> None:
    dataset = _read_data(ARFF, data_format="ARFF")
    assert [(column.name, column.type, column.levels) for column in dataset.schema] == [
        ("petal length", "real", None),
        ("kind", "category", ("setosa", "iris virginica")),
        ("seen", "datetime", None),
        ("note", "text", None),
    ]
    assert dataset.frame["note"].iloc[0] == "small, blue"
    assert dataset.frame.isna().sum().tolist() == [1, 0, 1, 1]


def test_svmlight_has_a_column_per_index_and_the_label() -> None:
    dataset = _read_data("1 1:0.5 3:2 # first\n-1 qid:7 2:4\n", data_format="SvmLight")
    assert dataset.frame.to_dict("list") == {
        "Col1": [0.5, 0.0],
        "Col2": [0.0, 4.0],
        "Col3": [2.0, 0.0],
        "Labels": [1, -1],
    }
    assert dataset.roles == {"Labels": "label"}


@pytest.mark.parametrize(
    ("data", "data_format", "number", "line"),
    [
        ("a,b\n1,2\n3\n", "CSV", 61, 3),
        ("a,b\n1,2\n\n3,4,5\n", "CSV", 61, 4),
        ('a,b\n1,"2\n', "CSV", 49, 2),
        ("a,a\n1,2", "CSV", 28, 1),
        ("a,\n1,2", "CSV", 49, 1),
        (ARFF.replace("1.4", "wide"), "ARFF", 49, 9),
        (ARFF.replace("1.4, setosa", "1.4, rose"), "ARFF", 49, 9),
        (ARFF.replace("?, ?\n", "?\n"), "ARFF", 61, 11),
        (ARFF.replace("numeric", "number"), "ARFF", 49, 3),
        (ARFF.replace("@data", "data"), "ARFF", 49, 8),
        ("@relation x\n@attribute a numeric", "ARFF", 49, 2),
        ("1 1:2\nx 1:2", "SvmLight", 49, 2),
        ("1 1:2\n1 0:2", "SvmLight", 49, 2),
        ("1 1=2", "SvmLight", 49, 1),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(data: str, data_format: str, number: int, line: int) -> None:
    with pytest.raises(ModuleError, match=f"Line {line}: ") as refused:
        _read_data(data, data_format=data_format)
    assert (refused.value.number, refused.value.line, refused.value.parameter) == (number, line, "data")


PLAIN_TEXTS = [
    "a,b\n1,x\n2,y\n",
    "\n\na,b\n\n1,x\n,NA\n",
    "a\n1\n\n3",
    "a,b,c\ntrue,1.5,\nfalse,nan,z z\n,2e3,null\n",
    "a,b\n007,9999999999999999999\n8,1\n",
    "größe,日本\n1,ø\n",
    "a,b\n",
]


@pytest.mark.parametrize("data", PLAIN_TEXTS)
@pytest.mark.parametrize("has_header", [True, False])
def test_a_plain_text_reads_as_it_does_line_by_line(
    monkeypatch: pytest.MonkeyPatch, data: str, has_header: bool
) -> None:
    assert enter_data._is_plain(data, ",")
    at_once = _read_data(data, has_header=has_header).frame
    monkeypatch.setattr(enter_data, "_is_plain", lambda *_: False)
    pd.testing.assert_frame_equal(at_once, _read_data(data, has_header=has_header).frame)


@pytest.mark.parametrize(
    "data", ["a, b\n1,2", "a,b\n1 ,2", " a,b\n1,2", "a,b\n1,2\u00a0", 'a,b\n"1",2', "a,b\r\n1,2", "a\n1,2"]
)
def test_what_is_not_plain_is_read_line_by_line(data: str) -> None:
    assert not enter_data._is_plain(data, ",")


def test_every_blank_that_is_stripped_is_known() -> None:
    assert [letter for letter in map(chr, range(0x10000)) if letter.isspace() and letter not in BLANKS] == ["\n", "\r"]


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(ModuleError) as refused:
        _read_data("\n \n")
    assert refused.value.number == 3
