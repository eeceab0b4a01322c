"""Designs over real data for the tests of the linter: what is known of them before anything has run."""

import gzip
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from modules.data_input_and_output.read_table import read_table
from modules.kit import Dataset, File, catalog
from modules.kit.declare import PortSchema
from modules.kit.files import plain, save
from modules.kit.views import view
from server.graph.document import Design
from server.graph.drawing import Drawing, Problem
from server.graph.linter import advice, silenced
from server.graph.own import with_own
from server.graph.schemas import schemas
from server.graph.statistics import Columns, of_view, statistics
from server.samples.data import FOLDER, SAMPLES
from server.storage.evidence import giving_away
from server.storage.tabular import schema_of

ROWS = 400


class Stored(NamedTuple):
    """A dataset on disk, and what its view says."""

    path: Path
    columns: Columns


def stored(dataset: Dataset) -> Stored:
    folder = Path(tempfile.mkdtemp(dir=_folder()))
    saved = save(dataset, folder, "dataset")
    return Stored(saved.path, of_view(plain(view(dataset))))


@cache
def _folder() -> str:
    held = tempfile.TemporaryDirectory()
    _kept.append(held)
    return held.name


_kept: list[Any] = []


def loans(**columns: Any) -> Dataset:
    """Loans without a mistake in them: an income, years, a purpose, and whether each was paid back."""
    random = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "income": random.normal(50, 10, ROWS).round(1),
            "years": random.integers(0, 30, ROWS),
            "purpose": random.choice(["car", "house", "trip"], ROWS),
            "paid": random.choice(["no", "yes"], ROWS, p=[0.4, 0.6]),
        }
    )
    return Dataset(frame.assign(**columns), {"paid": "label"})


@cache
def sample(name: str) -> Stored:
    """The data of a sample, as the server reads them."""
    path = FOLDER / SAMPLES[name].file
    with tempfile.TemporaryDirectory() as made:
        unpacked = Path(made, path.name.removesuffix(".gz"))
        unpacked.write_bytes(gzip.decompress(path.read_bytes()))
        return stored(read_table(File(unpacked, unpacked.name), file_name=unpacked.name).results_dataset)


def drawing_of(design: Design, data: Mapping[str, Stored]) -> Drawing:
    """The design with what is known of its datasets; `data` by the id that its nodes name."""
    held = {
        f"{name}.dataset": data[str(node.parameters["dataset"])]
        for name, node in design.nodes.items()
        if node.module == "dataset"
    }
    modules = with_own(design, catalog())
    known: dict[str, PortSchema] = {reference: schema_of(one.path) for reference, one in held.items()}
    foreseen = schemas(design, modules, known)
    seen = {reference: one.columns for reference, one in held.items()}
    return Drawing(
        design,
        modules,
        foreseen,
        {name: name for name in data},
        statistics=statistics(design, modules, foreseen, seen),
        evidence=lambda reference, label: giving_away(held[reference].path, label) if reference in held else None,
    )


def heard(drawing: Drawing) -> list[Problem]:
    """The advice that is not silenced."""
    return [problem for problem in advice(drawing) if not silenced(drawing, problem)]
