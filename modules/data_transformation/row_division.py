"""Which rows go into which part: at random, of each stratum its share, whole groups, or the oldest ones first.

These functions stand in exported scripts as they are here.
"""

from typing import Any

import numpy as np
import pandas as pd


def draw_rows(data: pd.DataFrame, fraction: float, seed: int | None = None, stratify_by: str | None = None) -> Any:
    """Which rows go into the first part: as near to the fraction as whole rows allow, in every stratum.

    Without a seed they are the first ones.
    """
    rows = len(data)
    order = np.arange(rows) if seed is None else np.random.default_rng(seed).permutation(rows)
    wanted = int(np.floor(rows * fraction + 0.5))
    chosen = np.zeros(rows, dtype=bool)
    if stratify_by is None:
        chosen[order[:wanted]] = True
        return chosen
    strata, _ = pd.factorize(data[stratify_by].iloc[order], use_na_sentinel=False)
    by_stratum = np.argsort(strata, kind="stable")
    sizes = np.bincount(strata)
    place = np.arange(rows) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    chosen[order[by_stratum]] = place < np.repeat(_compute_quotas(sizes, wanted), sizes)
    return chosen


def _compute_quotas(sizes: Any, requested: int) -> Any:
    """How many rows to take of each stratum: proportional, the remainder to those that rounding down cut most."""
    total = int(sizes.sum())
    exact = sizes * (requested / total if total else 0.0)
    quotas = np.floor(exact + 1e-9).astype(np.int64)
    largest = np.argsort(quotas - exact, kind="stable")[: requested - int(quotas.sum())]
    quotas[largest] += 1
    return quotas


def draw_groups(
    data: pd.DataFrame, group: str, fraction: float, seed: int | None = None, stratify_by: str | None = None
) -> Any:
    """Which rows go into the first part: whole groups, as near to the fraction as these allow."""
    return deal_groups(data, group, [fraction, 1 - fraction], seed, stratify_by) == 0


def deal_groups(
    data: pd.DataFrame, group: str, shares: list[float], seed: int | None = None, stratify_by: str | None = None
) -> Any:
    """The number of each row's part: whole groups, as near to the shares of all rows and strata as these allow.

    Without a seed groups are dealt in the order in which they come. Of random orders of few groups the best is taken.
    No part stays empty.
    """
    groups = pd.factorize(data[group])[0]
    stratum = np.zeros(len(data), dtype=np.int64)
    if stratify_by is not None:
        stratum = pd.factorize(data[stratify_by], use_na_sentinel=False)[0]
    sizes = np.zeros((groups.max(initial=-1) + 1, stratum.max(initial=0) + 1))
    np.add.at(sizes, (groups, stratum), 1)
    random, count = np.random.default_rng(seed), len(sizes)
    tries = 1 if seed is None or count > 1_000 else 20
    orders = [np.arange(count) if seed is None else random.permutation(count) for _ in range(tries)]
    dealt = [deal_in_order(order, sizes, shares) for order in orders]
    return min(dealt, key=lambda parts: measure_distance(parts, sizes, shares))[groups]


def deal_in_order(order: Any, sizes: Any, shares: list[float]) -> Any:
    """The part of each group: one after the other goes to the part that then comes nearest to its shares."""
    totals = sizes.sum(axis=0)
    lacking, parts = np.outer(shares, totals), np.zeros(len(sizes), dtype=np.int64)
    for number in order:
        # How much nearer each part comes, as a sum of squares of shares.
        nearer = ((2 * lacking - sizes[number]) * sizes[number] / totals**2).sum(axis=1)
        parts[number] = nearer.argmax()
        lacking[parts[number]] -= sizes[number]
    return fill_empty_parts(parts, sizes.sum(axis=1), shares)


def measure_distance(parts: Any, sizes: Any, shares: list[float]) -> float:
    """How far the parts are from their shares of each stratum: a sum of squares."""
    totals = sizes.sum(axis=0)
    found = np.array([sizes[parts == part].sum(axis=0) for part in range(len(shares))])
    return float(((found / totals - np.array(shares)[:, None]) ** 2).sum())


def fill_empty_parts(parts: Any, sizes: Any, shares: list[float]) -> Any:
    """The part of each group, where parts without any get the smallest group of the part that has the most."""
    for part, share in enumerate(shares):
        if share > 0 and not (parts == part).any():
            members = np.flatnonzero(parts == np.bincount(parts).argmax())
            parts[members[sizes[members].argmin()]] = part
    return parts


def draw_oldest(times: "pd.Series[Any]", fraction: float) -> Any:
    """Which rows are the oldest: as near to the fraction as can be with all rows of one time together."""
    ranked = times.reset_index(drop=True).sort_values(kind="stable")
    ends = np.append(np.flatnonzero((ranked != ranked.shift()).to_numpy()), len(ranked))
    last = ends[np.abs(ends - int(np.floor(len(ranked) * fraction + 0.5))).argmin()]
    chosen = np.zeros(len(ranked), dtype=bool)
    chosen[ranked.index[:last]] = True
    return chosen


def draw_oldest_of_series(data: pd.DataFrame, time: str, series_by: list[str], fraction: float) -> Any:
    """Which rows are the oldest of their series: of each as near to the fraction as its times allow."""
    rows = data.reset_index(drop=True)
    chosen = np.zeros(len(rows), dtype=bool)
    for places in rows.groupby(series_by, sort=False, dropna=False, observed=True).indices.values():
        chosen[places] = draw_oldest(rows[time].iloc[places], fraction)
    return chosen
