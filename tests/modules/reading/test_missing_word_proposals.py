"""Words that may stand for missing values are proposed, in several languages, and never used by themselves."""

from pathlib import Path

import pytest

from tests.modules.reading.test_reading_options import get_columns, preview


@pytest.mark.parametrize(
    ("cells", "proposed"),
    [
        ("23,7 kg;k. A.;12,1 kg;8,0 kg;k. A.;3,5 kg", [("k. A.", 2, "numbers")]),
        ("01.02.2024;offen;15.03.2024;02.04.2024", [("offen", 1, "dates")]),
        ("ja;nein;n/v;ja", [("n/v", 1, "")]),
        ("Nord;West;Nord;West", []),
        ("A1;A2;B7;x", []),
    ],
)
def test_words_for_missing_values_are_proposed_and_not_used(
    tmp_path: Path, cells: str, proposed: list[tuple[str, int, str]]
) -> None:
    content = "name;value\n" + "".join(f"row{at};{cell}\n" for at, cell in enumerate(cells.split(";")))
    report = preview(tmp_path, content)
    assert [(one.word, one.cells, one.others) for one in report.proposed_words] == proposed
    assert get_columns(report)["value"].missing == 0
