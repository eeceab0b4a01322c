"""The shipped sample data, as the tests of learning modules use them."""

from pathlib import Path
from typing import Any

import pandas as pd
from sklearn.model_selection import train_test_split

from modules.kit import Dataset

SAMPLE_FOLDER = Path(__file__).parents[3] / "server" / "samples" / "data"


def read_sample(name: str) -> pd.DataFrame:
    return pd.read_csv(SAMPLE_FOLDER / f"{name}.csv.gz", na_values="?", keep_default_na=True)


def read_automobile() -> pd.DataFrame:
    """193 cars: normalized-losses dropped, rows with missing values removed."""
    return read_sample("automobile_price").drop(columns="normalized-losses").dropna().reset_index(drop=True)


def read_adult(rows: int) -> pd.DataFrame:
    return read_sample("adult_census").dropna().head(rows).reset_index(drop=True)


def read_penguins() -> pd.DataFrame:
    columns = ["Species", "Island", "Culmen Length (mm)", "Culmen Depth (mm)", "Flipper Length (mm)", "Body Mass (g)"]
    return read_sample("penguins_raw")[columns].dropna().reset_index(drop=True)


def split_halves(frame: pd.DataFrame, label: str, seed: int = 0, *, classes: bool = False) -> tuple[Dataset, Dataset]:
    """70 % to train on and 30 % to score."""
    stratify: Any = frame[label] if classes else None
    train, test = train_test_split(frame, train_size=0.7, random_state=seed, stratify=stratify)
    return Dataset(train.reset_index(drop=True)), Dataset(test.reset_index(drop=True))
