"""Survival Curves: the share that has not had an event yet, over time, and whether groups differ."""

from typing import Annotated, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Dataset, ModuleError, Schema, column_of, module, titled
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.kit.schema import ColumnType

EVERYBODY = "All rows"
MAX_GROUPS = 50
CURVE_COLUMNS: dict[str, ColumnType] = {
    "Group": "text",
    "Time": "real",
    "At risk": "integer",
    "Events": "integer",
    "Censored": "integer",
    "Survival": "real",
    "Lower": "real",
    "Upper": "real",
}
SUMMARY_COLUMNS: dict[str, ColumnType] = {
    "Group": "text",
    "Rows": "integer",
    "Events": "integer",
    "Expected events": "real",
    "Median survival": "real",
    "Log-rank P-Value": "real",
}
YES = frozenset({"true", "yes", "y", "1", "1.0", "event", "dead"})
NO = frozenset({"false", "no", "n", "0", "0.0", "censored", "alive"})


class SurvivalCurvesOutputs(NamedTuple):
    curves: Dataset
    groups: Dataset


def _build_example() -> Call:
    frame = pd.DataFrame(
        {
            "months": [6.0, 7, 10, 15, 19, 25, 1, 2, 4, 5, 8, 12],
            "left": [1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1],
            "contract": ["year"] * 6 + ["month"] * 6,
        }
    )
    return Call.of(Dataset(frame), time_column="months", event_column="left", group_column="contract")


def _predict_schemas() -> tuple[Schema, Schema]:
    curves, groups = (
        Schema(tuple(Column(name, kind) for name, kind in columns.items()))
        for columns in (CURVE_COLUMNS, SUMMARY_COLUMNS)
    )
    return curves, groups


def _emit_code(step: StepCode) -> None:
    source, rows = step.get_input("dataset"), step.reserve_name("durations")
    prepared = step.use(prepare_durations).call(source, step.time_column, step.event_column, step.group_column)
    step.assign(rows, prepared)
    confidence = {} if step.confidence == 0.95 else {"confidence": step.confidence}
    step.assign(step.add_table("curves", "survival_curves"), step.use(compute_curves).call(rows, **confidence))
    step.assign(step.add_table("groups", "survival_groups"), step.use(compare_groups).call(rows))


@module(
    "Survival Curves",
    category="Statistical Functions",
    icon="stairs-down",
    at_inference="drop",
    example=_build_example,
    schema=_predict_schemas,
    emit_code=_emit_code,
    keywords=(
        "Kaplan-Meier",
        "survival analysis",
        "KaplanMeierFitter",
        "lifelines",
        "log-rank",
        "time to event",
        "retention curve",
        "churn curve",
        "hazard",
        "reliability",
    ),
)
def survival_curves(
    dataset: Dataset,
    *,
    time_column: Annotated[
        str,
        column_of("dataset", types=("integer", "real")),
        titled("Time column"),
        Field(description="How long until the event, or until it was last known not to have happened."),
    ],
    event_column: Annotated[
        str | None,
        column_of("dataset", types=("integer", "real", "boolean", "text", "category")),
        titled("Event column"),
        Field(description="True, 1 or yes where the event happened. Empty: it happened in every row."),
    ] = None,
    group_column: Annotated[
        str | None,
        column_of("dataset"),
        titled("Group column"),
        Field(description="A curve for each of its values, and a test of whether they differ."),
    ] = None,
    confidence: Annotated[
        float, titled("Confidence of the bounds"), Field(gt=0, lt=1, description="Of the bounds around each curve.")
    ] = 0.95,
) -> SurvivalCurvesOutputs:
    """Estimate what share has not had an event yet at each time, where some have not had it when last seen.

    For how long customers stay, machines run, or patients live. The curves are those of Kaplan and Meier (Journal of
    the American Statistical Association 53, 1958), with bounds by Greenwood's formula on the scale of log(-log).
    Connect a Chart to draw them: lines of Survival by Time, colored by Group. The second output has for each group its
    median, and the log-rank test of whether all groups have the same curve (Mantel, 1966): a small P-value says that
    they differ. Rows without a time or an event are left out.
    """
    _check_columns(dataset, time_column, event_column, group_column)
    rows = prepare_durations(dataset.frame, time_column, event_column, group_column)
    if rows.empty:
        message = "No row has a time, an event and a group. Choose columns that have values."
        raise ModuleError(21, message, port="dataset", parameter="time_column")
    return SurvivalCurvesOutputs(Dataset(compute_curves(rows, confidence=confidence)), Dataset(compare_groups(rows)))


def _check_columns(dataset: Dataset, time: str, event: str | None, group: str | None) -> None:
    for name, parameter in ((time, "time_column"), (event, "event_column"), (group, "group_column")):
        if name is not None:
            require_columns([name], dataset.schema, port="dataset", parameter=parameter)
    if not dataset.schema[time].is_numeric:
        message = f"Column '{time}' is {dataset.schema[time].type}. Choose a column of numbers, such as days."
        raise ModuleError(17, message, port="dataset", parameter="time_column", column=time)
    times = dataset.frame[time].to_numpy(dtype="float64", na_value=np.nan)
    if np.isinf(times).any() or (times < 0).any():
        message = f"Column '{time}' has times below zero or infinite ones. Remove these rows."
        raise ModuleError(33, message, port="dataset", parameter="time_column", column=time)
    if event is not None:
        _check_events(dataset, event)
    if group is not None:
        count = int(dataset.frame[group].astype("str").nunique())
        if count > MAX_GROUPS:
            message = f"Column '{group}' has {count:,} values, and at most {MAX_GROUPS} groups can be told apart."
            raise ModuleError(14, f"{message} Choose another one.", port="dataset", parameter="group_column")


def _check_events(dataset: Dataset, event: str) -> None:
    words = dataset.frame[event].dropna().astype("str").str.strip().str.lower()
    strange = words[~words.isin(YES | NO)]
    if len(strange):
        message = f"Column '{event}' must tell by true or false, 1 or 0, or yes or no whether the event happened. "
        message += f"'{strange.iloc[0]}' tells neither."
        raise ModuleError(17, message, port="dataset", parameter="event_column", column=event)


def prepare_durations(data: pd.DataFrame, time: str, event: str | None, group: str | None) -> pd.DataFrame:
    """The time, whether the event happened, and the group of each row that has them all."""
    words = data[event].astype("str").str.strip().str.lower() if event is not None else None
    rows = pd.DataFrame(
        {
            "Time": data[time].to_numpy(dtype="float64", na_value=np.nan),
            "Event": True if words is None else words.isin(YES).to_numpy(),
            "Group": EVERYBODY if group is None else data[group].astype("str").to_numpy(),
        }
    )
    there = rows["Time"].notna()
    for name in (event, group):
        if name is not None:
            there &= data[name].notna().to_numpy()
    return rows[there].reset_index(drop=True)


def compute_curves(rows: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """The curve of each group: at each time the share that has not had the event, with bounds; it begins at 1."""
    from scipy.stats import norm

    width = float(norm.ppf(0.5 + confidence / 2))
    parts = [compute_curve(part, str(group), width) for group, part in rows.groupby("Group", sort=True)]
    return pd.concat(parts, ignore_index=True)


def compute_curve(rows: pd.DataFrame, group: str, width: float) -> pd.DataFrame:
    """The curve of one group by the estimate of Kaplan and Meier."""
    times, places = np.unique(rows["Time"].to_numpy(), return_inverse=True)
    events = np.bincount(places, weights=rows["Event"].to_numpy(dtype="float64"), minlength=len(times)).astype(int)
    leaving = np.bincount(places, minlength=len(times))
    at_risk = leaving[::-1].cumsum()[::-1]
    survival = np.cumprod(1 - events / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(events / (at_risk * (at_risk - events).astype("float64")))
        spread = width * np.sqrt(variance) / np.abs(np.log(survival))
        lower, upper = survival ** np.exp(spread), survival ** np.exp(-spread)
    known = (survival > 0) & (survival < 1)
    table = {
        "Group": group,
        "Time": times,
        "At risk": at_risk,
        "Events": events,
        "Censored": leaving - events,
        "Survival": survival,
        "Lower": np.where(known, lower, survival),
        "Upper": np.where(known, upper, survival),
    }
    begin = {**dict.fromkeys(table, 0), "Group": group, "Time": 0.0, "At risk": len(rows)}
    begin |= {"Survival": 1.0, "Lower": 1.0, "Upper": 1.0}
    first = pd.DataFrame([begin]) if times[0] > 0 else pd.DataFrame(columns=list(table))
    frames = [one for one in (first, pd.DataFrame(table)) if len(one)]
    return pd.concat(frames, ignore_index=True)


def compare_groups(rows: pd.DataFrame) -> pd.DataFrame:
    """Of each group the rows, events and median; and of all of them the log-rank test."""
    from scipy.stats import chi2

    names = sorted(map(str, rows["Group"].unique()))
    observed, expected, covariance = count_expected_events(rows, names)
    p_value = np.nan
    if len(names) > 1:
        apart = (observed - expected)[:-1]
        statistic = float(apart @ np.linalg.pinv(covariance[:-1, :-1]) @ apart)
        p_value = float(chi2.sf(statistic, len(names) - 1))
    medians = []
    for name in names:
        curve = compute_curve(rows[rows["Group"] == name], name, 0.0)
        below = curve["Time"][curve["Survival"] <= 0.5]
        medians.append(float(below.iloc[0]) if len(below) else np.nan)
    return pd.DataFrame(
        {
            "Group": pd.Series(names, dtype="str"),
            "Rows": [int((rows["Group"] == name).sum()) for name in names],
            "Events": observed.astype("int64"),
            "Expected events": expected,
            "Median survival": medians,
            "Log-rank P-Value": p_value,
        }
    )


def count_expected_events(rows: pd.DataFrame, names: list[str]) -> tuple[Any, Any, npt.NDArray[np.float64]]:
    """Of each group the events, and those that it would have if all groups had one curve; with their covariance."""
    times, places = np.unique(rows["Time"].to_numpy(), return_inverse=True)
    codes = pd.Categorical(rows["Group"], names).codes
    shape = (len(times), len(names))
    leaving, events = np.zeros(shape), np.zeros(shape)
    np.add.at(leaving, (places, codes), 1)
    np.add.at(events, (places, codes), rows["Event"].to_numpy(dtype="float64"))
    at_risk = leaving[::-1].cumsum(axis=0)[::-1]
    total, died = at_risk.sum(axis=1), events.sum(axis=1)
    shares = at_risk / total[:, None]
    scale = died * (total - died) / np.maximum(total - 1, 1)
    covariance = np.diag((scale[:, None] * shares).sum(axis=0)) - (shares * scale[:, None]).T @ shares
    return events.sum(axis=0), (died[:, None] * shares).sum(axis=0), covariance
