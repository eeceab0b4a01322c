"""Files and functions stay short enough to be read at once; `python -m tools.measure_length` lists the long ones."""

from pathlib import Path

from tools.measure_length import list_long_files, list_long_functions

#: Longer than the rest when the rule was made: lists of arguments and of steps, which no part would make clearer.
LONG_FUNCTIONS = {
    "server/runs/scheduling/run_creation.py prepare_run",
    "modules/kit/declare.py module",
    "modules/learning/fitting.py fit_model",
    "modules/learning/learner.py learner",
    "modules/recommendation/train_svd_recommender.py train_svd_recommender",
    "modules/recommendation/train_wide_and_deep_recommender.py train_wide_and_deep_recommender",
}


def test_no_file_is_longer_than_400_lines() -> None:
    assert list_long_files() == {}, "Part it in two by what its pieces mean."


def test_no_function_is_longer_than_40_lines() -> None:
    longer = set(list_long_functions())
    assert longer - LONG_FUNCTIONS == set(), "Part it by what its pieces do."
    assert LONG_FUNCTIONS - longer == set(), "It is short now. Take it out of LONG_FUNCTIONS."


def test_what_is_too_long_is_found(tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    body = "\n".join(f"    value = {line}" for line in range(41))
    (tmp_path / "server" / "long.py").write_text(f"def count(\n    first,\n):\n{body}\n" + "# a line\n" * 357)
    assert list_long_files(tmp_path) == {"server/long.py": 401}
    assert list_long_functions(tmp_path) == {"server/long.py count": 41}
