"""Scripts that run unchanged, and errors that point at their lines."""

import traceback
from pathlib import Path
from textwrap import dedent

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, ModuleError
from modules.learning.supervised_examples import make_scored_loans
from modules.python_language.execute_python_script import SCRIPT_TEMPLATE, execute_python_script

CREDIT_RISK = """
    import pandas as pd
    def azureml_main(dataframe1 = None, dataframe2 = None):
        df_label_1 = dataframe1[dataframe1.iloc[:, 2] == 1]
        df_label_2 = dataframe1[dataframe1.iloc[:, 2] == 2]
        result = df_label_1.append([df_label_2] * 5, ignore_index=True)
        return result,
"""


def make_prices() -> Dataset:
    return Dataset(pd.DataFrame({"make": ["a", "b"], "price": [1.0, 2.0], "risk": [1, 2]}), {"price": "label"})


def run_script(script: str, first: Dataset | None = None, second: Dataset | None = None) -> list[pd.DataFrame]:
    results = execute_python_script(first or make_prices(), second, python_script=dedent(script))
    return [result.frame for result in results]


def run_failing_script(script: str, first: Dataset | None = None) -> ModuleError:
    with pytest.raises(ModuleError) as refusal:
        run_script(script, first)
    return refusal.value


@pytest.mark.parametrize(
    "script",
    [
        "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1",
        "def azureml_main(dataframe1):\n    return dataframe1,",
        "def azureml_main(*frames):\n    return [frames[0]]",
        "def azureml_main(dataframe1, *, debug=False):\n    return (dataframe1, None)",
        SCRIPT_TEMPLATE,
    ],
)
def test_one_table_comes_back_in_every_form_of_the_function(script: str) -> None:
    first, second = run_script(script)

    pd.testing.assert_frame_equal(first, make_prices().frame)
    assert second.shape == (0, 0)


def test_two_tables_go_in_and_two_come_out() -> None:
    other = Dataset(pd.DataFrame({"z": [3]}))

    first, second = run_script("def azureml_main(a, b):\n    return b, a", second=other)

    assert (first.columns.tolist(), second.columns.tolist()) == (["z"], ["make", "price", "risk"])


def test_a_script_may_make_a_table_from_nothing() -> None:
    script = "import pandas as pd\ndef azureml_main():\n    return pd.DataFrame({'x': [1]})"

    results = execute_python_script(python_script=script)

    assert results.result_dataset.frame["x"].tolist() == [1]


def test_the_template_runs_without_inputs() -> None:
    assert execute_python_script().result_dataset.rows == 0


def test_the_script_gets_copies_that_it_may_write_to() -> None:
    numbers = np.array([1.0, 2.0])
    numbers.flags.writeable = False
    dataset = Dataset(pd.DataFrame({"x": numbers}, copy=False))

    (first, _) = run_script("def azureml_main(d):\n    d.loc[0, 'x'] = 9\n    return d", dataset)

    assert first["x"].tolist() == [9.0, 2.0]
    assert dataset.frame["x"].tolist() == [1.0, 2.0]


def test_columns_that_keep_their_names_keep_their_roles_and_scores() -> None:
    result = execute_python_script(
        make_scored_loans(), python_script="def azureml_main(d):\n    return d.drop(columns='years').assign(new=1)"
    ).result_dataset

    assert result.scores == make_scored_loans().scores
    assert result.schema.names_with_role("label") == ["paid"]
    assert result.schema["new"].role == "feature"


@pytest.mark.parametrize(
    ("returned", "columns"),
    [
        ("d.groupby('make').count()", ["make", "price"]),
        ("d.groupby(['make', 'price']).size().to_frame('rows')", ["make", "price", "rows"]),
        ("d[['price']].describe()", ["index", "price"]),
        ("d.set_index('make', drop=False)", ["make", "price"]),
        ("d[d['price'] > 0]", ["make", "price"]),
    ],
)
def test_an_index_that_says_something_becomes_columns(returned: str, columns: list[str]) -> None:
    (first, _) = run_script(f"def azureml_main(d):\n    d = d[['make', 'price']]\n    return {returned}")

    assert first.columns.tolist() == columns
    assert first.index.tolist() == list(range(len(first)))


def test_names_of_two_levels_are_refused_with_a_line_that_works() -> None:
    script = "def azureml_main(d):\n    dataframe = d.groupby('make').agg({'price': ['min', 'max']})\n    "
    advice = run_failing_script(f"{script}return dataframe").message.partition("Rename it: ")[2].rstrip(".")
    (first, _) = run_script(f"{script}{advice}\n    return dataframe")

    assert first.columns.tolist() == ["make", "price_min", "price_max"]


def test_an_index_made_by_the_script_is_dropped() -> None:
    (first, _) = run_script("def azureml_main(d):\n    return d.iloc[::-1]")

    assert first.index.tolist() == [0, 1]
    assert first["make"].tolist() == ["b", "a"]


def test_what_is_printed_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    run_script("import sys\ndef azureml_main(d):\n    print('hello')\n    print('oh', file=sys.stderr)\n    return d")

    assert capsys.readouterr() == ("hello\n", "oh\n")


def test_dataclasses_and_pickles_of_the_script_work() -> None:
    script = """
        from __future__ import annotations
        import pickle
        from dataclasses import dataclass

        @dataclass
        class Point:
            x: int

        def azureml_main(d):
            return d.assign(x=pickle.loads(pickle.dumps(Point(3))).x)
    """

    assert run_script(script)[0]["x"].tolist() == [3, 3]


def test_a_column_that_is_not_there_is_named_with_the_nearest() -> None:
    error = run_failing_script("def azureml_main(d):\n    x = 1\n    return d[['prise']]")

    assert (error.number, error.line) == (85, 3)
    assert error.message == "Column 'prise' does not exist. The closest name is 'price'."


@pytest.mark.parametrize(
    "use", ["d['prise']", "d.drop(columns=['prise'])", "d[['make', 'prise']]", "d.groupby('prise')"]
)
def test_every_way_to_ask_for_a_missing_column_is_explained(use: str) -> None:
    assert "'price'" in run_failing_script(f"def azureml_main(d):\n    return {use}").message


def test_a_key_of_the_scripts_own_is_no_column() -> None:
    assert run_failing_script("def azureml_main(d):\n    return {}['make']").message == "KeyError: 'make'."


def test_the_published_credit_risk_script_learns_what_replaces_append() -> None:
    error = run_failing_script(CREDIT_RISK)

    assert (error.number, error.line) == (85, 6)
    assert "has no DataFrame.append any more: use pd.concat([first, second])." in error.message


@pytest.mark.parametrize(
    ("use", "words"),
    [
        ("d.ix[0]", ".loc for labels"),
        ("list(d.iteritems())", "items()"),
        ("d['price'].append(d['price'])", "pd.concat"),
        ("pd.rolling_mean(d['price'], 2)", "rolling(window).mean()"),
        ("pd.DataFrame.from_csv('x')", "pd.read_csv"),
    ],
)
def test_removed_parts_of_pandas_are_told_with_what_replaces_them(use: str, words: str) -> None:
    assert words in run_failing_script(f"import pandas as pd\ndef azureml_main(d):\n    return {use}").message


def test_the_line_is_that_of_the_innermost_function_of_the_script() -> None:
    error = run_failing_script("def half(x):\n    return x / 0\n\ndef azureml_main(d):\n    return half(1)")

    assert (error.line, error.message) == (2, "ZeroDivisionError: division by zero.")


def test_the_traceback_shows_the_scripts_own_frames_only(capsys: pytest.CaptureFixture[str]) -> None:
    error = run_failing_script("def azureml_main(d):\n    return d['prise']")

    assert error.__cause__ is not None
    frames = traceback.extract_tb(error.__cause__.__traceback__)
    assert [(frame.filename, frame.lineno, frame.line) for frame in frames] == [("script.py", 2, "return d['prise']")]
    shown = capsys.readouterr().err
    assert 'File "script.py", line 2, in azureml_main' in shown
    assert "execute_python_script.py" not in shown


def test_a_syntax_error_has_its_line() -> None:
    error = run_failing_script("def azureml_main(d):\n    return d[\n\nx = = 1")

    assert (error.number, error.line, error.message) == (85, 2, "SyntaxError: '[' was never closed.")


@pytest.mark.parametrize(
    ("script", "number", "words"),
    [
        ("x = 1", 85, "must define azureml_main"),
        ("def azureml_main(d):\n    pass", 85, "Got None"),
        ("def azureml_main(d):\n    return d, d, d", 85, "at most two DataFrames. Got 3"),
        ("def azureml_main(d):\n    return d['price']", 85, ".to_frame()"),
        ("def azureml_main(d):\n    return 'x'", 85, "a value of type str"),
        ("def azureml_main(d):\n    return d, 5", 85, "a value of type int"),
        ("import sys\ndef azureml_main(d):\n    sys.exit(3)", 85, "exit code 3"),
        ("import no_such_package\ndef azureml_main(d):\n    return d", 85, "No module named 'no_such_package'"),
        ("def azureml_main(d):\n    return d.T", 155, "a column named 0"),
        ("import pandas as pd\ndef azureml_main(d):\n    return pd.concat([d, d], axis=1)", 28, "'make'"),
    ],
)
def test_a_script_that_gives_no_table_is_told_what_to_do(script: str, number: int, words: str) -> None:
    error = run_failing_script(script)

    assert (error.number, words in error.message) == (number, True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_open_figures_become_pictures_in_the_working_folder(folder: Path) -> None:
    run_script("""
        import matplotlib.pyplot as plt
        def azureml_main(d):
            for _ in range(2):
                plt.figure()
                d["price"].plot()
            return d
    """)

    pictures = sorted((folder / "plots").iterdir())
    assert [picture.name for picture in pictures] == ["figure-1.png", "figure-2.png"]
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
