"""The tables that modules are measured on: ten numbers, two texts, and labels of every kind; texts and ratings."""

import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from modules.kit import File

NUMBER_COLUMNS = ["income", "debt", "years", "age", "rate", "amount", "balance", "limit", "visits", "distance"]
TEXT_COLUMNS = ["purpose", "region"]
VOCABULARY_SIZE = 2_000


@cache
def make_benchmark_table(rows: int) -> pd.DataFrame:
    """Numbers and texts without gaps."""
    random = np.random.default_rng(0)
    numbers = random.normal(size=(rows, len(NUMBER_COLUMNS)))
    frame = pd.DataFrame(numbers, columns=NUMBER_COLUMNS)
    frame["income"] = 50 + 10 * frame["income"]
    frame["purpose"] = pd.Series(random.choice(["car", "house", "trip", "school", "health"], rows), dtype="str")
    frame["region"] = pd.Series(random.choice([f"region {number}" for number in range(12)], rows), dtype="str")
    return frame


@cache
def make_labeled_table(rows: int, label: str) -> pd.DataFrame:
    """The table with one label: price, a number above zero; paid, yes or no; kind, one of three."""
    frame = make_benchmark_table(rows)
    random = np.random.default_rng(1)
    signal = (frame["income"] - 50) / 10 + frame["debt"] + frame["purpose"].eq("car") + random.normal(size=rows)
    if label == "price":
        return frame.assign(price=np.exp(1 + signal / 4).round(3))
    if label == "paid":
        return frame.assign(paid=pd.Series(np.where(signal > 0, "yes", "no"), dtype="str"))
    return frame.assign(kind=pd.Series(np.select([signal < -0.7, signal < 1], ["low", "middle"], "high"), dtype="str"))


@cache
def make_table_with_gaps(rows: int) -> pd.DataFrame:
    """The numbers, one in twenty of them missing."""
    frame = make_benchmark_table(rows)[NUMBER_COLUMNS]
    return frame.mask(np.random.default_rng(2).random(frame.shape) < 0.05)


@cache
def make_texts(rows: int) -> pd.DataFrame:
    """Twelve words in each row, a few of them frequent as in a language."""
    random = np.random.default_rng(3)
    ranks = np.minimum(random.zipf(1.3, size=(rows, 12)), VOCABULARY_SIZE)
    letters = np.array(list("abcdefghijklmnopqrst"))
    words = np.array(
        ["".join(letters[[n % 20, n // 20 % 20, n // 400 % 20, n % 7]]) for n in range(VOCABULARY_SIZE + 1)]
    )
    return pd.DataFrame({"text": pd.Series([" ".join(row) for row in words[ranks]], dtype="str")})


@cache
def make_ratings(rows: int) -> pd.DataFrame:
    """Stars of people for films, each pair at most once."""
    random = np.random.default_rng(4)
    films = 200
    pairs = random.choice(rows // 20 * films, rows, replace=False)
    stars = random.integers(1, 6, rows).astype("float64")
    return pd.DataFrame({"person": pairs // films, "film": pairs % films, "stars": stars})


@cache
def write_csv_file(rows: int) -> File:
    """The table as a CSV file."""
    path = Path(_make_folder().name, f"table-{rows}.csv")
    make_benchmark_table(rows).to_csv(path, index=False)
    return File(path, path.name)


@cache
def _make_folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="designery-benchmark-")
