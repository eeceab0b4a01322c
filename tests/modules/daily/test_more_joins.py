"""Cross, as-of, range and fuzzy joins: which rows come together, beside a slow and plain way of saying it."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.data_transformation.cross_join import cross_join
from modules.data_transformation.fuzzy_join import fuzzy_join
from modules.data_transformation.join_as_of import join_as_of
from modules.data_transformation.join_by_range import join_by_range
from modules.kit import Dataset, ModuleError, catalog
from tests.server.module_programs import assert_script_gives_the_same


def _make_prices(rows: int, seed: int) -> Dataset:
    random = np.random.default_rng(seed)
    frame = pd.DataFrame({"at": random.integers(0, 40, rows), "share": random.choice(["a", "b", "🦔"], rows)})
    return Dataset(frame.assign(id=np.arange(rows) + 2**53 + 1))


def test_a_cross_join_gives_every_pair_in_order() -> None:
    left, right = Dataset(pd.DataFrame({"a": [1, 2]})), Dataset(pd.DataFrame({"a": ["x", "y"]}), {"a": "weight"})
    joined = cross_join(left, right)
    assert joined.frame.to_dict("list") == {"a": [1, 1, 2, 2], "a_right": ["x", "y", "x", "y"]}
    assert joined.roles == {"a_right": "weight"}
    assert_script_gives_the_same("cross_join", {"left_dataset": left, "right_dataset": right}, {})


def test_a_cross_join_of_too_many_rows_is_refused() -> None:
    many = Dataset(pd.DataFrame({"a": np.arange(10_000)}))
    with pytest.raises(ModuleError, match="100,000,000"):
        cross_join(many, many)


@pytest.mark.parametrize("direction", ["Latest earlier row", "Earliest later row"])
@pytest.mark.parametrize("equal", [True, False])
def test_the_nearest_row_is_the_one_that_a_search_of_all_rows_finds(direction: Any, equal: bool) -> None:
    left, right = _make_prices(60, 1), _make_prices(50, 2)
    joined = join_as_of(
        left,
        right,
        left_time_column="at",
        left_group_columns=("share",),
        direction=direction,
        allow_equal=equal,
        tolerance=5.0,
    ).frame
    assert joined["id"].tolist() == left.frame["id"].tolist()
    for row in joined.itertuples():
        gaps = row.at - right.frame["at"] if direction == "Latest earlier row" else right.frame["at"] - row.at
        near = (right.frame["share"] == row.share) & (gaps >= (0 if equal else 1)) & (gaps <= 5)
        if not near.any():
            assert pd.isna(row.id_right)
        else:
            assert abs(row.at - row.at_right) == gaps[near].min()
            assert row.id_right in set(right.frame["id"])


def test_times_of_different_zones_and_units_are_the_same_moments() -> None:
    times = pd.to_datetime(["2024-03-31 00:59", "2024-03-31 01:30"], utc=True)
    left = Dataset(pd.DataFrame({"time": times.tz_convert("Europe/Berlin").as_unit("s")}))
    right = Dataset(pd.DataFrame({"time": times.tz_convert("Asia/Tokyo").as_unit("ns"), "n": [1, 2]}))
    joined = join_as_of(left, right, left_time_column="time", tolerance=1.0, tolerance_unit="Minutes")
    assert joined.frame["n"].tolist() == [1, 2]
    naive = right.with_frame(right.frame.assign(time=right.frame["time"].dt.tz_localize(None)))
    with pytest.raises(ModuleError, match="no time zone"):
        join_as_of(left, naive, left_time_column="time")


def test_an_inner_as_of_join_keeps_whole_numbers_whole_and_says_how_many_match() -> None:
    left, right = Dataset(pd.DataFrame({"t": [1, 9, None]})), Dataset(pd.DataFrame({"t": [5], "id": [2**53 + 1]}))
    joined = join_as_of(left, right, left_time_column="t", join_type="Inner Join")
    assert joined.frame["id"].tolist() == [2**53 + 1]
    assert joined.remark == "1 of 3 left rows and 1 of 1 right rows have a match."


@pytest.mark.parametrize("included", ["Both bounds", "Only the lower bound", "Only the upper bound", "Neither bound"])
@pytest.mark.parametrize("grouped", [True, False])
def test_a_range_join_finds_what_a_comparison_of_all_rows_finds(included: Any, grouped: bool) -> None:
    random = np.random.default_rng(3)
    left = Dataset(pd.DataFrame({"v": random.integers(0, 20, 40), "g": random.choice(["a", "b"], 40)}))
    low = pd.Series(random.integers(0, 20, 15)).astype("Int64")
    right = Dataset(
        pd.DataFrame({"low": low, "high": (low + random.integers(0, 6, 15)).mask(low > 15), "g": ["a", "b", "a"] * 5})
    )
    settings: dict[str, Any] = {"value_column": "v", "lower_bound_column": "low", "upper_bound_column": "high"}
    settings |= {"included": included, "join_type": "Inner Join"}
    settings |= {"left_group_columns": ("g",)} if grouped else {}
    joined = join_by_range(left, right, **settings).frame
    everything = left.frame.merge(right.frame, how="cross", suffixes=("", "_right"))
    lower, upper = everything["v"] - everything["low"], (everything["high"] - everything["v"]).fillna(99)
    near = (lower >= ("lower" not in included and included != "Both bounds")) & (
        upper >= ("upper" not in included and included != "Both bounds")
    )
    if grouped:
        near &= everything["g"] == everything["g_right"]
    expected = everything[near.fillna(False)].drop(columns=["g_right"] if grouped else [])
    assert joined["low"].tolist() == expected["low"].tolist()
    assert joined["v"].tolist() == expected["v"].tolist()
    assert_script_gives_the_same("join_by_range", {"left_dataset": left, "right_dataset": right}, settings)


def test_a_range_without_an_end_is_open_or_matches_nothing() -> None:
    left = Dataset(pd.DataFrame({"day": pd.to_datetime(["2024-05-01", "1700-01-01"])}))
    right = Dataset(pd.DataFrame({"from": pd.to_datetime(["2024-01-01"]), "to": pd.to_datetime([None])}))
    settings: dict[str, Any] = {"value_column": "day", "lower_bound_column": "from", "upper_bound_column": "to"}
    assert join_by_range(left, right, **settings).frame["from"].notna().tolist() == [True, False]
    closed = join_by_range(left, right, missing_bound_is_open=False, **settings)
    assert closed.frame["from"].notna().tolist() == [False, False]


def test_whole_numbers_beyond_2_to_the_53_are_compared_exactly() -> None:
    left = Dataset(pd.DataFrame({"v": [2**53 + 1, 2**53]}))
    right = Dataset(pd.DataFrame({"low": [2**53 + 1], "high": [2**53 + 1]}))
    joined = join_by_range(left, right, value_column="v", lower_bound_column="low", upper_bound_column="high")
    assert joined.frame["low"].notna().tolist() == [True, False]


NAMES = Dataset(pd.DataFrame({"name": ["Müller GmbH", "ACME, Corp.", None, "Nordwind 🦔", ""], "land": list("abaab")}))
KNOWN = Dataset(
    pd.DataFrame(
        {"name": ["Acme Corp", "Muller GmbH", "Mueller GmbH", "Nordwind"], "land": list("baba"), "id": range(4)}
    )
)


@pytest.mark.parametrize("method", ["Shared letter groups", "Edit distance", "Jaro-Winkler"])
@pytest.mark.parametrize("groups", [(), ("land",)])
@pytest.mark.parametrize("matches", ["Best match", "All matches"])
def test_similar_names_find_each_other(method: Any, groups: tuple[str, ...], matches: Any) -> None:
    settings: dict[str, Any] = {"left_text_column": "name", "method": method, "left_group_columns": groups}
    settings |= {"matches": matches, "least_score": 0.6}
    joined = fuzzy_join(NAMES, KNOWN, **settings)
    best = joined.frame.drop_duplicates("name").set_index("name")
    assert best["id"].dropna().to_dict() == {"Müller GmbH": 1, "ACME, Corp.": 0, "Nordwind 🦔": 3}
    assert best.loc["Müller GmbH", "Match Score"] == 1
    assert set(best.index[best["Match Score"].isna()].fillna("missing")) == {"missing", ""}
    predicted = catalog()["fuzzy_join"].infer_schemas(
        {"left_dataset": NAMES.schema, "right_dataset": KNOWN.schema}, catalog()["fuzzy_join"].parameters(**settings)
    )
    assert predicted["results_dataset"] == joined.schema
    assert_script_gives_the_same("fuzzy_join", {"left_dataset": NAMES, "right_dataset": KNOWN}, settings)


def test_more_pairs_than_edits_can_be_counted_of_are_refused() -> None:
    many = Dataset(pd.DataFrame({"name": [f"name {row}" for row in range(11_000)]}))
    with pytest.raises(ModuleError, match="121,000,000 pairs"):
        fuzzy_join(many, many, left_text_column="name", method="Edit distance")


@pytest.mark.parametrize("name", ["cross_join", "join_as_of", "join_by_range", "fuzzy_join"])
def test_a_column_that_is_not_there_is_named(name: str) -> None:
    module = catalog()[name]
    assert module.example is not None
    call = module.example()
    missing = [Dataset(pd.DataFrame({"other": [1]})) for _ in call.inputs]
    if name == "cross_join":
        assert module.run(dict(zip(("left_dataset", "right_dataset"), missing, strict=True)), {})
        return
    with pytest.raises(ModuleError, match="is not in the data"):
        module.run(dict(zip(("left_dataset", "right_dataset"), missing, strict=True)), call.parameters)
