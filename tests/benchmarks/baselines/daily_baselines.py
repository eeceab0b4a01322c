"""What pandas needs for the modules of daily work with tables: groups, order, formulas, rules, pivots, dates, texts."""

import numpy as np
import pandas as pd

from modules.kit import Dataset
from tests.benchmarks.baselines.baseline import Baseline, BaselineCase, make_inputs
from tests.benchmarks.benchmark_tables import NUMBER_COLUMNS, make_benchmark_table


def build_aggregation(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    aggregations = [
        {"name": "rows"},
        {"function": "Sum", "columns": ["amount"], "name": "total"},
        {"function": "Median", "columns": ["income"], "name": "middle"},
        {"function": "Percentile", "percentile": 90, "columns": ["debt"], "name": "high"},
    ]

    def grouped() -> object:
        groups = frame.groupby(["purpose", "region"])
        return groups.agg(
            rows=("amount", "size"),
            total=("amount", "sum"),
            middle=("income", "median"),
            high=("debt", lambda values: values.quantile(0.9)),
        ).reset_index()

    parameters = {"group_by": ["purpose", "region"], "aggregations": aggregations}
    return Baseline("DataFrame.groupby.agg", grouped, make_inputs(frame), parameters)


def build_sort(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    keys = [{"column": "purpose"}, {"column": "income", "direction": "Descending"}]
    order = {"by": ["purpose", "income"], "ascending": [True, False], "ignore_index": True}
    return Baseline("DataFrame.sort_values", lambda: frame.sort_values(**order), make_inputs(frame), {"sort_by": keys})


def build_formula(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    formulas = [
        {"name": "share", "formula": "debt / income * 100"},
        {"name": "size", "formula": 'if(amount > 0 and purpose = "car", "large", "small")'},
    ]

    def computed() -> object:
        size = np.where((frame["amount"] > 0) & (frame["purpose"] == "car"), "large", "small")
        return frame.assign(share=frame["debt"] / frame["income"] * 100, size=pd.Series(size, dtype="str"))

    return Baseline("DataFrame.assign", computed, make_inputs(frame), {"formulas": formulas})


def build_rules(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    rules = [
        {"conditions": [{"column": "income", "operator": ">", "values": [60]}], "value": "high"},
        {"conditions": [{"column": "region", "values": ["region 1"]}], "value": "near"},
    ]

    def chosen() -> object:
        tests = [frame["income"] > 60, frame["region"] == "region 1"]
        return frame.assign(kind=pd.Series(np.select(tests, ["high", "near"], "other"), dtype="str"))

    parameters = {"rules": rules, "otherwise": "other", "new_column": "kind"}
    return Baseline("numpy.select", chosen, make_inputs(frame), parameters)


def build_mapping(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    names = pd.DataFrame({"code": ["car", "house", "trip"], "name": ["Car", "House", "Travel"]})
    inputs = {"dataset": Dataset(frame), "dictionary": Dataset(names)}
    parameters = {"column": "purpose", "key_column": "code", "value_column": "name"}

    def mapped() -> object:
        found = frame["purpose"].map(names.set_index("code")["name"])
        return frame.assign(purpose=found.fillna(frame["purpose"]))

    return Baseline("Series.map", mapped, inputs, parameters)


def build_selection(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    changes = [{"column": "region"}, {"column": "income", "new_name": "wage"}, {"column": "visits", "type": "String"}]

    def selected() -> object:
        return frame[["region", "income", "visits"]].rename(columns={"income": "wage"}).astype({"visits": "str"})

    parameters = {"columns_in_order": changes, "other_columns": "Drop"}
    return Baseline("DataFrame.rename.astype", selected, make_inputs(frame), parameters)


def build_pivot(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    parameters = {"rows": ["region"], "columns_from": "purpose", "values_from": "amount"}
    return Baseline(
        "DataFrame.pivot_table",
        lambda: frame.pivot_table(index="region", columns="purpose", values="amount", aggfunc="sum").reset_index(),
        make_inputs(frame),
        parameters,
    )


def build_transposition(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)[NUMBER_COLUMNS]
    return Baseline("DataFrame.T", lambda: frame.T.reset_index(), make_inputs(frame))


def build_unpivot(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    parameters = {"columns_to_unpivot": {"start": "rule", "types": ["real"]}}
    return Baseline(
        "DataFrame.melt",
        lambda: frame.melt(id_vars=["purpose", "region"], value_vars=NUMBER_COLUMNS),
        make_inputs(frame),
        parameters,
    )


def build_dates(rows: int) -> Baseline:
    start = pd.Timestamp("2020-01-01")
    when = start + pd.to_timedelta(np.arange(rows) * 937, unit="s")
    frame = make_benchmark_table(rows).assign(when=pd.Series(when, dtype="datetime64[us]"))
    steps = [{"column": "when", "part": "Month"}, {"do": "Round down", "column": "when", "unit": "month"}]

    def cut() -> object:
        month = frame["when"].dt.to_period("M").dt.start_time
        return frame.assign(**{"when month": frame["when"].dt.month, "when": month})

    return Baseline("Series.dt", cut, make_inputs(frame), {"steps": steps})


def build_text_edit(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    steps = [
        {"column": "region", "do": "Extract by pattern", "pattern": "\\d+", "new_name": "number"},
        {"column": "purpose", "do": "Upper case"},
    ]

    def edited() -> object:
        number = frame["region"].str.extract("(\\d+)", expand=False)
        return frame.assign(number=number, purpose=frame["purpose"].str.upper())

    return Baseline("Series.str", edited, make_inputs(frame), {"steps": steps})


def build_text_split(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)

    def split() -> object:
        return frame.join(frame["region"].str.split(" ", n=1, expand=True))

    return Baseline("Series.str.split", split, make_inputs(frame), {"column": "region", "separator": " "})


DAILY_CASES: dict[str, BaselineCase] = {
    "aggregate": BaselineCase(build_aggregation),
    "conditional_rules": BaselineCase(build_rules),
    "date_and_time": BaselineCase(build_dates),
    "edit_text": BaselineCase(build_text_edit),
    "formula": BaselineCase(build_formula),
    "map_values": BaselineCase(build_mapping),
    "pivot": BaselineCase(build_pivot),
    "select_and_rename": BaselineCase(build_selection),
    "sort": BaselineCase(build_sort),
    "split_text": BaselineCase(build_text_split),
    "transpose": BaselineCase(build_transposition, rows=1_000),
    "unpivot": BaselineCase(build_unpivot),
}
