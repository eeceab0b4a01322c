"""From a fitted model to lists of recommended items, the best first: a row per user."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd

from modules.kit import Column, track
from modules.kit.schema import ColumnType
from modules.recommendation.ratings import ITEM, RATING, USER, Numbers, Pairs, Places

#: So many ratings are foreseen at once: 64 MB of them.
RATINGS_AT_ONCE = 8_000_000


class Recommender(Protocol):
    """What a fitted recommender is asked for; see `factors.Factors`."""

    @property
    def users(self) -> "pd.Index[Any]": ...

    @property
    def items(self) -> "pd.Index[Any]": ...

    def ratings(self, users: Places, items: Places) -> Numbers: ...

    def every_rating(self, users: Places) -> Numbers: ...

    def within_range(self, ratings: Numbers) -> Numbers: ...


@dataclass(frozen=True)
class Recommended:
    """For each user (rows) the places of items in `items`, the best first, -1 where there are no more; and ratings."""

    users: "pd.Series[Any]"
    items: "pd.Index[Any]"
    places: Places
    ratings: Numbers

    def table(self, *, with_ratings: bool) -> pd.DataFrame:
        columns: dict[str, Any] = {USER: self.users.reset_index(drop=True)}
        for rank in range(self.places.shape[1]):
            columns[f"{ITEM} {rank + 1}"] = _named(self.items, self.places[:, rank])
            if with_ratings:
                columns[f"{RATING} {rank + 1}"] = np.where(self.places[:, rank] < 0, np.nan, self.ratings[:, rank])
        return pd.DataFrame(columns)


def table_columns(user: ColumnType, item: ColumnType, most: int, *, with_ratings: bool) -> list[Column]:
    """The columns that `Recommended.table` makes."""
    columns = [Column(USER, user)]
    for rank in range(1, most + 1):
        columns.append(Column(f"{ITEM} {rank}", item))
        if with_ratings:
            columns.append(Column(f"{RATING} {rank}", "real", "score"))
    return columns


def _named(items: "pd.Index[Any]", places: Places) -> Any:
    values = items.to_series(index=range(len(items)))
    if (places < 0).any() and pd.api.types.is_integer_dtype(values.dtype):
        values = values.astype("Int64")
    return values.reindex(places).reset_index(drop=True)


def among_all(
    model: Recommender, users: "pd.Series[Any]", places: Places, most: int, *, but: tuple[Places, Places] | None = None
) -> Recommended:
    """The best of all items that the model knows, without the pairs of places in `but`."""
    found = np.full((len(places), most), -1, dtype="intp")
    ratings = np.full((len(places), most), np.nan)
    width = min(most, len(model.items))
    at_once = max(1, RATINGS_AT_ONCE // max(1, len(model.items)))
    starts = range(0, len(places), at_once)
    for start in track(starts, total=len(starts), unit="parts"):
        part = slice(start, start + at_once)
        every = model.every_rating(places[part])
        if but is not None:
            every = np.where(_seen(places[part], but, every.shape), -np.inf, every)
        best = np.argsort(-every, axis=1, kind="stable")[:, :width]
        ratings[part, :width] = np.take_along_axis(every, best, axis=1)
        found[part, :width] = np.where(np.isfinite(ratings[part, :width]), best, -1)
    return Recommended(users, model.items, found, ratings)


def _seen(places: Places, pairs: tuple[Places, Places], shape: tuple[int, ...]) -> Any:
    """Which items (columns) each of the users at `places` (rows) has in the pairs."""
    row_of = pd.Index(places)
    rows = row_of.get_indexer(pd.Index(pairs[0])) if row_of.is_unique else _rows_of_known(places, pairs[0])
    known = (rows >= 0) & (pairs[0] >= 0) & (pairs[1] >= 0)
    seen = np.zeros(shape, dtype=bool)
    seen[rows[known], pairs[1][known]] = True
    return seen


def _rows_of_known(places: Places, wanted: Places) -> Places:
    """Rows of users by place, where several are unknown and share the place -1."""
    known = np.flatnonzero(places >= 0)
    found = pd.Index(places[known]).get_indexer(pd.Index(wanted))
    return np.where(found >= 0, known[found], -1)


def among_rated(pairs: Pairs, ratings: Numbers, most: int, fewest: int) -> Recommended:
    """Each user's own items in the order of the foreseen ratings; users with fewer than `fewest` are left out."""
    user, users = pd.factorize(pairs.users)
    item, items = pd.factorize(pairs.items)
    enough = np.bincount(user) >= fewest
    kept = np.flatnonzero(enough[user])
    order = kept[np.lexsort((kept, -ratings[kept], user[kept]))]
    row = (np.cumsum(enough) - 1)[user[order]]
    counts = np.bincount(row, minlength=int(enough.sum()))
    rank = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    shown = rank < most
    found = np.full((len(counts), most), -1, dtype="intp")
    values = np.full((len(counts), most), np.nan)
    found[row[shown], rank[shown]] = item[order][shown]
    values[row[shown], rank[shown]] = ratings[order][shown]
    return Recommended(pd.Series(pd.Index(users)[enough]), pd.Index(items), found, values)
