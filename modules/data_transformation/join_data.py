"""Join Data: bring the columns of two datasets together where their keys agree."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Dataset, ModuleError, Schema, columns_of, module, shown_when, titled
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.kit.nullable_columns import to_nullable_type
from modules.kit.schema import NUMERIC, infer_column_type

JoinType = Literal["Inner Join", "Left Outer Join", "Full Outer Join", "Left Semi-Join"]
Positions = npt.NDArray[np.int64]

TEXTUAL = frozenset({"text", "category"})
#: Stands for the row that is not there.
NO_ROW = -1


class RowPairs(NamedTuple):
    """For each row of the result, the row it takes from either side."""

    left: Positions
    right: Positions


def _build_example() -> Call:
    cars = pd.DataFrame({"make": ["audi", "bmw", "vw"], "price": [13_950, 16_430, 7_775]})
    makers = pd.DataFrame({"make": ["BMW", "Audi", "Fiat"], "founded": [1916, 1909, 1899]})
    keys = {"left_key_columns": ("make",), "match_case": False, "keep_right_key_columns": False}
    return Call.of(Dataset(cars, {"price": "label"}), Dataset(makers), **keys, join_type="Full Outer Join")


def _predict_schema(
    left_dataset: Schema,
    right_dataset: Schema,
    left_key_columns: tuple[str, ...],
    right_key_columns: tuple[str, ...],
    join_type: JoinType,
    keep_right_key_columns: bool,
) -> Schema:
    pairs = _pair_keys(left_dataset, right_dataset, left_key_columns, right_key_columns)
    if join_type == "Left Semi-Join":
        return left_dataset
    dropped = set() if keep_right_key_columns else {other.name for _, other in pairs}
    names = _rename_right_columns(left_dataset.names, right_dataset.names, dropped)
    full = join_type == "Full Outer Join"
    filled = dict(map(_merge_key_column, pairs)) if full and not keep_right_key_columns else {}
    left = [filled.get(column.name, column) for column in left_dataset]
    right = [replace(column, name=names[column.name]) for column in right_dataset if column.name in names]
    return Schema((*left, *right), complete=left_dataset.complete and right_dataset.complete)


def _emit_code(step: StepCode) -> None:
    left, right = step.get_input("left_dataset"), step.get_input("right_dataset")
    out = step.add_table("results_dataset", "joined_data", like=left)
    out.roles.update({name: role for name, role in right.roles.items() if name not in out.roles})
    settings: dict[str, object] = {"right_keys": list(step.right_key_columns)} if step.right_key_columns else {}
    settings |= {} if step.join_type == "Inner Join" else {"join_type": step.join_type}
    settings |= {} if step.match_case else {"match_case": False}
    settings |= {} if step.keep_right_key_columns else {"keep_right_keys": False}
    step.assign(out, step.use(join_tables).call(left, right, list(step.left_key_columns), **settings))


def join_tables(
    left: pd.DataFrame,
    right: pd.DataFrame,
    keys: Sequence[str],
    *,
    right_keys: Sequence[str] = (),
    join_type: JoinType = "Inner Join",
    match_case: bool = True,
    keep_right_keys: bool = True,
) -> pd.DataFrame:
    """The columns of both where their keys agree, in the order of the left rows."""
    pairs = list(zip(keys, right_keys or keys, strict=True))
    alike = [infer_column_type(left[one]) == infer_column_type(right[other]) for one, other in pairs]
    rows = _match_rows(
        _prepare_keys(left, [one for one, _ in pairs], alike, match_case),
        _prepare_keys(right, [other for _, other in pairs], alike, match_case),
    )
    rows = _choose_rows(join_type, rows, len(left), len(right))
    if join_type == "Left Semi-Join":
        return left.iloc[np.unique(rows.left)].reset_index(drop=True)
    names = _rename_right_columns(list(left), list(right), set() if keep_right_keys else {other for _, other in pairs})
    ours = _take_rows(left, rows.left, outer=join_type == "Full Outer Join")
    theirs = _take_rows(right, rows.right, outer=join_type != "Inner Join")
    if join_type == "Full Outer Join" and not keep_right_keys:
        ours = ours.assign(**_merge_key_columns(ours, theirs, pairs, rows))
    return pd.concat([ours, theirs[list(names)].rename(columns=names)], axis=1)


@module(
    "Join Data",
    category="Data Transformation",
    icon="git-merge",
    role="joiner",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=("merge", "joiner", "lookup", "inner join", "left join", "outer join", "VLOOKUP"),
)
def join_data(
    left_dataset: Dataset,
    right_dataset: Dataset,
    *,
    left_key_columns: Annotated[
        tuple[str, ...],
        Field(min_length=1, description="The columns that show which rows belong together."),
        columns_of("left_dataset"),
        titled("Key columns of the left dataset"),
    ],
    right_key_columns: Annotated[
        tuple[str, ...],
        Field(description="Key columns in the same order as on the left. Empty: the same names."),
        columns_of("right_dataset"),
        titled("Key columns of the right dataset"),
    ] = (),
    match_case: Annotated[bool, Field(description="Off: 'Audi' and 'audi' are the same key.")] = True,
    join_type: Annotated[
        JoinType,
        Field(
            description="Inner keeps rows with a match, outer also rows without one. A semi-join keeps left rows with "
            "a match and no column of the right."
        ),
    ] = "Inner Join",
    keep_right_key_columns: Annotated[
        bool,
        Field(description="Keep the key columns of the right dataset next to those of the left."),
        shown_when(join_type=("Inner Join", "Left Outer Join", "Full Outer Join")),
    ] = True,
) -> Dataset:
    """Combine the columns of two datasets where their keys match.

    An inner join keeps the rows with a match, a left outer join all rows of the left dataset, a full outer join all
    rows of both, a left semi-join the rows of the left dataset that have a match, without the columns of the right one.
    Rows keep the order of the left dataset. A missing key has no match. A column of the right dataset whose name is
    taken is called name_right.
    """
    pairs = _pair_keys(left_dataset.schema, right_dataset.schema, left_key_columns, right_key_columns)
    _refuse_mixed_zones(left_dataset, right_dataset, pairs)
    frame = join_tables(
        left_dataset.frame,
        right_dataset.frame,
        left_key_columns,
        right_keys=right_key_columns,
        join_type=join_type,
        match_case=match_case,
        keep_right_keys=keep_right_key_columns,
    )
    if join_type == "Left Semi-Join":
        return left_dataset.with_frame(frame)
    dropped = set() if keep_right_key_columns else {other.name for _, other in pairs}
    names = _rename_right_columns(left_dataset.schema.names, right_dataset.schema.names, dropped)
    roles = dict(left_dataset.roles) | {
        names[name]: role for name, role in right_dataset.roles.items() if name in names
    }
    return Dataset(frame, roles, left_dataset.scores)


KeyPairs = list[tuple[Column, Column]]


def _pair_keys(left: Schema, right: Schema, left_names: Sequence[str], right_names: Sequence[str]) -> KeyPairs:
    """The key columns that belong together; raises where they are not there, not as many, or not comparable."""
    right_parameter = "right_key_columns" if right_names else "left_key_columns"
    right_names = right_names or left_names
    require_columns(left_names, left, port="left_dataset", parameter="left_key_columns")
    require_columns(right_names, right, port="right_dataset", parameter=right_parameter)
    if len(left_names) != len(right_names):
        came = f"{len(left_names)} on the left and {len(right_names)} on the right"
        message = f"Both sides need the same number of key columns. Got {came}."
        raise ModuleError(27, message, port="right_dataset", parameter="right_key_columns")
    pairs = [(left[one], right[other]) for one, other in zip(left_names, right_names, strict=True)]
    for one, other in pairs:
        if one.type != other.type and {one.type, other.type} not in (NUMERIC, TEXTUAL):
            message = (
                f"Key '{one.name}' is {one.type} on the left, and '{other.name}' is {other.type} on the right. "
                "Give both the same type with Edit Metadata."
            )
            raise ModuleError(154, message, port="right_dataset", parameter=right_parameter, column=other.name)
    return pairs


def _refuse_mixed_zones(left: Dataset, right: Dataset, pairs: KeyPairs) -> None:
    """Refuse a key of times with a zone beside one without (154): which moments are the same is open."""
    for one, other in pairs:
        zones = [getattr(data.frame[key.name].dtype, "tz", None) for data, key in ((left, one), (right, other))]
        if one.type == "datetime" and (zones[0] is None) != (zones[1] is None):
            sides = [f"{'no time zone' if zone is None else f'the time zone {zone}'}" for zone in zones]
            message = f"Key '{one.name}' has {sides[0]} on the left, and '{other.name}' has {sides[1]} on the right."
            message = f"{message} Give both a zone, or neither, for example with Apply SQL Transformation."
            raise ModuleError(154, message, port="right_dataset", column=other.name)


def _rename_right_columns(left: list[str], right: list[str], dropped: set[str]) -> dict[str, str]:
    """The name in the result of each column of the right dataset that gets into it."""
    on_the_left = set(left)
    taken = on_the_left | set(right)
    names = {}
    for column in right:
        if column in dropped:
            continue
        name = column
        if name in on_the_left:
            while name in taken:
                name += "_right"
            taken.add(name)
        names[column] = name
    return names


def _merge_key_column(pair: tuple[Column, Column]) -> tuple[str, Column]:
    """The key column of a full outer join, whose values come from both sides: of a type that holds those of both."""
    one, other = pair
    if one.type == "category":
        return one.name, Column(one.name, "text", one.role)
    return one.name, Column(one.name, one.type if one.type == other.type else "real", one.role)


def _prepare_keys(data: pd.DataFrame, names: list[str], alike: list[bool], match_case: bool) -> pd.DataFrame:
    """The keys of the rows that have all of them, in a form in which both sides compare, with the number of the row."""
    keys: dict[str, Any] = {"row": np.arange(len(data))}
    for place, (name, of_one_type) in enumerate(zip(names, alike, strict=True)):
        values = data[name]
        if infer_column_type(values) in TEXTUAL:
            values = values.astype("str")
            values = values if match_case else values.str.casefold()
        elif not of_one_type:
            values = values.astype("float64")
        keys[f"key{place}"] = values.to_numpy() if isinstance(values.dtype, np.dtype) else values.array
    return pd.DataFrame(keys).dropna()


def _match_rows(left: pd.DataFrame, right: pd.DataFrame) -> RowPairs:
    """Every pair of rows whose keys agree, in the order of the left rows, then of the right ones."""
    names = [name for name in left.columns if name != "row"]
    merged = left.merge(right, on=names, suffixes=("_left", "_right"))
    ours, theirs = merged["row_left"].to_numpy(), merged["row_right"].to_numpy()
    step = np.diff(ours)
    if np.all((step > 0) | ((step == 0) & (np.diff(theirs) > 0))):
        return RowPairs(ours, theirs)
    order = np.lexsort((theirs, ours))
    return RowPairs(ours[order], theirs[order])


def _choose_rows(join_type: JoinType, pairs: RowPairs, left_rows: int, right_rows: int) -> RowPairs:
    """The pairs, with the rows without a partner that the join keeps."""
    if join_type in ("Inner Join", "Left Semi-Join"):
        return pairs
    alone = np.setdiff1d(np.arange(left_rows), pairs.left)
    left = np.concatenate([pairs.left, alone])
    right = np.concatenate([pairs.right, np.full(len(alone), NO_ROW)])
    order = np.argsort(left, kind="stable")
    left, right = left[order], right[order]
    if join_type == "Full Outer Join":
        alone = np.setdiff1d(np.arange(right_rows), pairs.right)
        left = np.concatenate([left, np.full(len(alone), NO_ROW)])
        right = np.concatenate([right, alone])
    return RowPairs(left, right)


def _take_rows(frame: pd.DataFrame, rows: Positions, *, outer: bool) -> pd.DataFrame:
    """These rows of the frame; in an outer join a row may be missing, and every column is of a type that allows it."""
    if not outer:
        return frame.iloc[rows].reset_index(drop=True)
    loose = {name: to_nullable_type(values.dtype) for name, values in frame.items()}
    return frame.astype(loose).reset_index(drop=True).reindex(rows).reset_index(drop=True)


def _merge_key_columns(
    left: pd.DataFrame, right: pd.DataFrame, pairs: list[tuple[str, str]], rows: RowPairs
) -> dict[str, Any]:
    """The key columns of the left side, taken from the right where the row has no left side."""
    there = pd.Series(rows.left != NO_ROW)
    keys = {}
    for one, other in pairs:
        mine, yours = left[one], right[other]
        if infer_column_type(mine) in TEXTUAL:
            mine, yours = mine.astype("str"), yours.astype("str")
        elif infer_column_type(mine) != infer_column_type(yours):
            mine, yours = mine.astype("float64"), yours.astype("float64")
        keys[one] = mine.where(there, yours)
    return keys
