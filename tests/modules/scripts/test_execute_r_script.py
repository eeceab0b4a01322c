"""Execute R Script: tables in and out of R without a loss, and errors that point at the script's lines."""

from pathlib import Path

import pandas as pd
import pytest

from modules.kit import Dataset, File, ModuleError, catalog
from modules.r_language.execute_r_script import execute_r_script
from tests.modules.scripts.zip_files import write_zip

GIVEN = Dataset(
    pd.DataFrame(
        {
            "whole": [1, 2, 3],
            "large": [2**40, 1, 2],
            "real": [0.5, None, -1.0],
            "text": ["å", None, "c"],
            "flag": [True, False, True],
            "kind": pd.Categorical(["b", "a", None], categories=["b", "a", "never"]),
            "grade": pd.Categorical(["low", "high", "low"], categories=["low", "high"], ordered=True),
            "moment": pd.to_datetime(["2026-01-01", "2026-02-03", None]),
            "there": pd.to_datetime(["2026-01-01", "2026-02-03", "2026-02-04"]).tz_localize("Europe/Oslo"),
        }
    ),
    {"real": "label"},
)


def test_r_is_installed_here() -> None:
    assert catalog()["execute_r_script"].missing_packages == ()


def test_a_table_comes_back_from_r_as_it_went_in() -> None:
    script = "azureml_main <- function(dataframe1, dataframe2) dataframe1"
    back = execute_r_script(GIVEN, r_script=script).result_dataset
    # R's real numbers hold the large one as it is, but do not know that it is whole.
    expected = GIVEN.frame.astype({"large": "float64"})
    pd.testing.assert_frame_equal(back.frame, expected)
    assert back.roles == {"real": "label"}


def test_types_of_r_become_types_of_datasets() -> None:
    script = """
    azureml_main <- function(dataframe1, dataframe2) data.frame(
      whole = c(1L, NA), flag = c(TRUE, NA), day = as.Date(c("2026-01-01", NA)), kind = factor(c("u", NA)),
      moment = as.POSIXct(c("2026-01-01 10:00", NA), tz = "UTC"), text = c("x", NA)
    )
    """
    frame = execute_r_script(r_script=script).result_dataset.frame
    assert frame.dtypes.map(str).to_dict() == {
        "whole": "float64",
        "flag": "boolean",
        "day": "datetime64[s]",
        "kind": "category",
        "moment": "datetime64[us]",
        "text": "str",
    }


@pytest.mark.parametrize(
    "returned",
    ["list(dataset1 = first, dataset2 = second)", "list(first, second)", "list(dataset2 = second, dataset1 = first)"],
)
def test_a_list_of_two_tables_feeds_both_outputs(returned: str) -> None:
    script = f"""
    azureml_main <- function(dataframe1, dataframe2) {{
      first <- data.frame(a = 1)
      second <- data.frame(b = 2)
      {returned}
    }}
    """
    results = execute_r_script(r_script=script)
    assert [list(result.frame.columns) for result in results] == [["a"], ["b"]]


def test_an_unconnected_input_is_null_and_a_table_without_rows_keeps_its_columns() -> None:
    empty = Dataset(GIVEN.frame.iloc[:0])
    script = "azureml_main <- function(a, b) { stopifnot(is.null(b), nrow(a) == 0); a }"
    assert list(execute_r_script(empty, r_script=script).result_dataset.frame.columns) == list(GIVEN.frame.columns)


def test_the_seed_makes_random_numbers_repeat() -> None:
    script = "azureml_main <- function(a, b) data.frame(x = runif(3))"
    first, second, other = (
        list(execute_r_script(r_script=script, random_seed=seed).result_dataset.frame["x"]) for seed in (1, 1, 2)
    )
    assert first == second
    assert first != other


@pytest.mark.parametrize(
    ("script", "line", "message"),
    [
        ("azureml_main <- function(a, b) {\n  x <- 1\n  stop('no luck')\n}", 3, "no luck"),
        ("f <- function(z) {\n  log(z)\n}\nazureml_main <- function(a, b) {\n  f('a')\n}", 2, "non-numeric argument"),
        ("x <- 1\ny <- nowhere + 1\n", 2, "'nowhere' not found"),
        ("x <- (1\n  y", 2, "unexpected symbol"),
        ("library(nosuchpackage)", 1, "no package called ‘nosuchpackage’. Install it where Designery runs"),
        ("main <- function() 1", None, "must define transform"),
        ("azureml_main <- function(a, b) 3", None, "a list of up to two data frames. Got numeric"),
        ("azureml_main <- function(a, b) list(1, 2, 3)", None, "at most two data frames. Got 3"),
        ("azureml_main <- function(a, b) quit()", None, "R ended with status 0"),
        ("azureml_main <- function(a, b) data.frame(x = I(list(1, 'a')))", None, "Column 'x' of output 1"),
    ],
)
def test_what_goes_wrong_is_told_with_the_line_of_the_script(script: str, line: int | None, message: str) -> None:
    with pytest.raises(ModuleError) as caught:
        execute_r_script(r_script=script)
    assert (caught.value.number, caught.value.line) == (85, line)
    assert message in caught.value.message


def test_plots_become_pictures_and_print_goes_to_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    script = """
    print("at the top")
    azureml_main <- function(a, b) { plot(1:3); hist(c(1, 2, 2)); message("a message"); data.frame() }
    """
    execute_r_script(r_script=script)
    assert sorted(path.name for path in (tmp_path / "plots").iterdir()) == ["figure-1.png", "figure-2.png"]
    told = capfd.readouterr()
    assert "at the top" in told.out
    assert "a message" in told.err


def test_a_script_sources_what_is_in_its_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    bundle = write_zip(tmp_path / "bundle.zip", {"lib/double.R": "double <- function(x) 2 * x"})
    script = 'source("Script Bundle/lib/double.R")\nazureml_main <- function(a, b) data.frame(x = double(21))'
    results = execute_r_script(None, None, File(bundle, bundle.name), r_script=script)
    assert list(results.result_dataset.frame["x"]) == [42.0]
