"""From a fitted model to lists of recommended items, the best first: a row per user."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd

from modules.kit import Column, track
from modules.kit.schema import ColumnType
from modules.recommendation.ratings import ITEM, RATING, USER, IndexPositions, Numbers, UserItemPairs

#: So many ratings are foreseen at once: 64 MB of them.
RATINGS_AT_ONCE = 8_000_000


class Recommender(Protocol):
    """What a fitted recommender is asked for; see `factors.Factors`."""

    @property
    def users(self) -> "pd.Index[Any]": ...

    @property
    def items(self) -> "pd.Index[Any]": ...

    def predict_ratings(self, users: IndexPositions, items: IndexPositions) -> Numbers: ...

    def predict_all_ratings(self, users: IndexPositions) -> Numbers: ...

    def clip_to_range(self, ratings: Numbers) -> Numbers: ...


@dataclass(frozen=True)
class Recommendations:
    """For each user (rows) the places of items in `items`, the best first, -1 where there are no more; and ratings."""

    users: "pd.Series[Any]"
    items: "pd.Index[Any]"
    places: IndexPositions
    ratings: Numbers

    def to_table(self, *, with_ratings: bool) -> pd.DataFrame:
        columns: dict[str, Any] = {USER: self.users.reset_index(drop=True)}
        for rank in range(self.places.shape[1]):
            columns[f"{ITEM} {rank + 1}"] = _get_items_at(self.items, self.places[:, rank])
            if with_ratings:
                columns[f"{RATING} {rank + 1}"] = np.where(self.places[:, rank] < 0, np.nan, self.ratings[:, rank])
        return pd.DataFrame(columns)


def build_table_columns(user: ColumnType, item: ColumnType, max_items: int, *, with_ratings: bool) -> list[Column]:
    """The columns that `Recommendations.to_table` makes."""
    columns = [Column(USER, user)]
    for rank in range(1, max_items + 1):
        columns.append(Column(f"{ITEM} {rank}", item))
        if with_ratings:
            columns.append(Column(f"{RATING} {rank}", "real", "score"))
    return columns


def _get_items_at(items: "pd.Index[Any]", places: IndexPositions) -> Any:
    values = items.to_series(index=range(len(items)))
    if (places < 0).any() and pd.api.types.is_integer_dtype(values.dtype):
        values = values.astype("Int64")
    return values.reindex(places).reset_index(drop=True)


def recommend_from_all(
    model: Recommender,
    users: "pd.Series[Any]",
    places: IndexPositions,
    max_items: int,
    *,
    exclude: tuple[IndexPositions, IndexPositions] | None = None,
) -> Recommendations:
    """The best of all items that the model knows, without the pairs of places in `exclude`."""
    found = np.full((len(places), max_items), -1, dtype="intp")
    ratings = np.full((len(places), max_items), np.nan)
    width = min(max_items, len(model.items))
    at_once = max(1, RATINGS_AT_ONCE // max(1, len(model.items)))
    starts = range(0, len(places), at_once)
    for start in track(starts, total=len(starts), unit="parts"):
        part = slice(start, start + at_once)
        every = model.predict_all_ratings(places[part])
        if exclude is not None:
            every = np.where(_mark_pairs(places[part], exclude, every.shape), -np.inf, every)
        best = np.argsort(-every, axis=1, kind="stable")[:, :width]
        ratings[part, :width] = np.take_along_axis(every, best, axis=1)
        found[part, :width] = np.where(np.isfinite(ratings[part, :width]), best, -1)
    return Recommendations(users, model.items, found, ratings)


def _mark_pairs(places: IndexPositions, pairs: tuple[IndexPositions, IndexPositions], shape: tuple[int, ...]) -> Any:
    """Which items (columns) each of the users at `places` (rows) has in the pairs."""
    row_of = pd.Index(places)
    rows = row_of.get_indexer(pd.Index(pairs[0])) if row_of.is_unique else _find_known_rows(places, pairs[0])
    known = (rows >= 0) & (pairs[0] >= 0) & (pairs[1] >= 0)
    seen = np.zeros(shape, dtype=bool)
    seen[rows[known], pairs[1][known]] = True
    return seen


def _find_known_rows(places: IndexPositions, requested: IndexPositions) -> IndexPositions:
    """Rows of users by place, where several are unknown and share the place -1."""
    known = np.flatnonzero(places >= 0)
    found = pd.Index(places[known]).get_indexer(pd.Index(requested))
    return np.where(found >= 0, known[found], -1)


def recommend_from_rated(pairs: UserItemPairs, ratings: Numbers, max_items: int, min_items: int) -> Recommendations:
    """Each user's own items in the order of the predicted ratings; users with fewer than `min_items` are left out."""
    user, users = pd.factorize(pairs.users)
    item, items = pd.factorize(pairs.items)
    enough = np.bincount(user) >= min_items
    kept = np.flatnonzero(enough[user])
    order = kept[np.lexsort((kept, -ratings[kept], user[kept]))]
    row = (np.cumsum(enough) - 1)[user[order]]
    counts = np.bincount(row, minlength=int(enough.sum()))
    rank = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    shown = rank < max_items
    found = np.full((len(counts), max_items), -1, dtype="intp")
    values = np.full((len(counts), max_items), np.nan)
    found[row[shown], rank[shown]] = item[order][shown]
    values[row[shown], rank[shown]] = ratings[order][shown]
    return Recommendations(pd.Series(pd.Index(users)[enough]), pd.Index(items), found, values)
