"""Filters and sorts of stored tables give what pandas gives, on tables as ugly as those of users."""

import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.kit import Condition, Dataset, ModuleError
from modules.kit.files import save
from server.storage import tabular
from server.storage.selecting import Remembered, Selection, SortKey, Stop, Stopped, TooLong, chosen

HUGE = 2**53


def ugly(rows: int = 500) -> pd.DataFrame:
    """Missing values, repeats, unicode, times with a zone, integers that no float can hold."""
    drawn = np.random.default_rng(3)
    words = np.array(["Straße", "strasse", "ÉTÉ", "été", "", " ", "=1+1", "日本", "a,b", 'say "x"', "naïve\n2"])
    text = pd.Series(drawn.choice(words, rows)).where(drawn.random(rows) > 0.1)
    real = pd.Series(drawn.choice([0.1, -0.0, 1e300, -1e300, np.inf, -np.inf, 2.5], rows))
    times = pd.Series(pd.date_range("2024-03-30 20:00", periods=rows, freq="37min", tz="Europe/Berlin"))
    sizes = pd.CategoricalDtype(["small", "middle", "large"], ordered=True)
    return pd.DataFrame(
        {
            "text": text.astype("str"),
            "real": real.where(drawn.random(rows) > 0.1),
            "huge": pd.Series(drawn.integers(HUGE, HUGE + 4, rows)),
            "unsigned": pd.Series(drawn.choice(np.array([0, 5, 2**64 - 1], dtype="uint64"), rows)),
            "gaps": pd.Series(drawn.integers(-3, 3, rows)).astype("Int64").where(drawn.random(rows) > 0.2),
            "time": times.sample(frac=1, random_state=1).reset_index(drop=True).where(drawn.random(rows) > 0.1),
            "size": pd.Series(drawn.choice(["small", "middle", "large"], rows))
            .where(drawn.random(rows) > 0.1)
            .astype(sizes),
            "flag": pd.Series(drawn.random(rows) > 0.5).astype("boolean").where(drawn.random(rows) > 0.1),
        }
    )


FRAME = ugly()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(Dataset(FRAME), tmp_path_factory.mktemp("table"), "dataset").path


def found(path: Path, *conditions: Condition, every: bool = True, sort: tuple[SortKey, ...] = ()) -> list[int]:
    numbers = chosen(path, Selection(conditions=conditions, every=every, sort=sort), Stop())
    assert numbers is not None
    return [int(number) for number in numbers]


def having(column: str, operator: Any, *values: Any) -> Condition:
    return Condition(column=column, operator=operator, values=values)


def rows_where(mask: Any) -> list[int]:
    return [int(row) for row in np.flatnonzero(pd.Series(mask).fillna(False).to_numpy(dtype=bool))]


BERLIN = FRAME["time"].dt
CASES = [
    (having("text", "is", "été"), FRAME["text"] == "été"),
    (having("text", "is", "été", None), (FRAME["text"] == "été") | FRAME["text"].isna()),
    (having("text", "is", ""), FRAME["text"] == ""),
    (having("text", "is not", "été", "日本"), ~FRAME["text"].isin(["été", "日本"]) & FRAME["text"].notna()),
    (having("text", "contains", "ét"), FRAME["text"].str.lower().str.contains("ét", regex=False)),
    (having("text", "contains", "1+1"), FRAME["text"].str.contains("1+1", regex=False)),
    (having("text", "does not contain", "a"), ~FRAME["text"].str.lower().str.contains("a") & FRAME["text"].notna()),
    (having("text", "starts with", "STRA"), FRAME["text"].str.lower().str.startswith("stra")),
    (having("text", "ends with", "E"), FRAME["text"].str.lower().str.endswith("e")),
    (having("text", "is missing"), FRAME["text"].isna()),
    (having("text", "is not missing"), FRAME["text"].notna()),
    (having("real", "is", 0.1), FRAME["real"] == 0.1),
    (having("real", "is", 0), FRAME["real"] == 0),
    (having("real", ">", "1e299"), FRAME["real"] > 1e299),
    (having("real", "<=", 0.1), FRAME["real"] <= 0.1),
    (having("real", "between", 0, 2.5), FRAME["real"].between(0, 2.5)),
    (having("real", "between", None, 0.1), FRAME["real"] <= 0.1),
    (having("real", "is missing"), FRAME["real"].isna()),
    (having("huge", "is", str(HUGE + 1)), FRAME["huge"] == HUGE + 1),
    (having("huge", ">", HUGE + 1), FRAME["huge"] > HUGE + 1),
    (having("huge", ">=", HUGE + 0.5), FRAME["huge"] >= HUGE),
    (having("huge", "<", 1e300), FRAME["huge"] == FRAME["huge"]),
    (having("unsigned", "is", str(2**64 - 1)), FRAME["unsigned"] == 2**64 - 1),
    (having("unsigned", ">", -1), FRAME["unsigned"] >= 0),
    (having("gaps", ">", 0.5), FRAME["gaps"] > 0.5),
    (having("gaps", "<", -0.5), FRAME["gaps"] < -0.5),
    (having("gaps", "is", 1.5), FRAME["gaps"] == 1.5),
    (having("gaps", "is not", 1), (FRAME["gaps"] != 1) & FRAME["gaps"].notna()),
    (having("time", "is", "2024-03-31"), BERLIN.strftime("%Y-%m-%d") == "2024-03-31"),
    (having("time", "<=", "2024-04-02"), BERLIN.strftime("%Y-%m-%d") <= "2024-04-02"),
    (having("time", ">", "2024-04-02"), BERLIN.strftime("%Y-%m-%d") > "2024-04-02"),
    (
        having("time", ">=", "2024-04-02T10:00:00+00:00"),
        FRAME["time"] >= pd.Timestamp("2024-04-02 12:00", tz="Europe/Berlin"),
    ),
    (having("time", "<", "2024-04-02 12:00"), FRAME["time"] < pd.Timestamp("2024-04-02 12:00", tz="Europe/Berlin")),
    (having("size", "is", "small", "large"), FRAME["size"].isin(["small", "large"])),
    (having("size", "contains", "ALL"), FRAME["size"] == "small"),
    (having("size", "is missing"), FRAME["size"].isna()),
    (having("flag", "is", True), FRAME["flag"] == True),  # noqa: E712
    (having("flag", "is not", "true"), FRAME["flag"] == False),  # noqa: E712
]


@pytest.mark.parametrize(
    ("condition", "mask"), CASES, ids=[f"{case.column} {case.operator} {case.values}" for case, _ in CASES]
)
def test_a_condition_keeps_the_rows_that_pandas_keeps(path: Path, condition: Condition, mask: Any) -> None:
    assert found(path, condition) == rows_where(mask)


def test_conditions_hold_all_or_any(path: Path) -> None:
    one, other = having("gaps", ">", 0), having("text", "is missing")
    first, second = FRAME["gaps"] > 0, FRAME["text"].isna()
    assert found(path, one, other) == rows_where(first.fillna(False) & second)
    assert found(path, one, other, every=False) == rows_where(first.fillna(False) | second)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", [name for name in FRAME if name != "text"])
def test_a_sort_is_that_of_pandas_with_missing_values_last(path: Path, column: str, descending: bool) -> None:
    keys = FRAME[column].cat.codes.where(FRAME[column].notna()) if column == "size" else FRAME[column]
    wanted = keys.sort_values(ascending=not descending, kind="stable", na_position="last")
    got = FRAME[column].iloc[found(path, sort=(SortKey(column=column, descending=descending),))]
    assert got.astype("str").tolist() == FRAME[column].loc[wanted.index].astype("str").tolist()


def test_text_is_sorted_by_its_characters_and_several_keys_break_ties_in_order(path: Path) -> None:
    sort = (SortKey(column="text"), SortKey(column="gaps", descending=True))
    wanted = FRAME.assign(gaps=-FRAME["gaps"]).sort_values(["text", "gaps"], kind="stable", na_position="last")
    assert found(path, sort=sort) == [int(row) for row in wanted.index]


def test_equal_rows_keep_the_order_of_the_table(path: Path) -> None:
    rows = found(path, sort=(SortKey(column="flag"),))
    for value in (True, False):
        of_value = [row for row in rows if FRAME["flag"][row] is value]
        assert of_value == sorted(of_value)


def test_a_filter_of_a_sorted_table_keeps_the_order(path: Path) -> None:
    condition, sort = having("real", "is not missing"), (SortKey(column="huge", descending=True),)
    alone = found(path, condition, sort=sort)
    everything = found(path, sort=sort)
    again = chosen(path, Selection(conditions=(condition, condition), sort=sort), Stop())
    wanted = [row for row in everything if pd.notna(FRAME["real"][row])]
    assert again is not None
    assert alone == wanted == again.tolist()


def test_rows_are_picked_from_many_batches_in_the_order_asked_for(tmp_path: Path) -> None:
    frame = pd.DataFrame({"number": np.arange(200_000), "half": pd.Categorical(["a", "b"] * 100_000)})
    path = save(Dataset(frame), tmp_path, "dataset").path
    wanted = np.array([199_999, 0, 65_536, 65_535, 131_072, 7], dtype=np.uint32)
    picked = tabular.picked(path, wanted).to_pydict()
    assert picked == {"number": wanted.tolist(), "half": ["b", "a", "a", "b", "a", "b"]}
    assert tabular.window(path, 1, 2, ["number"], wanted)["rows"] == [[0], [65_536]]


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (having("gaps", ">", "many"), "takes a number after '>'. Got 'many'."),
        (having("gaps", "contains", "1"), "Column 'gaps' is integer, which takes"),
        (having("text", ">", "a"), "Column 'text' is text, which takes"),
        (having("time", "is", "yesterday"), "takes a time such as 2024-05-01"),
        (having("flag", "is", "maybe"), "takes true or false"),
        (having("gaps", "between", 1), "takes two values"),
        (having("text", "contains"), "takes one value. Got 0."),
        (having("texst", "is", "a"), "Did you mean 'text'?"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(path: Path, condition: Condition, sentence: str) -> None:
    with pytest.raises(ModuleError) as refused:
        found(path, condition)
    assert sentence in refused.value.message


def test_the_same_selection_is_worked_out_once_for_all_who_ask() -> None:
    kept, made, started = Remembered(), [], threading.Barrier(3)

    def make() -> Any:
        made.append(1)
        return np.zeros(4, dtype=np.uint32)

    def ask() -> None:
        started.wait(5)
        kept.made(("a", "b"), make, Stop())

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert made == [1]


def test_old_selections_are_forgotten_when_there_is_no_room() -> None:
    kept = Remembered(most=40)
    for name in "abc":
        kept.made((name, ""), lambda: np.zeros(4, dtype=np.uint32), Stop())
    assert [kept.get((name, "")) is not None for name in "abc"] == [False, True, True]


def test_work_stops_when_nobody_waits_or_time_is_out(path: Path) -> None:
    stop = Stop()
    stop.asked.set()
    with pytest.raises(Stopped):
        chosen(path, Selection(conditions=(having("real", "is", 7),)), stop)
    with pytest.raises(TooLong, match="longer than 30 s"):
        chosen(path, Selection(conditions=(having("real", "is", 8),)), Stop(until=time.monotonic() - 1))
