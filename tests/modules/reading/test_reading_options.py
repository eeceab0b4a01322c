"""Files as people write them: decimal commas, units, dates, titles; proposed with a reason, and changed by options."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from modules.data_input_and_output.read_table import ReadTableOutputs, read_table
from modules.data_input_and_output.reading.file_preview import preview_files
from modules.data_input_and_output.reading.reading_options import ColumnReading, ReadingOptions
from modules.data_input_and_output.reading.reading_report import ColumnReport, ReadingReport
from modules.data_input_and_output.reading.table_readings import SourceFile
from modules.data_input_and_output.reading.unit_conversions import QUANTITIES, get_unit_factors
from modules.data_input_and_output.reading.written_numbers import is_known_unit
from modules.kit import File, ModuleError
from tests.modules.reading.table_reading import get_frame, get_notices, get_types, read_content

GERMAN = """Umsatzbericht Q3 2025;;;;;;
Kunde;Region;Umsatz;Bestellt am;Rabatt;Gewicht;Stück
K10001;Nord;1.328,98;14.09.2025;5 %;13,9 kg;6
K10002;Süd;1.951,80;15.07.2025;5 %;15,2 kg;8
K10003;West;604,70;01.07.2025;10 %;9,0 kg;7
"""
SPANISH = """Cliente;Importe;Fecha;Baja
1;1.234,50;31/12/2024;sí
2;99,90;01/02/2025;no
3;1.000,00;15/03/2025;sí
"""


def read(folder: Path, content: str | bytes, name: str = "data.csv", **options: object) -> ReadTableOutputs:
    return read_content(folder, content, name, reading=ReadingOptions.model_validate(options))


def preview(folder: Path, content: str | bytes, name: str = "data.csv", **options: object) -> ReadingReport:
    made = read_content(folder, content, name, reading=ReadingOptions.model_validate(options), preview_rows=500)
    return ReadingReport.model_validate_json(made.report.frame["report"][0])


def get_columns(report: ReadingReport) -> dict[str, ColumnReport]:
    return {column.source: column for column in report.columns}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_german_file_gives_the_right_table_without_a_click(tmp_path: Path, encoding: str) -> None:
    frame = get_frame(read(tmp_path, GERMAN.encode(encoding)))
    assert frame.to_dict("list") == {
        "Kunde": ["K10001", "K10002", "K10003"],
        "Region": ["Nord", "Süd", "West"],
        "Umsatz": [1328.98, 1951.80, 604.70],
        "Bestellt am": [pd.Timestamp(2025, 9, 14), pd.Timestamp(2025, 7, 15), pd.Timestamp(2025, 7, 1)],
        "Rabatt": [0.05, 0.05, 0.1],
        "Gewicht (kg)": [13.9, 15.2, 9.0],
        "Stück": [6, 8, 7],
    }


def test_a_spanish_file_gives_the_right_table_without_a_click(tmp_path: Path) -> None:
    result = read(tmp_path, SPANISH)
    assert get_frame(result)["Importe"].tolist() == [1234.5, 99.9, 1000.0]
    assert get_frame(result)["Fecha"].tolist() == [
        pd.Timestamp(2024, 12, 31),
        pd.Timestamp(2025, 2, 1),
        pd.Timestamp(2025, 3, 15),
    ]
    assert get_types(result)["Baja"] == "boolean"
    assert (
        "3 columns read differently than written: 'Importe' as numbers, 'Fecha' as dates, 'Baja' as true or false."
        in get_notices(result)
    )


def test_each_proposal_has_its_reason(tmp_path: Path) -> None:
    report = preview(tmp_path, GERMAN)
    assert {name: (column.kind, column.reason) for name, column in get_columns(report).items()} == {
        "Kunde": ("text", "Each value once, as in an ID"),
        "Region": ("text", "Each value once, as in an ID"),
        "Umsatz": ("real", "Looks like numbers with a decimal comma"),
        "Bestellt am": ("datetime", "Day first: 2 dates begin past 12"),
        "Rabatt": ("percent", "Numbers with a percent sign, as a share of 1"),
        "Gewicht": ("real", "A number and kg: moved to the name"),
        "Stück": ("integer", "Only digits, none missing"),
    }
    assert (report.decimal, report.thousands, report.files[0].delimiter, report.files[0].skipped_rows) == (
        ",",
        ".",
        ";",
        1,
    )
    assert [line.role for line in report.files[0].lines] == ["skipped", "names", "row", "row", "row"]


@pytest.mark.parametrize(
    ("cells", "values", "kind"),
    [
        (["90%", "5%"], [0.9, 0.05], "percent"),
        (["$1,325.0", "$12.50"], [1325.0, 12.5], "real"),
        (["-$12.00", "($3.50)"], [-12.0, -3.5], "real"),
        (["12 kg", "7 kg"], [12, 7], "integer"),
        (["€ 1.250,00", "€ 3,50"], [1250.0, 3.5], "real"),
        (["1 234,5", "12,25"], [1234.5, 12.25], "real"),
        (["1'000.5", "2'500.25"], [1000.5, 2500.25], "real"),
        (["1,234,567", "890"], [1234567, 890], "integer"),
    ],
)
def test_numbers_are_read_as_what_they_are(tmp_path: Path, cells: list[str], values: list[float], kind: str) -> None:
    content = "x\ty\n" + "".join(f"{cell}\ta\n" for cell in cells)
    column = get_columns(preview(tmp_path, content))["x"]
    assert (column.kind, column.converted) == (kind, True)
    assert get_frame(read(tmp_path, content)).iloc[:, 0].tolist() == values


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["Jun 12 1998", "Jan 3 2000"], "1998-06-12"),
        (["12 June 1998", "3 Jan 2000"], "1998-06-12"),
        (["May 12th, 2024", "Sept. 1st, 2024"], "2024-05-12"),
        (["12-May-24", "03-Dec-23"], "2024-05-12"),
        (["12/May/2024 10:30", "13/May/2024 09:15"], "2024-05-12 10:30"),
        (["12MAY2024", "01JAN1999"], "2024-05-12"),
        (["2024/01/05", "2024/11/30"], "2024-01-05"),
        (["14.09.2025", "01.02.2025"], "2025-09-14"),
        (["12/31/2011", "1/1/2011"], "2011-12-31"),
        (["31/12/2011 10:30", "1/1/2011 00:00"], "2011-12-31 10:30"),
    ],
)
def test_dates_are_read_as_what_they_are(tmp_path: Path, cells: list[str], first: str) -> None:
    content = "x\ty\n" + "".join(f"{cell}\ta\n" for cell in cells)
    assert get_columns(preview(tmp_path, content))["x"].kind == "datetime"
    assert get_frame(read(tmp_path, content))["x"].iloc[0] == pd.Timestamp(first)


@pytest.mark.parametrize(
    "cells",
    [
        ["01234", "98765"],
        ["+49123", "+49555"],
        ["1.2.10", "1.3.11"],
        ["A12", "A13"],
        ["12 kg", "5 lb"],
        ["2x", "3x"],
        ["t1", "t2"],
        ["4g", "5g"],
        ["kg1", "kg2"],
        ["12mar24", "3may25"],
        ["12. Maier 2024", "3. Maier 2024"],
    ],
)
def test_codes_stay_text(tmp_path: Path, cells: list[str]) -> None:
    content = "x\ty\n" + "".join(f"{cell}\ta\n" for cell in cells)
    assert get_frame(read(tmp_path, content))["x"].tolist() == cells


@pytest.mark.parametrize(
    ("cells", "languages"),
    [
        (["12. Mai 2024", "3. März 1998 14:05", "1.Dez.2023", "7. Jänner 1999"], "German"),
        (["12 mai 2024", "1er août 1998", "3 févr. 2024", "14 DÉCEMBRE 2001"], "French"),
        (["12 de mayo de 2024", "1 de enero del 1998", "3 dic 2024"], "Spanish"),
        (["12. Mai 24", "31. Mai 98"], "German or French"),
    ],
)
def test_months_have_names_in_four_languages(tmp_path: Path, cells: list[str], languages: str) -> None:
    content = "x\ty\n" + "".join(f"{cell}\ta\n" for cell in cells)
    column = get_columns(preview(tmp_path, content))["x"]
    assert (column.kind, column.converted) == ("datetime", True)
    assert column.reason.startswith(f"Dates with {languages} names of months")
    found = get_frame(read(tmp_path, content))["x"]
    assert found.iloc[0] == pd.Timestamp("2024-05-12")
    assert found.notna().all()


def test_dates_that_fit_both_orders_ask(tmp_path: Path) -> None:
    content = "day,x\n01/02/2024,1\n03/04/2024,2\n"
    column = get_columns(preview(tmp_path, content))["day"]
    assert (column.kind, column.undecided) == ("text", "day or month")
    month_first = read(tmp_path, content, columns={"day": {"date_order": "month first"}})
    assert get_frame(month_first)["day"].tolist() == [pd.Timestamp(2024, 1, 2), pd.Timestamp(2024, 3, 4)]


def test_another_column_tells_the_order(tmp_path: Path) -> None:
    report = preview(tmp_path, "day,until\n01/02/2024,25/12/2024\n03/04/2024,26/12/2024\n")
    assert get_columns(report)["day"].reason == "Day first, as in until"


def test_a_lone_comma_asks_unless_the_file_tells(tmp_path: Path) -> None:
    column = get_columns(preview(tmp_path, "a;b\n1,325;x\n2,500;y\n"))["a"]
    assert (column.kind, column.undecided) == ("text", "decimal or thousands")
    assert get_frame(read(tmp_path, "a;b\n1,325;x\n2,500;y\n", thousands=","))["a"].tolist() == [1325, 2500]
    assert get_frame(read(tmp_path, "a;b\n1,325;x\n2,500;y\n", decimal=","))["a"].tolist() == [1.325, 2.5]
    assert get_frame(read(tmp_path, "a;b\n1,325;x\n2,5;y\n"))["a"].tolist() == [1.325, 2.5]


def test_words_in_quotes_stay_words_and_others_are_missing_and_counted(tmp_path: Path) -> None:
    content = 'country,code,n\nNamibia,"NA",1\nNorway,"NO",NA\nnowhere,NA,"n/a"\nfar,?,4\n'
    result = read(tmp_path, content)
    frame = get_frame(result)
    assert frame["code"].fillna("missing").tolist() == ["NA", "NO", "missing", "missing"]
    assert frame["n"].isna().tolist() == [False, True, True, False]
    assert "4 cells are missing because of the words 'NA' or '?' or 'n/a': 'code', 'n'." in get_notices(result)


def test_quoted_words_stay_words_without_the_sheet_too(tmp_path: Path) -> None:
    frame = get_frame(read_content(tmp_path, 'country,code\nNamibia,"NA"\nNorway,"NO"\nnowhere,NA\n'))
    assert frame["code"].fillna("missing").tolist() == ["NA", "NO", "missing"]


def test_the_words_are_a_setting(tmp_path: Path) -> None:
    content = "region,n\nNA,1\nk. A.,2\nNord,k. A.\n"
    frame = get_frame(read(tmp_path, content, missing_words=["k. A."]))
    assert frame["region"].fillna("missing").tolist() == ["NA", "missing", "Nord"]
    assert frame["n"].isna().tolist() == [False, False, True]


def test_types_can_be_chosen_and_what_does_not_fit_is_missing_and_said(tmp_path: Path) -> None:
    content = "weight,ok\n12 kg,ja\n5 lb,nein\n7 kg,ja\n"
    result = read(tmp_path, content, columns={"weight": {"type": "real"}, "ok": {"type": "boolean", "name": "fine"}})
    frame = get_frame(result)
    assert frame["weight (kg)"].isna().tolist() == [False, True, False]
    assert frame["fine"].tolist() == [True, False, True]
    assert get_notices(result) == [
        "Column 'weight': 1 value is not a number and is now missing, the first is '5 lb' in row 2."
    ]


def test_a_conversion_can_be_undone(tmp_path: Path) -> None:
    frame = get_frame(read(tmp_path, SPANISH, columns={"Importe": {"type": "text"}}))
    assert frame["Importe"].tolist() == ["1.234,50", "99,90", "1.000,00"]


def test_a_text_keeps_the_zeros_of_its_numbers(tmp_path: Path) -> None:
    assert get_frame(read(tmp_path, "a,b\n1.50,x\n2.0,y\n", columns={"a": {"type": "text"}}))["a"].tolist() == [
        "1.50",
        "2.0",
    ]


def test_rows_above_the_table_are_left_out(tmp_path: Path) -> None:
    content = "Report\nof 2020\n\na,b,c\n1,2,3\n4,5,6\n"
    assert get_frame(read(tmp_path, content)).to_dict("list") == {"a": [1, 4], "b": [2, 5], "c": [3, 6]}
    assert list(get_frame(read(tmp_path, "x,y\n1,2\na,b\n3,4\n", skip_rows=2)).columns) == ["a", "b"]
    with pytest.raises(ModuleError, match="Line 5 has 2 values"):
        read(tmp_path, "top\na,b,c\n1,2,3\n1,2,3\n1,2\n", skip_rows=1)


def test_a_workbook_reads_by_the_same_options(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"x": [1]}).to_excel(book, sheet_name="First", index=False)
        pd.DataFrame([["Report", None], ["share", "when"], ["90%", "31.12.2024"], ["5%", "NA"]]).to_excel(
            book, sheet_name="Second", index=False, header=False
        )
    content = path.read_bytes()
    report = preview(tmp_path, content, "book.xlsx", sheet="Second")
    assert (report.files[0].sheets, report.files[0].sheet, report.files[0].skipped_rows) == (
        ["First", "Second"],
        "Second",
        1,
    )
    frame = get_frame(read(tmp_path, content, "book.xlsx", sheet="Second"))
    assert frame["share"].tolist() == [0.9, 0.05]
    assert frame["when"].tolist()[0] == pd.Timestamp(2024, 12, 31)
    wrong = preview(tmp_path, content, "book.xlsx", sheet="Secnd")
    assert wrong.refusal is not None
    assert (wrong.refusal.option, wrong.files[0].sheets) == ("sheet", ["First", "Second"])


def test_what_cannot_be_read_is_refused_and_its_lines_are_shown(tmp_path: Path) -> None:
    report = preview(tmp_path, "a,b\n1,2\n1,2,3\n")
    assert report.refusal is not None
    assert report.refusal.message == "Line 3 has 3 values, and the header has 2."
    assert [line.text for line in report.files[0].lines] == ["a,b", "1,2", "1,2,3"]


def test_names_alone_are_a_table_without_rows(tmp_path: Path) -> None:
    report = preview(tmp_path, "a,b\n")
    assert (report.rows, [column.name for column in report.columns], report.files[0].rows) == ([], ["a", "b"], 0)


@pytest.mark.parametrize("content", [GERMAN, SPANISH, 'a,b\n"1,5",x\n"2,25",y\n'])
def test_a_preview_shows_what_an_import_gives(tmp_path: Path, content: str) -> None:
    report = preview(tmp_path, content)
    frame = get_frame(read(tmp_path, content))
    assert [column.name for column in report.columns] == list(frame.columns)
    assert len(report.rows) == len(frame)


def test_the_first_rows_of_a_large_file_are_not_the_price_of_all(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("w") as file:
        file.write("a,b\n")
        for _ in range(300):
            file.write("1.5,hello world\n" * 10_000)
    report = preview_files([SourceFile(path, path.name)], ReadingOptions(), 500)
    assert (len(report.rows), report.files[0].rows_exact) == (500, False)
    assert 2_800_000 <= (report.files[0].rows or 0) <= 3_200_000


def test_several_files_are_one_table_and_the_one_that_differs_is_named(tmp_path: Path) -> None:
    for name, text in {"a.csv": "x;y\n1,5;k\n", "b.csv": "y;x\nl;2\n", "c.csv": "x;z\n1;2\n"}.items():
        (tmp_path / name).write_text(text)
    a, b, c = (File(tmp_path / name, name) for name in ("a.csv", "b.csv", "c.csv"))
    made = read_table(a, [b], file_name="a.csv", more_file_names=("b.csv",), reading=ReadingOptions())
    assert get_frame(made).to_dict("list") == {"x": [1.5, 2.0], "y": ["k", "l"]}
    with pytest.raises(ModuleError) as raised:
        read_table(a, [b, c], file_name="a.csv", more_file_names=("b.csv", "c.csv"), reading=ReadingOptions())
    assert raised.value.message == (
        "'c.csv' has other columns than 'a.csv': it lacks 'y' and has 'z' in addition. Leave it out, or import it as a "
        "dataset of its own."
    )


def test_a_column_is_explained_by_a_value_that_is_read_differently(tmp_path: Path) -> None:
    report = preview(tmp_path, "k;v\na;no\na;sí\na;no\n")
    word, flag = report.columns
    assert (word.reason, word.written_example, word.read_example) == ("The same in all rows", "a", "a")
    assert (flag.kind, flag.written_example, flag.read_example, flag.low) == ("boolean", "no", "false", "false 67%")


def test_decisions_are_typed() -> None:
    assert ReadingOptions(columns={"a": ColumnReading(type="real")}).get_column("a").type == "real"
    with pytest.raises(ValueError, match="kind"):
        ReadingOptions.model_validate({"columns": {"a": {"kind": "real"}}})


MESSY = """id,share,price,when,until,flag,code,n
1,90%,"$1,325.0",Jun 12 1998,31/12/2024,ja,01234,5
2,5%,$20.00,Jan 3 2000,01/02/2024,nein,09876,NA
3,,-$2.50,May 7 2001,02/03/2024,ja,00001,?
"""


@pytest.mark.parametrize(
    ("content", "encoding", "options"),
    [
        (GERMAN, "cp1252", {}),
        (GERMAN, "utf-8-sig", {"columns": {"Region": {"type": "category", "name": "Place"}}}),
        (SPANISH, "utf-8", {"columns": {"Baja": {"type": "boolean"}, "Cliente": {"type": "text"}}}),
        (MESSY, "utf-8", {"columns": {"flag": {"type": "boolean"}}}),
        ("1 234,5;x\n12,25;y\n", "utf-8", {"has_header": "no"}),
        ("d;e\n13.01.68;(1.234,50)\n14.02.75;2,5\n28.2.1975;−7\n", "utf-8", {}),
        ("when,area,pace\n13 Jun 75,12 m2,4 weeks\n14-Feb-68,15 m2,5 weeks\n", "utf-8", {}),
        (
            "when;until;by\n12. Mai 24;12 de mayo de 2024;May 12th, 2024\n3.Dez.75;1 ene 1998;Sept. 3, 2024\n",
            "utf-8",
            {},
        ),
        (
            "when;until;by\n1er août 2024 10:30;12MAY2024;12 June 1998\n3 févr. 1998 09:00;01JAN1999;3 Jan 2000\n",
            "utf-8",
            {},
        ),
        ("a;b\n1,5;1.5\n2,5;2.75\n", "utf-8", {}),
        ("a,b\n01/02/2024,1\n", "utf-16", {"date_order": "month first", "missing_words": ["1"]}),
    ],
)
def test_the_code_of_a_reading_gives_the_imported_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, encoding: str, options: dict[str, Any]
) -> None:
    raw = content.encode(encoding)
    report = preview(tmp_path, raw, **options)
    assert report.code is not None
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.csv").write_bytes(raw)
    made: dict[str, Any] = {}
    exec(report.code, made)
    pd.testing.assert_frame_equal(made["data"], get_frame(read(tmp_path, raw, **options)), check_dtype=False)


@pytest.mark.parametrize(
    ("cells", "read_as", "reason"),
    [
        (["13.01.68", "14.02.75"], "2068-01-13", "Day first: 2 dates begin past 12. Years of two digits are read as "),
        (["05.01.24", "03.02.24"], "05.01.24", "Day or month first? 05.01.24 fits both"),
        (["1.2.10", "1.3.11"], "1.2.10", "Its dates, such as '1.2.10', are not"),
        (
            ["2024-01-05 10:00+02:00"],
            "2024-01-05 08:00:00",
            "The times of column 'x' have offsets; they are now in UTC",
        ),
        (["1e400", "inf", "1"], "inf", "Has numbers past 1.8e308, such as '1e400'. They "),
        (["inf", "1"], "inf", "Only numbers"),
        (["1.234", "5.678"], "1.234", "1.234 is read with a decimal point. If its points separate thousands, choose "),
        (["1.234", "0.678"], "1.234", "Only numbers"),
        (["(12.50)", "3"], "-12.5", "Numbers, negative ones in parentheses"),
        (["−12.50", "3"], "-12.5", "Looks like numbers"),
    ],
)
def test_what_values_are_read_as_is_never_silent(tmp_path: Path, cells: list[str], read_as: str, reason: str) -> None:
    """A century, a zone, a number without end, a mark of thousands: what may be meant otherwise is said."""
    [column] = [
        one
        for one in preview(tmp_path, "id;x\n" + "".join(f"a{row};{cell}\n" for row, cell in enumerate(cells))).columns
        if one.source == "x"
    ]
    assert column.reason.startswith(reason)
    assert column.read_example == read_as


def test_words_in_quotes_have_no_code(tmp_path: Path) -> None:
    assert preview(tmp_path, 'a,b\nx,"NA"\ny,z\n').code is None


def test_commas_within_numbers_do_not_make_a_title_of_the_names(tmp_path: Path) -> None:
    content = "a;b;c\n" + "".join(f"{n},5;{n},25;{n},75\n" for n in range(20))
    report = preview(tmp_path, content)
    assert [column.name for column in report.columns] == ["a", "b", "c"]
    assert (report.files[0].skipped_rows, report.decimal) == (0, ",")


def test_dates_say_nothing_about_the_marks_of_numbers(tmp_path: Path) -> None:
    pointed = preview(tmp_path, "day;n\n05.05.2024;1,5\n24.12.2023;2,5\n")
    assert (pointed.decimal, pointed.marks_reason) == (",", "'1,5' in n")
    named = preview(tmp_path, 'day,n\nSep 22 2023,"5,280.97"\nMay 3 2024,"1,812.20"\n')
    assert (named.decimal, named.thousands) == (".", ",")


@pytest.mark.parametrize("title", ["", "Report of 2024;;;;\n\n"])
@pytest.mark.parametrize("groups", [";;;EUR;kg", ";;Sold;Sold;Sold"])
def test_the_second_of_two_rows_of_names_names_the_columns(tmp_path: Path, title: str, groups: str) -> None:
    content = f"{title}{groups}\nid;city;day;amount;weight\nK1;Köln;05.05.2024;1,5;2\nK2;Ulm;24.12.2024;2,5;3\n"
    report = preview(tmp_path, content)
    assert [(column.name, column.kind) for column in report.columns] == [
        ("id", "text"),
        ("city", "text"),
        ("day", "datetime"),
        ("amount", "real"),
        ("weight", "integer"),
    ]
    assert [line.text for line in report.files[0].lines if line.role == "names"] == ["id;city;day;amount;weight"]


@pytest.mark.parametrize(
    "content",
    [
        "id;city;;\nK1;Köln;a;b\nK2;Ulm;c;d\nK3;Bonn;a;d\n",
        ";;day;amount\nK1;Köln;05.05.2024;1,5\nK2;Ulm;06.05.2024;2\n",
    ],
)
def test_a_row_of_data_is_not_taken_for_names_where_some_names_are_empty(tmp_path: Path, content: str) -> None:
    report = preview(tmp_path, content)
    assert (report.files[0].skipped_rows, report.files[0].has_names) == (0, True)


@pytest.mark.parametrize("word", ["Summe", "Total", "GESAMT:", "Suma"])
def test_a_total_below_the_table_is_left_out_and_said(tmp_path: Path, word: str) -> None:
    content = "id;day;amount\n1;05.05.2024;1.100,50\n2;24.12.2023;2,25\n3;25.12.2023;7,25\n4;26.12.2023;10,00\n"
    content += f"{word};;1.120,00\n"
    report = preview(tmp_path, content)
    file = report.files[0]
    assert (file.rows, file.skipped_last_rows, file.totals, file.summed_columns) == (4, 1, 1, ["amount"])
    assert [(line.number, line.role) for line in file.last_lines] == [(6, "total")]
    assert [column.kind for column in report.columns] == ["integer", "datetime", "real"]
    result = read(tmp_path, content)
    assert get_frame(result)["amount"].tolist() == [1100.5, 2.25, 7.25, 10.0]
    assert "The last row of 'data.csv' is a total and was left out." in get_notices(result)
    kept = read(tmp_path, content, skip_last_rows=0)
    assert get_frame(kept)["amount"].tolist()[-1] == 1120.0


@pytest.mark.parametrize(
    "content",
    [
        "group;n\nTotal;1\nMen;2\nWomen;3\nTotal;4\nMen;5\nTotal;6\n",
        "name;n\nAnna;1\nBea;2\nCleo;3\nTotally;4\n",
        "name;n\nAnna;1\nTotal;1\n",
        "n\n1\n2\n3\n6\n",
    ],
)
def test_rows_that_are_no_totals_stay(tmp_path: Path, content: str) -> None:
    assert get_frame(read(tmp_path, content)).shape[0] == content.count("\n") - 1
    assert preview(tmp_path, content).files[0].totals == 0


def test_a_preview_of_a_long_file_sees_the_total_at_its_end(tmp_path: Path) -> None:
    content = "id,note,amount\n" + "".join(f"{n},{'x' * 400},{n}.5\n" for n in range(12_000)) + "Total,,72000000.0\n"
    file = preview(tmp_path, content).files[0]
    assert (file.totals, file.last_lines, file.summed_columns) == (1, [], [])
    assert get_frame(read(tmp_path, content)).shape[0] == 12_000


def test_yes_and_no_of_other_languages_become_booleans_so_that_yes_is_what_is_found(tmp_path: Path) -> None:
    content = "a;b;c\nja;yes;sí\nnein;no;no\nJa;yes;sí\n"
    assert {name: column.kind for name, column in get_columns(preview(tmp_path, content)).items()} == {
        "a": "boolean",
        "b": "text",
        "c": "boolean",
    }
    assert get_frame(read(tmp_path, content))["a"].tolist() == [True, False, True]


MIXED_UNITS = "name;weight\na;13,9 kg\nb;2 lb\nc;9,0 kg\nd;500 g\ne;\n"


def test_a_column_of_two_units_is_converted_to_the_chosen_one(tmp_path: Path) -> None:
    weight = get_columns(preview(tmp_path, MIXED_UNITS))["weight"]
    assert (weight.kind, weight.reason, set(weight.convertible_units)) == (
        "text",
        "2 numbers in lb or g (rows 2 and 4), the others in kg",
        {"kg", "lb", "g"},
    )
    assert weight.convertible_units[0] == "kg"
    for unit, values in {"kg": [13.9, 0.90718474, 9.0, 0.5], "g": [13900.0, 907.18474, 9000.0, 500.0]}.items():
        columns = {"weight": {"type": "real", "unit": unit}}
        frame = get_frame(read(tmp_path, MIXED_UNITS, columns=columns))
        assert frame[f"weight ({unit})"].dropna().tolist() == pytest.approx(values, rel=1e-15)
        assert frame[f"weight ({unit})"].isna().tolist() == [False] * 4 + [True]
        report = preview(tmp_path, MIXED_UNITS, columns=columns)
        found = get_columns(report)["weight"]
        assert (found.reason, found.failed, found.convertible_units) == (f"Converted to {unit}", 0, [])
        assert report.code is None


def test_numbers_whose_other_units_would_be_missing_can_be_converted(tmp_path: Path) -> None:
    found = get_columns(preview(tmp_path, MIXED_UNITS, columns={"weight": {"type": "real"}}))["weight"]
    assert (found.failed, found.convertible_units[0]) == (2, "kg")


@pytest.mark.parametrize("cells", ["20 °C;68 °F", "2 kg;3 m", "5 $;6 €", "1 month;2 days"])
def test_units_of_no_common_measure_are_not_converted(tmp_path: Path, cells: str) -> None:
    content = "a,x\n" + "".join(f"{at},{cell}\n" for at, cell in enumerate(cells.split(";")))
    assert get_columns(preview(tmp_path, content))["x"].convertible_units == []
    choice = {"x": ColumnReading(type="real", unit=cells.split(";")[0].split()[-1])}
    assert get_frame(read(tmp_path, content, columns=choice)).iloc[:, 1].isna().sum() == 1


def test_every_unit_of_a_quantity_converts_there_and_back() -> None:
    for sizes in QUANTITIES.values():
        for unit in sizes:
            assert is_known_unit(unit)
            for other, factor in get_unit_factors(unit).items():
                assert factor * get_unit_factors(other)[unit] == pytest.approx(1, rel=1e-15)
