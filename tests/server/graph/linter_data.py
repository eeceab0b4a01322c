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
from modules.kit.artifact_views import build_view
from modules.kit.module_spec import PortSchema
from modules.kit.serialization import save_value
from modules.kit.views.dataset_view import DatasetView
from server.graph.analyzed_design import AnalyzedDesign, Problem
from server.graph.column_statistics import StatisticsByColumn, propagate_statistics, read_view_statistics
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design
from server.graph.linter import find_advice, is_silenced
from server.graph.schema_inference import infer_schemas
from server.samples.sample_data import SAMPLE_DATA_FOLDER, SAMPLE_DATASETS
from server.storage.table_data import table_evidence
from server.storage.table_data.arrow_io import read_schema
from server.storage.table_data.leakage_statistics import find_leaking_columns

LOAN_ROWS = 400


class StoredDataset(NamedTuple):
    """A dataset on disk, and what its view says."""

    path: Path
    columns: StatisticsByColumn


def store_dataset(dataset: Dataset) -> StoredDataset:
    folder = Path(tempfile.mkdtemp(dir=_make_folder()))
    saved = save_value(dataset, folder, "dataset")
    view = build_view(dataset)
    assert isinstance(view, DatasetView)
    return StoredDataset(saved.path, read_view_statistics(view))


@cache
def _make_folder() -> str:
    held = tempfile.TemporaryDirectory()
    _open_folders.append(held)
    return held.name


_open_folders: list[Any] = []


def make_loans(**columns: Any) -> Dataset:
    """Loans without a mistake in them: an income, years, a purpose, and whether each was paid back."""
    random = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "income": random.normal(50, 10, LOAN_ROWS).round(1),
            "years": random.integers(0, 30, LOAN_ROWS),
            "purpose": random.choice(["car", "house", "trip"], LOAN_ROWS),
            "paid": random.choice(["no", "yes"], LOAN_ROWS, p=[0.4, 0.6]),
        }
    )
    return Dataset(frame.assign(**columns), {"paid": "label"})


@cache
def read_sample(name: str) -> StoredDataset:
    """The data of a sample, as the server reads them."""
    path = SAMPLE_DATA_FOLDER / SAMPLE_DATASETS[name].file
    with tempfile.TemporaryDirectory() as made:
        unpacked = Path(made, path.name.removesuffix(".gz"))
        unpacked.write_bytes(gzip.decompress(path.read_bytes()))
        return store_dataset(read_table(File(unpacked, unpacked.name), file_name=unpacked.name).results_dataset)


class HeldEvidence(NamedTuple):
    """What the rows of datasets show; by the reference of the nodes that bring them."""

    paths: Mapping[str, Path]

    def is_stored(self, reference: str) -> bool:
        return reference in self.paths

    def measure_columns(self, reference: str) -> tuple[int, Mapping[str, int]]:
        return table_evidence.measure_columns(self.paths[reference])

    def count_repeated_rows(self, reference: str) -> tuple[int, int]:
        return table_evidence.count_repeated_rows(self.paths[reference])

    def find_text_dates(self, reference: str) -> Mapping[str, tuple[str, str | None, bool]]:
        return table_evidence.find_text_dates(self.paths[reference])

    def find_lone_predictor(self, reference: str, label: str) -> tuple[str, str, float, float] | None:
        return table_evidence.find_lone_predictor(self.paths[reference], label)


def analyze_with_data(design: Design, data: Mapping[str, StoredDataset]) -> AnalyzedDesign:
    """The design with what is known of its datasets; `data` by the id that its nodes name."""
    held = {
        f"{name}.dataset": data[str(node.parameters["dataset"])]
        for name, node in design.nodes.items()
        if node.module == "dataset"
    }
    modules = add_custom_modules(design, catalog())
    known: dict[str, PortSchema] = {reference: read_schema(one.path) for reference, one in held.items()}
    foreseen = infer_schemas(design, modules, known)
    seen = {reference: one.columns for reference, one in held.items()}
    return AnalyzedDesign(
        design,
        modules,
        foreseen,
        {name: name for name in data},
        statistics=propagate_statistics(design, modules, foreseen, seen),
        find_evidence=lambda reference, label: (
            find_leaking_columns(held[reference].path, label) if reference in held else None
        ),
        evidence=HeldEvidence({reference: one.path for reference, one in held.items()}),
    )


def list_advice(drawing: AnalyzedDesign) -> list[Problem]:
    """The advice that is not silenced."""
    return [problem for problem in find_advice(drawing) if not is_silenced(drawing, problem)]
