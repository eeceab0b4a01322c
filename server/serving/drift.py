"""How far the values of requests are from those of the training data, column by column.

PSI adds up (p - q) ln(p / q) over bins (Siddiqi, Credit Risk Scorecards, 2006, ch. 9); what lies outside the training
range has bins of its own. No fixed limit is right for every number of rows: with few of them PSI is large by chance. So
the limit is what 99 of 100 samples as large as both would stay below if nothing had changed, and never less than 0.1.
"""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from modules.kit.views.dataset_view import ColumnProfile

#: Under so many values nothing is said.
MIN_VALUES = 100
#: So many samples are drawn for a limit.
DRAWN_SAMPLES = 400
SMALLEST_LIMIT = 0.1
#: Shares are at least so large, so that an empty bin does not make the sum infinite.
SMALLEST_SHARE = 0.005
#: Neighbouring bins are joined until each holds so much of the training data.
SMALLEST_BIN_SHARE = 0.1
BELOW, ABOVE, OTHER, MISSING = "below", "above", "other", "missing"

#: Counts of bins, one row or many.
Counts = npt.NDArray[np.float64]
DriftVerdict = Literal["unknown", "steady", "drifted"]


class ColumnReference(BaseModel):
    """How a column was distributed in the training data: counts between edges, or by level; and missing values."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    edges: list[float] = []
    levels: list[str] = []
    counts: list[int]
    other: int = 0
    missing: int = 0

    @property
    def bins(self) -> list[str]:
        """The names of the bins, in the order of the counts."""
        return [str(place) for place in range(len(self.counts))] if self.edges else self.levels


class ColumnDrift(BaseModel):
    """A column of requests beside that of the training data.

    `training` and `requests` are shares of the same bins. `outside` is the share of values below and above the training
    range, or of levels that training did not see. PSI and KS are null where there are too few values.
    """

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    name: str
    edges: list[float] = []
    levels: list[str] = []
    training: list[float]
    requests: list[float]
    below: float = 0
    above: float = 0
    other: float = 0
    missing: float = 0
    values: int
    psi: float | None = None
    limit: float | None = None
    ks: float | None = None
    verdict: DriftVerdict = "unknown"


def describe_reference(profile: ColumnProfile, rows: int) -> ColumnReference | None:
    """What is kept of a column of the training data; None where nothing of it is counted."""
    if profile.type in ("integer", "real") and profile.histogram is not None:
        return ColumnReference(edges=profile.histogram.edges, counts=profile.histogram.counts, missing=profile.missing)
    if profile.type in ("text", "category", "boolean") and profile.top:
        counts = [one.count for one in profile.top]
        levels = [one.value.lower() if profile.type == "boolean" else one.value for one in profile.top]
        other = max(0, rows - profile.missing - sum(counts))
        return ColumnReference(levels=levels, counts=counts, other=other, missing=profile.missing)
    return None


def compare_column(name: str, reference: ColumnReference, counted: Mapping[str, int]) -> ColumnDrift:
    """The drift of a column, from {bin: how many values} of the requests."""
    requests = [counted.get(bin_name, 0) for bin_name in reference.bins]
    outside = {key: counted.get(key, 0) for key in (BELOW, ABOVE, OTHER, MISSING)}
    total = sum(requests) + sum(outside.values())
    trained = sum(reference.counts) + reference.other + reference.missing
    found = ColumnDrift(
        name=name,
        edges=reference.edges,
        levels=reference.levels,
        training=[count / max(trained, 1) for count in reference.counts],
        requests=[count / max(total, 1) for count in requests],
        below=outside[BELOW] / max(total, 1),
        above=outside[ABOVE] / max(total, 1),
        other=outside[OTHER] / max(total, 1),
        missing=outside[MISSING] / max(total, 1),
        values=total,
    )
    if total < MIN_VALUES or trained == 0:
        return found
    groups = _join_bins(reference)
    before = _add_up(groups, reference.counts, (0, 0, reference.other, reference.missing))
    now = _add_up(groups, requests, tuple(outside.values()))
    found.psi = compute_psi(before, now)
    found.limit = find_limit(tuple(before), total)
    found.ks = _compute_ks(reference, requests, outside) if reference.edges else None
    found.verdict = "drifted" if found.psi > found.limit else "steady"
    return found


def _join_bins(reference: ColumnReference) -> list[list[int]]:
    """The places of bins that count as one; levels are joined from the commonest down."""
    total = max(sum(reference.counts), 1)
    groups: list[list[int]] = [[]]
    held = 0
    for place, count in enumerate(reference.counts):
        groups[-1].append(place)
        held += count
        if held >= SMALLEST_BIN_SHARE * total and place < len(reference.counts) - 1:
            groups.append([])
            held = 0
    if len(groups) > 1 and held < SMALLEST_BIN_SHARE * total:
        groups[-2] += groups.pop()
    return groups


def _add_up(groups: Sequence[Sequence[int]], counts: Sequence[int], outside: Sequence[int]) -> list[int]:
    return [*(sum(counts[place] for place in group) for group in groups), *outside]


def compute_psi(before: Sequence[int], now: Sequence[int]) -> float:
    """The population stability index of two lists of counts in the same bins."""
    drawn = np.asarray([now], dtype="float64")
    return float(_compute_psi_of_samples(np.asarray(before, dtype="float64"), drawn)[0])


def _compute_psi_of_samples(before: Counts, samples: Counts) -> Counts:
    """The index of each row of samples; `before` is one row, or as many."""
    first = np.maximum(before / before.sum(axis=-1, keepdims=True), SMALLEST_SHARE)
    second = np.maximum(samples / samples.sum(axis=-1, keepdims=True), SMALLEST_SHARE)
    index: Counts = ((second - first) * np.log(second / first)).sum(axis=-1)
    return index


def find_limit(before: tuple[int, ...], values: int) -> float:
    """The PSI that 99 of 100 samples stay below where nothing has changed."""
    return _draw_limit(before, 2 ** round(math.log2(max(values, 1))))


@lru_cache(maxsize=2_000)
def _draw_limit(before: tuple[int, ...], values: int) -> float:
    """Both samples are drawn anew: the training rows are a sample too."""
    random = np.random.default_rng(0)
    shares = np.asarray(before, dtype="float64") / sum(before)
    trained = random.multinomial(sum(before), shares, DRAWN_SAMPLES).astype("float64")
    asked = random.multinomial(values, shares, DRAWN_SAMPLES).astype("float64")
    return max(SMALLEST_LIMIT, float(np.quantile(_compute_psi_of_samples(trained, asked), 0.99)))


def _compute_ks(reference: ColumnReference, requests: Sequence[int], outside: Mapping[str, int]) -> float:
    """The largest distance of the two cumulative distributions at the edges of the bins."""
    trained, asked = max(sum(reference.counts), 1), max(sum(requests) + outside[BELOW] + outside[ABOVE], 1)
    before, now = 0.0, outside[BELOW] / asked
    largest = now
    for first, second in zip(reference.counts, requests, strict=True):
        before, now = before + first / trained, now + second / asked
        largest = max(largest, abs(before - now))
    return largest
