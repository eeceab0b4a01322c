"""Fuzzy Join: to each row the rows of another dataset whose text is nearly the same."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.join_groups import (
    KeptRows,
    LeftGroups,
    RightGroups,
    list_group_settings,
    pair_groups,
    predict_grouped_schema,
)
from modules.data_transformation.join_keys import (
    combine_roles,
    describe_matches,
)
from modules.data_transformation.row_joins import (
    NO_ROW,
    TEXTUAL,
    RowPairs,
    choose_row_pairs,
    combine_row_pairs,
    prepare_keys,
)
from modules.data_transformation.text_matching import SimilarityMethod, score_texts, simplify_texts
from modules.kit import Call, Column, Dataset, Fraction, ModuleError, Schema, column_of, module, titled
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.kit.schema import infer_column_type
from modules.kit.unused_names import find_unused_names

SCORE = "Match Score"
#: Edits of so many pairs of texts take a minute or two.
MAX_PAIRS = 100_000_000

log = logging.getLogger(__name__)


def _build_example() -> Call:
    orders = pd.DataFrame({"customer": ["Müller GmbH", "ACME Corp.", "Nordwind"], "amount": [120, 80, 45]})
    customers = pd.DataFrame({"name": ["Acme Corp", "Mueller GmbH", "Muller GmbH"], "number": [7, 8, 9]})
    return Call.of(Dataset(orders), Dataset(customers), left_text_column="customer", right_text_column="name")


def _predict_schema(
    left_dataset: Schema,
    right_dataset: Schema,
    left_group_columns: tuple[str, ...],
    right_group_columns: tuple[str, ...],
) -> Schema:
    joined = predict_grouped_schema(left_dataset, right_dataset, left_group_columns, right_group_columns)
    return joined.add_columns(Column(find_unused_names([SCORE], joined.names)[0], "real"))


def _emit_code(step: StepCode) -> None:
    left, right = step.get_input("left_dataset"), step.get_input("right_dataset")
    out = step.add_table("results_dataset", "matched_data", like=left)
    settings: dict[str, object] = {"text": step.left_text_column}
    settings |= {"right_text": step.right_text_column} if step.right_text_column else {}
    settings |= list_group_settings(step)
    settings |= {} if step.method == "Shared letter groups" else {"method": step.method}
    settings |= {"least": step.least_score}
    settings |= {} if step.ignore_case_and_punctuation else {"simplify": False}
    settings |= {} if step.matches == "Best match" else {"best": False}
    settings |= {} if step.join_type == "Left Outer Join" else {"join_type": step.join_type}
    step.assign(out, step.use(join_similar).call(left, right, **settings))


def join_similar(
    left: pd.DataFrame,
    right: pd.DataFrame,
    *,
    text: str,
    right_text: str = "",
    by: Sequence[str] = (),
    right_by: Sequence[str] = (),
    method: str = "Shared letter groups",
    least: float = 0.8,
    simplify: bool = True,
    best: bool = True,
    join_type: Literal["Inner Join", "Left Outer Join"] = "Left Outer Join",
) -> pd.DataFrame:
    """To each left row the right rows whose text is nearly the same, with how alike they are."""
    found = find_similar_rows(
        *prepare_texts(left, right, (text, right_text or text), (list(by), list(right_by or by)), simplify),
        method=method,
        least=least,
        best=best,
    )
    return combine_scored_rows(left, right, found, set(right_by or by), join_type)


def combine_scored_rows(
    left: pd.DataFrame,
    right: pd.DataFrame,
    found: pd.DataFrame,
    dropped: set[str],
    join_type: Literal["Inner Join", "Left Outer Join"],
) -> pd.DataFrame:
    """The columns of both sides for the pairs that were found, and their score."""
    matched = RowPairs(found["row"].to_numpy(), found["found"].to_numpy())
    rows = choose_row_pairs(join_type, matched, len(left), len(right))
    joined = combine_row_pairs(left, right, rows, dropped, outer=join_type == "Left Outer Join")
    scores = np.full(len(joined), np.nan)
    scores[rows.right != NO_ROW] = found["score"]
    return joined.assign(**{find_unused_names([SCORE], joined)[0]: scores})


@module(
    "Fuzzy Join",
    category="Data Transformation",
    palette_group="Combine tables",
    icon="layers-intersect",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=(
        "fuzzy match",
        "fuzzy lookup",
        "similarity search",
        "record linkage",
        "entity resolution",
        "approximate match",
        "Levenshtein",
        "Jaro-Winkler",
        "rapidfuzz",
        "fuzzywuzzy",
        "string matcher",
    ),
)
def fuzzy_join(
    left_dataset: Dataset,
    right_dataset: Dataset,
    *,
    left_text_column: Annotated[
        str,
        Field(min_length=1, description="The text by which rows are matched, as a name or an address."),
        column_of("left_dataset", types=("text", "category")),
    ],
    right_text_column: Annotated[
        str | None,
        Field(description="The text of the right dataset. Empty: the same name."),
        column_of("right_dataset", types=("text", "category")),
    ] = None,
    method: Annotated[
        SimilarityMethod,
        titled("Similarity"),
        Field(
            description="Shared letter groups copes with swapped words and many rows. Edit distance counts typing "
            "errors, Jaro-Winkler suits short names."
        ),
    ] = "Shared letter groups",
    least_score: Annotated[
        Fraction, titled("Lowest score"), Field(description="From 0, nothing alike, to 1, the same text.")
    ] = 0.7,
    matches: Annotated[
        Literal["Best match", "All matches"],
        Field(description="One row of the right dataset for each left row, or all that are alike enough."),
    ] = "Best match",
    ignore_case_and_punctuation: Annotated[
        bool, Field(description="Compare without a view to case, accents, punctuation and double spaces.")
    ] = True,
    left_group_columns: LeftGroups = (),
    right_group_columns: RightGroups = (),
    join_type: KeptRows = "Left Outer Join",
) -> Dataset:
    """Join rows whose texts are nearly the same.

    The column Match Score tells how alike the texts are, from 0 to 1. Shared letter groups compares the groups of two
    and three letters of each text, of which rare ones count more (tf-idf and the cosine between them). Edit distance is
    1 minus the Levenshtein distance by the length of the longer text. Group columns, as a country, must be equal; they
    make a match surer and much faster. Of equally good matches the first row counts. A missing or empty text matches
    nothing. Look at the lowest scores of the result and raise the limit until they are right.
    """
    right_name = right_text_column or left_text_column
    _require_texts(left_dataset, right_dataset, left_text_column, right_name, right_text_column is not None)
    names = pair_groups(left_dataset, right_dataset, left_group_columns, right_group_columns)
    left, right = left_dataset.frame, right_dataset.frame
    sides = prepare_texts(left, right, (left_text_column, right_name), names, ignore_case_and_punctuation)
    if method != "Shared letter groups":
        _refuse_too_many(sides)
    found = find_similar_rows(*sides, method=method, least=least_score, best=matches == "Best match")
    remark = describe_matches(RowPairs(found["row"].to_numpy(), found["found"].to_numpy()), len(left), len(right))
    log.info(remark)
    frame = combine_scored_rows(left, right, found, set(names[1]), join_type)
    return replace(combine_roles(left_dataset, right_dataset, frame, set(names[1])), remark=remark)


def _require_texts(left: Dataset, right: Dataset, one: str, other: str, chosen: bool) -> None:
    parameter = "right_text_column" if chosen else "left_text_column"
    for port, dataset, name, where in (
        ("left_dataset", left, one, "left_text_column"),
        ("right_dataset", right, other, parameter),
    ):
        require_columns([name], dataset.schema, port=port, parameter=where)
        if dataset.schema[name].type not in TEXTUAL:
            message = f"Column '{name}' is {dataset.schema[name].type}. Choose a column of texts."
            raise ModuleError(17, message, port=port, parameter=where, column=name)


def _refuse_too_many(sides: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    """Refuse more pairs than can be compared one by one (7)."""
    sizes = [side.drop_duplicates(["group", "text"])["group"].value_counts() for side in sides]
    pairs = int((sizes[0] * sizes[1]).sum())
    if pairs > MAX_PAIRS:
        message = f"{pairs:,} pairs of texts would be compared; this method takes at most {MAX_PAIRS:,}."
        message = f"{message} Choose group columns, or the method Shared letter groups."
        raise ModuleError(7, message, port="right_dataset", parameter="method")


def prepare_texts(
    left: pd.DataFrame, right: pd.DataFrame, text: tuple[str, str], by: tuple[list[str], list[str]], simplify: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The number, the text and the number of the group of each row that has all of them."""
    alike = [infer_column_type(left[one]) == infer_column_type(right[other]) for one, other in zip(*by, strict=True)]
    keys = [prepare_keys(data, names, alike, match_case=True) for data, names in zip((left, right), by, strict=True)]
    together = pd.concat([side.drop(columns="row") for side in keys], ignore_index=True)
    codes = together.groupby(list(together), sort=False).ngroup() if by[0] else pd.Series(0, index=together.index)
    sides = []
    for data, side, name, first in zip((left, right), keys, text, (0, len(keys[0])), strict=True):
        numbers = codes.iloc[first : first + len(side)].to_numpy()
        texts = simplify_texts(data[name].iloc[side["row"]], simplify).to_numpy()
        sides.append(pd.DataFrame({"row": side["row"].to_numpy(), "group": numbers, "text": texts}).dropna())
    return sides[0], sides[1]


def find_similar_rows(
    left: pd.DataFrame, right: pd.DataFrame, *, method: str, least: float, best: bool
) -> pd.DataFrame:
    """The pairs of rows whose texts are alike enough, with their score, in the order of the left rows."""
    distinct = [side[["group", "text"]].drop_duplicates().astype({"text": "str"}) for side in (left, right)]
    scored = score_texts(distinct[0], distinct[1], method, least)
    theirs = right.rename(columns={"row": "found", "text": "found_text"})
    if best:
        theirs = theirs.drop_duplicates(["group", "found_text"])
    pairs = scored.rename(columns={"found": "found_text"}).merge(theirs, on=["group", "found_text"])
    if best:
        pairs = pairs.sort_values(["score", "found"], ascending=[False, True]).drop_duplicates(["group", "text"])
    found = left.merge(pairs, on=["group", "text"])[["row", "found", "score"]]
    return found.sort_values(["row", "score", "found"], ascending=[True, False, True]).reset_index(drop=True)
