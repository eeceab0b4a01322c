"""Join Data: bring the columns of two datasets together where their keys agree."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.join_codegen import emit_plain_join
from modules.data_transformation.join_keys import (
    combine_roles,
    describe_matches,
    pair_keys,
    refuse_mixed_zones,
)
from modules.data_transformation.row_joins import (
    CHOOSES_ROWS,
    KEEPS_LEFT,
    KEEPS_RIGHT,
    NO_ROW,
    JoinType,
    RowPairs,
    choose_matched_rows,
    choose_row_pairs,
    find_chosen_rows,
    match_row_pairs,
    merge_key_columns,
    prepare_keys,
    rename_right_columns,
    take_joined_rows,
)
from modules.kit import Call, Column, Dataset, Schema, columns_of, module, report, shown_when, titled
from modules.kit.codegen.script_builder import StepCode
from modules.kit.large_tables.large_table import LargeTable
from modules.kit.large_tables.large_work import LargeCall, Streamed, is_too_large
from modules.kit.schema import infer_column_type

#: Joins with the columns of both sides.
JOINS_COLUMNS = ("Inner Join", "Left Outer Join", "Right Outer Join", "Full Outer Join")

log = logging.getLogger(__name__)


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
    pairs = pair_keys(left_dataset, right_dataset, left_key_columns, right_key_columns)
    if join_type in CHOOSES_ROWS:
        return right_dataset if join_type == "Right Anti-Join" else left_dataset
    dropped = set() if keep_right_key_columns else {other.name for _, other in pairs}
    names = rename_right_columns(left_dataset.names, right_dataset.names, dropped)
    merges_keys = join_type in KEEPS_RIGHT and not keep_right_key_columns
    filled = dict(map(_merge_key_column, pairs)) if merges_keys else {}
    left = [filled.get(column.name, column) for column in left_dataset]
    right = [replace(column, name=names[column.name]) for column in right_dataset if column.name in names]
    return Schema((*left, *right), complete=left_dataset.complete and right_dataset.complete)


def _emit_code(step: StepCode) -> None:
    left, right = step.get_input("left_dataset"), step.get_input("right_dataset")
    ours = right if step.join_type == "Right Anti-Join" else left
    out = step.add_table("results_dataset", "joined_data", like=ours)
    if step.join_type not in CHOOSES_ROWS:
        out.roles.update({name: role for name, role in right.roles.items() if name not in out.roles})
    plain = emit_plain_join(step, left, right)
    if plain is not None:
        step.assign(out, plain)
        return
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
    """The columns of both where their keys agree."""
    matched = find_matches(left, right, keys, right_keys=right_keys, match_case=match_case)
    if join_type in CHOOSES_ROWS:
        return choose_matched_rows(join_type, matched, left, right)
    pairs = list(zip(keys, right_keys or keys, strict=True))
    dropped = set() if keep_right_keys else {other for _, other in pairs}
    return combine_joined_columns(left, right, matched, pairs, join_type=join_type, dropped=dropped)


def find_matches(
    left: pd.DataFrame, right: pd.DataFrame, keys: Sequence[str], *, right_keys: Sequence[str], match_case: bool
) -> RowPairs:
    """The rows of both sides whose keys agree."""
    pairs = list(zip(keys, right_keys or keys, strict=True))
    alike = [infer_column_type(left[one]) == infer_column_type(right[other]) for one, other in pairs]
    return match_row_pairs(
        prepare_keys(left, [one for one, _ in pairs], alike, match_case),
        prepare_keys(right, [other for _, other in pairs], alike, match_case),
    )


def combine_joined_columns(
    left: pd.DataFrame,
    right: pd.DataFrame,
    matched: RowPairs,
    pairs: list[tuple[str, str]],
    *,
    join_type: JoinType,
    dropped: set[str],
) -> pd.DataFrame:
    """The rows that the join has, of the columns of both sides but the dropped ones of the right."""
    rows = choose_row_pairs(join_type, matched, len(left), len(right))
    return _take_row_pairs(left, right, rows, pairs, join_type=join_type, dropped=dropped)


def _take_row_pairs(
    left: pd.DataFrame,
    right: pd.DataFrame,
    rows: RowPairs,
    pairs: list[tuple[str, str]],
    *,
    join_type: JoinType,
    dropped: set[str],
) -> pd.DataFrame:
    """These rows of both sides beside one another."""
    names = rename_right_columns(list(left), list(right), dropped)
    ours = take_joined_rows(left, rows.left, outer=join_type in KEEPS_RIGHT)
    theirs = take_joined_rows(right, rows.right, outer=join_type in KEEPS_LEFT)
    if join_type in KEEPS_RIGHT and dropped:
        ours = ours.assign(**merge_key_columns(ours, theirs, pairs, rows))
    return pd.concat([ours, theirs[list(names)].rename(columns=names)], axis=1)


def _join_large_tables(call: LargeCall) -> dict[str, Dataset] | None:
    """Finds the rows by the keys alone, and then puts the columns of both sides together chunk by chunk."""
    left, right, settings = call.get_table("left_dataset"), call.get_table("right_dataset"), call.settings
    left_keys, right_keys, join_type = (
        settings[name] for name in ("left_key_columns", "right_key_columns", "join_type")
    )
    pairs = pair_keys(left.head.schema, right.head.schema, left_keys, right_keys)
    refuse_mixed_zones(left.head, right.head, pairs)
    names = [(one.name, other.name) for one, other in pairs]
    ours, theirs = (list(dict.fromkeys(side)) for side in zip(*names, strict=True))
    size = left.measure_columns(ours) + right.measure_columns(theirs) + 16 * (left.rows + right.rows)
    if is_too_large(size, call.memory):
        return None
    keys = left.read_columns(ours).frame, right.read_columns(theirs).frame
    matched = find_matches(*keys, left_keys, right_keys=right_keys, match_case=settings["match_case"])
    remark = describe_matches(matched, left.rows, right.rows)
    log.info(remark)
    writer = call.open_writer("results_dataset")
    if join_type in CHOOSES_ROWS:
        source = right if join_type == "Right Anti-Join" else left
        for chunk in source.take_chunks(find_chosen_rows(join_type, matched, left.rows, right.rows)):
            writer.write(replace(chunk.with_frame(chunk.frame), remark=remark))
        return {"results_dataset": writer.finish()}
    dropped = set() if settings["keep_right_key_columns"] else {other for _, other in names}
    rows = choose_row_pairs(join_type, matched, left.rows, right.rows)
    for sides, here in _take_sides(left, right, rows):
        frame = _take_row_pairs(sides[0].frame, sides[1].frame, here, names, join_type=join_type, dropped=dropped)
        writer.write(replace(combine_roles(*sides, frame, dropped), remark=remark))
    _warn_of_repeated_keys(len(matched.left), left.rows, right.rows)
    return {"results_dataset": writer.finish()}


def _take_sides(
    left: LargeTable, right: LargeTable, rows: RowPairs
) -> Iterator[tuple[tuple[Dataset, Dataset], RowPairs]]:
    """Some rows of both sides at a time, and which of these belong together."""
    at_once = min(left.chunk_rows, right.chunk_rows)
    for start in range(0, max(1, len(rows.left)), at_once):
        taken, here = [], []
        for table, positions in ((left, rows.left), (right, rows.right)):
            wanted = positions[start : start + at_once]
            there = wanted != NO_ROW
            taken.append(table.take(wanted[there], table.names))
            here.append(np.where(there, np.cumsum(there) - 1, NO_ROW))
        yield (taken[0], taken[1]), RowPairs(here[0], here[1])
        report(min(start + at_once, len(rows.left)), len(rows.left), "rows")


@module(
    "Join Data",
    category="Data Transformation",
    palette_group="Combine tables",
    icon="git-merge",
    role="joiner",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=(
        "merge",
        "joiner",
        "lookup",
        "inner join",
        "left join",
        "right join",
        "outer join",
        "anti join",
        "semi join",
        "unmatched rows",
        "VLOOKUP",
        "XLOOKUP",
        "merge queries",
        "isin",
    ),
    large_tables=Streamed(_join_large_tables),
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
            "a match and no column of the right, an anti-join the rows of one side without a match."
        ),
    ] = "Inner Join",
    keep_right_key_columns: Annotated[
        bool,
        Field(description="Keep the key columns of the right dataset next to those of the left."),
        shown_when(join_type=JOINS_COLUMNS),
    ] = True,
) -> Dataset:
    """Combine the columns of two datasets where their keys match.

    An inner join keeps the rows with a match, a left or right outer join all rows of that dataset, a full outer join
    all rows of both. A left semi-join keeps the rows of the left dataset that have a match, a left or right anti-join
    the rows of that dataset that have none; these add no column. Rows keep the order of the left dataset, or of the
    right one in joins named after it. A missing key has no match. A column of the right dataset whose name is taken is
    called name_right. The log tells how many rows of each side have a match. To find the nearest time, a range or a
    similar text, use Join As Of, Join by Range or Fuzzy Join.
    """
    pairs = pair_keys(left_dataset.schema, right_dataset.schema, left_key_columns, right_key_columns)
    refuse_mixed_zones(left_dataset, right_dataset, pairs)
    left, right = left_dataset.frame, right_dataset.frame
    matched = find_matches(left, right, left_key_columns, right_keys=right_key_columns, match_case=match_case)
    remark = describe_matches(matched, len(left), len(right))
    log.info(remark)
    if join_type in CHOOSES_ROWS:
        source = right_dataset if join_type == "Right Anti-Join" else left_dataset
        return replace(source.with_frame(choose_matched_rows(join_type, matched, left, right)), remark=remark)
    dropped = set() if keep_right_key_columns else {other.name for _, other in pairs}
    names = [(one.name, other.name) for one, other in pairs]
    frame = combine_joined_columns(left, right, matched, names, join_type=join_type, dropped=dropped)
    _warn_of_repeated_keys(len(matched.left), len(left), len(right))
    return replace(combine_roles(left_dataset, right_dataset, frame, dropped), remark=remark)


def _warn_of_repeated_keys(pairs: int, left_rows: int, right_rows: int) -> None:
    """Say that there are more matches than either side has rows, which few people mean."""
    if pairs > max(left_rows, right_rows):
        log.warning(
            "The same key occurs several times on both sides: %s and %s rows have %s matches. Remove duplicate rows "
            "of one side, or add a key column, unless every combination is meant.",
            f"{left_rows:,}",
            f"{right_rows:,}",
            f"{pairs:,}",
        )


def _merge_key_column(pair: tuple[Column, Column]) -> tuple[str, Column]:
    """The key column of a full outer join, whose values come from both sides: of a type that holds those of both."""
    one, other = pair
    if one.type == "category":
        return one.name, Column(one.name, "text", one.role)
    return one.name, Column(one.name, one.type if one.type == other.type else "real", one.role)
