"""Texts for the tests: real messages, and those that are hard to read."""

import gzip
from pathlib import Path

import pandas as pd

from modules.kit import Columns, Dataset

SPAM_FILE = Path(__file__).parents[3] / "server" / "samples" / "data" / "sms_spam.csv.gz"

UGLY_TEXTS = [
    "",
    None,
    "   \n\t ",
    "naïve café",
    "हिन्दी में लिखा है",
    "مُحَمَّد يكتب رسالة",
    "שלום עולם",
    "😀😀😀 👍🏽",
    "\u202eright to left\u202c",
    "nul \x00 inside",
    "word_with_underscores and-hyphens",
    "1,000.50 €",
    "İstanbul IŞIK",
    "a" * 20_000,
    "no spaces," * 2_000,
]


def read_messages(rows: int = 600) -> Dataset:
    with gzip.open(SPAM_FILE, "rt", encoding="utf-8") as file:
        return Dataset(pd.read_csv(file, nrows=rows, dtype="str", keep_default_na=False))


def make_texts(*values: str | None) -> Dataset:
    return Dataset(pd.DataFrame({"text": pd.Series(values, dtype="str")}))


def select_column(name: str) -> Columns:
    return Columns(start="none", names=(name,))
