"""The tables that modules are measured on: ten numbers, two texts, and labels of every kind; texts and ratings."""

import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from modules.kit import File

NUMBERS = ["income", "debt", "years", "age", "rate", "amount", "balance", "limit", "visits", "distance"]
TEXTS = ["purpose", "region"]
WORDS = 2_000


@cache
def table(rows: int) -> pd.DataFrame:
    """Numbers and texts without gaps."""
    random = np.random.default_rng(0)
    numbers = random.normal(size=(rows, len(NUMBERS)))
    frame = pd.DataFrame(numbers, columns=NUMBERS)
    frame["income"] = 50 + 10 * frame["income"]
    frame["purpose"] = pd.Series(random.choice(["car", "house", "trip", "school", "health"], rows), dtype="str")
    frame["region"] = pd.Series(random.choice([f"region {number}" for number in range(12)], rows), dtype="str")
    return frame


@cache
def labelled(rows: int, label: str) -> pd.DataFrame:
    """The table with one label: price, a number above zero; paid, yes or no; kind, one of three."""
    frame = table(rows)
    random = np.random.default_rng(1)
    signal = (frame["income"] - 50) / 10 + frame["debt"] + frame["purpose"].eq("car") + random.normal(size=rows)
    if label == "price":
        return frame.assign(price=np.exp(1 + signal / 4).round(3))
    if label == "paid":
        return frame.assign(paid=pd.Series(np.where(signal > 0, "yes", "no"), dtype="str"))
    return frame.assign(kind=pd.Series(np.select([signal < -0.7, signal < 1], ["low", "middle"], "high"), dtype="str"))


@cache
def with_gaps(rows: int) -> pd.DataFrame:
    """The numbers, one in twenty of them missing."""
    frame = table(rows)[NUMBERS]
    return frame.mask(np.random.default_rng(2).random(frame.shape) < 0.05)


@cache
def texts(rows: int) -> pd.DataFrame:
    """Twelve words in each row, a few of them frequent as in a language."""
    random = np.random.default_rng(3)
    ranks = np.minimum(random.zipf(1.3, size=(rows, 12)), WORDS)
    letters = np.array(list("abcdefghijklmnopqrst"))
    words = np.array(["".join(letters[[n % 20, n // 20 % 20, n // 400 % 20, n % 7]]) for n in range(WORDS + 1)])
    return pd.DataFrame({"text": pd.Series([" ".join(row) for row in words[ranks]], dtype="str")})


@cache
def ratings(rows: int) -> pd.DataFrame:
    """Stars of people for films, each pair at most once."""
    random = np.random.default_rng(4)
    films = 200
    pairs = random.choice(rows // 20 * films, rows, replace=False)
    stars = random.integers(1, 6, rows).astype("float64")
    return pd.DataFrame({"person": pairs // films, "film": pairs % films, "stars": stars})


@cache
def written(rows: int) -> File:
    """The table as a CSV file."""
    path = Path(_folder().name, f"table-{rows}.csv")
    table(rows).to_csv(path, index=False)
    return File(path, path.name)


@cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="designery-benchmark-")
