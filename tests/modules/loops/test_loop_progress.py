"""A loop that is under way: what it tells, and what is kept when somebody stops it."""

import json
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from modules.kit import Dataset, catalog
from modules.kit.fan_out import provide_workers
from modules.kit.progress import ProgressReport, listen_to_progress
from modules.kit.step_control import StepControl
from modules.loops.iterations import Iteration
from modules.loops.loop_progress import SHOWN_ROWS, LoopProgress
from tests.modules.loops.test_repeat_modules import SALES, TOP_ROW, make_body, run_loop


@dataclass
class ControlledShare:
    """Some processes, and wishes that a test may change."""

    count: int
    control: StepControl = field(default_factory=StepControl)

    def request(self, count: int) -> None:
        """Nobody is asked."""

    def read(self) -> int:
        return self.count

    def read_control(self) -> StepControl:
        return self.control


def run_and_listen(
    share: ControlledShare, body: str, stop_after: int | None = None
) -> tuple[Any, list[ProgressReport]]:
    """The outputs of a loop that is stopped when so many iterations are done, and all that it told."""
    heard: list[ProgressReport] = []

    def hear(progress: ProgressReport) -> None:
        heard.append(progress)
        if stop_after is not None and progress.done >= stop_after:
            share.control = StepControl(is_finish_requested=True)

    with provide_workers(share), listen_to_progress(hear):
        return run_loop(body), heard


def test_a_loop_tells_how_many_groups_are_done_and_what_they_gave() -> None:
    _, heard = run_and_listen(ControlledShare(1), TOP_ROW)
    assert (heard[0].done, heard[0].total, heard[0].unit) == (0, 3, "groups. Now a.")
    last = heard[-1]
    assert (last.done, last.total, last.unit) == (3, 3, "groups")
    assert last.results is not None
    assert last.results.columns == ("shop", "sales", "Seconds")
    assert [row[:2] for row in last.results.rows] == [("(missing)", 1.0), ("b", 7.0), ("a", 4.0)]


def test_a_loop_over_values_shows_the_rows_that_each_value_gave() -> None:
    body = make_body(
        "select_rows_per_group",
        {"order_by": [{"column": "sales"}]},
        "selected_rows",
        setting="one.number_of_rows",
        values=["2", "3"],
    )
    _, heard = run_and_listen(ControlledShare(1), body)
    assert (heard[-1].done, heard[-1].unit) == (2, "values")
    assert heard[-1].results is not None
    assert [row[:2] for row in heard[-1].results.rows] == [("3", 3), ("2", 2)]
    assert heard[-1].results.columns[1:] == ("Rows", "Seconds")


def test_a_loop_that_is_stopped_keeps_what_is_done_and_says_that_it_is_a_part(monkeypatch: Any) -> None:
    monkeypatch.setattr("modules.loops.loop_progress.SECONDS_BETWEEN_REPORTS", 0.0)
    (rows, iterations), _ = run_and_listen(ControlledShare(1), TOP_ROW, stop_after=1)
    assert rows.frame["shop"].tolist() == ["a"]
    assert rows.remark == "Partial: the loop was stopped after 1 of 3 groups."
    assert iterations.frame["State"].tolist() == ["Done", "Not run", "Not run"]
    assert iterations.frame["Reason"].tolist() == ["", "The loop was stopped before.", "The loop was stopped before."]
    # The next run goes on where this one was stopped.
    again, states = run_loop(TOP_ROW, SALES, earlier_rows=rows, earlier_iterations=iterations)
    assert states.frame["State"].tolist() == ["Unchanged", "Done", "Done"]
    assert again.frame["sales"].tolist() == [4, 7, 1]


def test_a_loop_that_is_to_stop_still_gives_its_first_result() -> None:
    share = ControlledShare(1, StepControl(is_finish_requested=True))
    (rows, _), _ = run_and_listen(share, TOP_ROW)
    assert rows.frame["shop"].tolist() == ["a"]


def test_a_stopped_loop_within_a_loop_is_stopped_as_a_whole() -> None:
    inner = {
        "node": "one",
        "title": "Collect Results",
        "module": "repeat_modules",
        "parameters": {"body": TOP_ROW},
        "inputs": {"dataset": ["start.results_dataset"]},
    }
    outer = json.loads(TOP_ROW) | {"settings": {"group_by": ["half"]}, "steps": [inner], "result": "one.rows"}
    frame = pd.concat([SALES.assign(half=half) for half in (1, 2)], ignore_index=True)
    found = catalog()["repeat_modules"]
    with provide_workers(ControlledShare(1, StepControl(is_finish_requested=True))):
        rows = found.run({"dataset": Dataset(frame)}, {"body": json.dumps(outer)})["rows"]
    assert rows.frame["half"].tolist() == [1, 1, 1]


def test_a_loop_tells_again_where_it_stands_for_whoever_comes_later(monkeypatch: Any) -> None:
    heard: list[ProgressReport] = []
    with listen_to_progress(heard.append):
        progress = LoopProgress(["shop"], "groups", 3)
    progress.begin(("west",))
    progress.tell()
    progress.tell()
    assert [one.unit for one in heard] == ["groups. Now west."]
    monkeypatch.setattr("modules.loops.loop_progress.SECONDS_BETWEEN_REMINDERS", 0.0)
    progress.tell()
    assert [one.unit for one in heard] == ["groups. Now west."] * 2


def test_the_table_of_a_running_loop_has_the_last_iterations_and_names_those_under_way() -> None:
    heard: list[ProgressReport] = []
    with listen_to_progress(heard.append):
        progress = LoopProgress(["shop"], "groups", 1_000)
    for number in range(SHOWN_ROWS + 5):
        key = (f"shop {number} {'x' * 50}",)
        progress.begin(key)
        progress.end(Iteration(key, {"shop": pd.Series(key)}, "Failed", None, "It is empty."))
    for name in ("west", "south", "north"):
        progress.begin((name,))
    progress.tell()
    assert heard[-1].unit == "groups. Now west, south and 1 more."
    assert heard[-1].results is not None
    assert len(heard[-1].results.rows) == SHOWN_ROWS
    assert heard[-1].results.rows[0][1] == "Failed"
    assert all(len(str(row[0])) == 40 for row in heard[-1].results.rows)
