"""Coasts and borders that a map shows behind its points: Natural Earth, 1:50 million, public domain.

`world_outlines.json.gz` holds each line as its first point and the steps to the next ones, in twentieths of a degree.
"""

import gzip
import json
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from modules.kit.views.chart_view import ChartLine

FILE = Path(__file__).with_name("world_outlines.json.gz")
UNITS = 20
#: Degrees: on a smaller map the lines would be too coarse.
LEAST_SPAN = 0.8
#: A map is drawn wider or taller than its points, so as not to be distorted.
ROOM_AROUND = 1.0
#: Points nearer to one another than this share of the map are one point.
DETAIL = 1 / 250

Span = tuple[float, float]
#: Shape (n, 2): longitudes and latitudes.
Points = NDArray[np.float64]


@cache
def load_outlines() -> list[Points]:
    """Each line as an array of longitudes and latitudes."""
    with gzip.open(FILE, "rt", encoding="ascii") as file:
        lines = json.load(file)
    return [np.cumsum(np.array(line, dtype="float64").reshape(-1, 2), axis=0) / UNITS for line in lines]


def find_outlines(longitudes: Span, latitudes: Span) -> list[ChartLine]:
    """The lines on a map of these bounds and around it, as exactly as can be seen."""
    width, height = longitudes[1] - longitudes[0], latitudes[1] - latitudes[0]
    span = max(width, height)
    if span < LEAST_SPAN:
        return []
    low = np.array([longitudes[0], latitudes[0]]) - ROOM_AROUND * span
    high = np.array([longitudes[1], latitudes[1]]) + ROOM_AROUND * span
    found = []
    for line in load_outlines():
        if (line.max(axis=0) < low).any() or (line.min(axis=0) > high).any():
            continue
        for part in _split_inside(line, low, high):
            places = np.round(_thin_out(part, span * DETAIL), 2)
            if len(places) > 1:
                found.append(ChartLine(xs=places[:, 0].tolist(), ys=places[:, 1].tolist()))
    return found


def _split_inside(line: Points, low: Points, high: Points) -> list[Points]:
    """The parts of a line that are within bounds, with a point beyond them at each end."""
    inside: NDArray[np.bool_] = np.asarray((line >= low) & (line <= high)).min(axis=1)
    near = inside.copy()
    near[1:] |= inside[:-1]
    near[:-1] |= inside[1:]
    cuts = np.flatnonzero(near[1:] != near[:-1]) + 1
    return [part for part, kept in zip(np.split(line, cuts), np.split(near, cuts), strict=True) if kept[0]]


def _thin_out(line: Points, distance: float) -> Points:
    """The points of a line that are further than a distance from the one before, and the last one."""
    kept = [0]
    for at in range(1, len(line)):
        if np.abs(line[at] - line[kept[-1]]).max() >= distance:
            kept.append(at)
    if kept[-1] != len(line) - 1 and len(kept) > 1:
        kept.append(len(line) - 1)
    return line[kept]
