"""Filters and sorts of stored tables give what pandas gives, on tables as ugly as those of users."""

import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.kit import Condition, Dataset, ModuleError
from modules.kit.serialization import save_value
from server.storage.table_data import arrow_io
from server.storage.table_data.row_query import (
    CancelToken,
    QueryCache,
    QueryCancelled,
    QueryTimeout,
    RowSelection,
    SortKey,
    query_rows,
)

HUGE_INTEGER = 2**53


def make_ugly_frame(rows: int = 500) -> pd.DataFrame:
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
            "huge": pd.Series(drawn.integers(HUGE_INTEGER, HUGE_INTEGER + 4, rows)),
            "unsigned": pd.Series(drawn.choice(np.array([0, 5, 2**64 - 1], dtype="uint64"), rows)),
            "gaps": pd.Series(drawn.integers(-3, 3, rows)).astype("Int64").where(drawn.random(rows) > 0.2),
            "time": times.sample(frac=1, random_state=1).reset_index(drop=True).where(drawn.random(rows) > 0.1),
            "size": pd.Series(drawn.choice(["small", "middle", "large"], rows))
            .where(drawn.random(rows) > 0.1)
            .astype(sizes),
            "flag": pd.Series(drawn.random(rows) > 0.5).astype("boolean").where(drawn.random(rows) > 0.1),
        }
    )


FRAME = make_ugly_frame()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_value(Dataset(FRAME), tmp_path_factory.mktemp("table"), "dataset").path


def select_rows(path: Path, *conditions: Condition, every: bool = True, sort: tuple[SortKey, ...] = ()) -> list[int]:
    numbers = query_rows(path, RowSelection(conditions=conditions, every=every, sort=sort), CancelToken())
    assert numbers is not None
    return [int(number) for number in numbers]


def make_condition(column: str, operator: Any, *values: Any) -> Condition:
    return Condition(column=column, operator=operator, values=values)


def list_rows_where(mask: Any) -> list[int]:
    return [int(row) for row in np.flatnonzero(pd.Series(mask).fillna(False).to_numpy(dtype=bool))]


BERLIN_TIMES = FRAME["time"].dt
CASES = [
    (make_condition("text", "is", "été"), FRAME["text"] == "été"),
    (make_condition("text", "is", "été", None), (FRAME["text"] == "été") | FRAME["text"].isna()),
    (make_condition("text", "is", ""), FRAME["text"] == ""),
    (make_condition("text", "is not", "été", "日本"), ~FRAME["text"].isin(["été", "日本"]) & FRAME["text"].notna()),
    (make_condition("text", "contains", "ét"), FRAME["text"].str.lower().str.contains("ét", regex=False)),
    (make_condition("text", "contains", "1+1"), FRAME["text"].str.contains("1+1", regex=False)),
    (
        make_condition("text", "does not contain", "a"),
        ~FRAME["text"].str.lower().str.contains("a") & FRAME["text"].notna(),
    ),
    (make_condition("text", "starts with", "STRA"), FRAME["text"].str.lower().str.startswith("stra")),
    (make_condition("text", "ends with", "E"), FRAME["text"].str.lower().str.endswith("e")),
    (make_condition("text", "is missing"), FRAME["text"].isna()),
    (make_condition("text", "is not missing"), FRAME["text"].notna()),
    (make_condition("real", "is", 0.1), FRAME["real"] == 0.1),
    (make_condition("real", "is", 0), FRAME["real"] == 0),
    (make_condition("real", ">", "1e299"), FRAME["real"] > 1e299),
    (make_condition("real", "<=", 0.1), FRAME["real"] <= 0.1),
    (make_condition("real", "between", 0, 2.5), FRAME["real"].between(0, 2.5)),
    (make_condition("real", "between", None, 0.1), FRAME["real"] <= 0.1),
    (make_condition("real", "is missing"), FRAME["real"].isna()),
    (make_condition("huge", "is", str(HUGE_INTEGER + 1)), FRAME["huge"] == HUGE_INTEGER + 1),
    (make_condition("huge", ">", HUGE_INTEGER + 1), FRAME["huge"] > HUGE_INTEGER + 1),
    (make_condition("huge", ">=", HUGE_INTEGER + 0.5), FRAME["huge"] >= HUGE_INTEGER),
    (make_condition("huge", "<", 1e300), FRAME["huge"] == FRAME["huge"]),
    (make_condition("unsigned", "is", str(2**64 - 1)), FRAME["unsigned"] == 2**64 - 1),
    (make_condition("unsigned", ">", -1), FRAME["unsigned"] >= 0),
    (make_condition("gaps", ">", 0.5), FRAME["gaps"] > 0.5),
    (make_condition("gaps", "<", -0.5), FRAME["gaps"] < -0.5),
    (make_condition("gaps", "is", 1.5), FRAME["gaps"] == 1.5),
    (make_condition("gaps", "is not", 1), (FRAME["gaps"] != 1) & FRAME["gaps"].notna()),
    (make_condition("time", "is", "2024-03-31"), BERLIN_TIMES.strftime("%Y-%m-%d") == "2024-03-31"),
    (make_condition("time", "<=", "2024-04-02"), BERLIN_TIMES.strftime("%Y-%m-%d") <= "2024-04-02"),
    (make_condition("time", ">", "2024-04-02"), BERLIN_TIMES.strftime("%Y-%m-%d") > "2024-04-02"),
    (
        make_condition("time", ">=", "2024-04-02T10:00:00+00:00"),
        FRAME["time"] >= pd.Timestamp("2024-04-02 12:00", tz="Europe/Berlin"),
    ),
    (
        make_condition("time", "<", "2024-04-02 12:00"),
        FRAME["time"] < pd.Timestamp("2024-04-02 12:00", tz="Europe/Berlin"),
    ),
    (make_condition("size", "is", "small", "large"), FRAME["size"].isin(["small", "large"])),
    (make_condition("size", "contains", "ALL"), FRAME["size"] == "small"),
    (make_condition("size", "is missing"), FRAME["size"].isna()),
    (make_condition("flag", "is", True), FRAME["flag"] == True),  # noqa: E712
    (make_condition("flag", "is not", "true"), FRAME["flag"] == False),  # noqa: E712
]


@pytest.mark.parametrize(
    ("condition", "mask"), CASES, ids=[f"{case.column} {case.operator} {case.values}" for case, _ in CASES]
)
def test_a_condition_keeps_the_rows_that_pandas_keeps(path: Path, condition: Condition, mask: Any) -> None:
    assert select_rows(path, condition) == list_rows_where(mask)


def test_conditions_hold_all_or_any(path: Path) -> None:
    one, other = make_condition("gaps", ">", 0), make_condition("text", "is missing")
    first, second = FRAME["gaps"] > 0, FRAME["text"].isna()
    assert select_rows(path, one, other) == list_rows_where(first.fillna(False) & second)
    assert select_rows(path, one, other, every=False) == list_rows_where(first.fillna(False) | second)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", [name for name in FRAME if name != "text"])
def test_a_sort_is_that_of_pandas_with_missing_values_last(path: Path, column: str, descending: bool) -> None:
    keys = FRAME[column].cat.codes.where(FRAME[column].notna()) if column == "size" else FRAME[column]
    expected = keys.sort_values(ascending=not descending, kind="stable", na_position="last")
    got = FRAME[column].iloc[select_rows(path, sort=(SortKey(column=column, descending=descending),))]
    assert got.astype("str").tolist() == FRAME[column].loc[expected.index].astype("str").tolist()


def test_text_is_sorted_by_its_characters_and_several_keys_break_ties_in_order(path: Path) -> None:
    sort = (SortKey(column="text"), SortKey(column="gaps", descending=True))
    expected = FRAME.assign(gaps=-FRAME["gaps"]).sort_values(["text", "gaps"], kind="stable", na_position="last")
    assert select_rows(path, sort=sort) == [int(row) for row in expected.index]


def test_equal_rows_keep_the_order_of_the_table(path: Path) -> None:
    rows = select_rows(path, sort=(SortKey(column="flag"),))
    for value in (True, False):
        of_value = [row for row in rows if FRAME["flag"][row] is value]
        assert of_value == sorted(of_value)


def test_a_filter_of_a_sorted_table_keeps_the_order(path: Path) -> None:
    condition, sort = make_condition("real", "is not missing"), (SortKey(column="huge", descending=True),)
    alone = select_rows(path, condition, sort=sort)
    everything = select_rows(path, sort=sort)
    again = query_rows(path, RowSelection(conditions=(condition, condition), sort=sort), CancelToken())
    expected = [row for row in everything if pd.notna(FRAME["real"][row])]
    assert again is not None
    assert alone == expected == again.tolist()


def test_rows_are_picked_from_many_batches_in_the_order_asked_for(tmp_path: Path) -> None:
    frame = pd.DataFrame({"number": np.arange(200_000), "half": pd.Categorical(["a", "b"] * 100_000)})
    path = save_value(Dataset(frame), tmp_path, "dataset").path
    expected = np.array([199_999, 0, 65_536, 65_535, 131_072, 7], dtype=np.uint32)
    picked = arrow_io.take_rows(path, expected).to_pydict()
    assert picked == {"number": expected.tolist(), "half": ["b", "a", "a", "b", "a", "b"]}
    assert arrow_io.read_window(path, 1, 2, ["number"], expected)["rows"] == [[0], [65_536]]


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (make_condition("gaps", ">", "many"), "takes a number after '>'. Got 'many'."),
        (make_condition("gaps", "contains", "1"), "Column 'gaps' is integer, which supports"),
        (make_condition("text", ">", "a"), "Column 'text' is text, which supports"),
        (make_condition("time", "is", "yesterday"), "takes a time such as 2024-05-01"),
        (make_condition("flag", "is", "maybe"), "takes true or false"),
        (make_condition("gaps", "between", 1), "takes two values"),
        (make_condition("text", "contains"), "takes one value. Got 0."),
        (make_condition("texst", "is", "a"), "Did you mean 'text'?"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(path: Path, condition: Condition, sentence: str) -> None:
    with pytest.raises(ModuleError) as refused:
        select_rows(path, condition)
    assert sentence in refused.value.message


def test_the_same_selection_is_worked_out_once_for_all_who_ask() -> None:
    kept, made, started = QueryCache(), [], threading.Barrier(3)

    def make() -> Any:
        made.append(1)
        return np.zeros(4, dtype=np.uint32)

    def ask() -> None:
        started.wait(60)
        kept.get_or_compute(("a", "b"), make, CancelToken())

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert made == [1]


def test_old_selections_are_forgotten_when_there_is_no_room() -> None:
    kept = QueryCache(max_bytes=40)
    for name in "abc":
        kept.get_or_compute((name, ""), lambda: np.zeros(4, dtype=np.uint32), CancelToken())
    assert [kept.get((name, "")) is not None for name in "abc"] == [False, True, True]


def test_work_stops_when_nobody_waits_or_time_is_out(path: Path) -> None:
    stop = CancelToken()
    stop.cancel_event.set()
    with pytest.raises(QueryCancelled):
        query_rows(path, RowSelection(conditions=(make_condition("real", "is", 7),)), stop)
    with pytest.raises(QueryTimeout, match="longer than 30 s"):
        query_rows(
            path,
            RowSelection(conditions=(make_condition("real", "is", 8),)),
            CancelToken(deadline=time.monotonic() - 1),
        )
