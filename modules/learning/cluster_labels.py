"""What a clustering does with a label column: fill in what is missing, or overwrite it from the rows at the centers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError, Schema
from modules.kit.schema import infer_column_type
from modules.learning.encoding import NUMBER_TYPES, TEXT_TYPES
from modules.learning.feature_space import EncodedPoints, FeatureSpace, NumberSteps, encode_points, fit_space


def find_label(schema: Schema) -> str | None:
    """The first column with the role of a label."""
    return next(iter(schema.names_with_role("label")), None)


def find_required_label(dataset: Dataset, *, port: str) -> str:
    """The label column that the assign label mode needs (24), with a value somewhere (134)."""
    label = find_label(dataset.schema)
    if label is None:
        message = f"The assign label mode of this clustering needs a label column, and the data at '{port}' has none."
        raise ModuleError(24, f"{message} Mark it with Edit Metadata, or ignore labels.", port=port)
    if infer_column_type(dataset.frame[label]) not in NUMBER_TYPES | TEXT_TYPES:
        message = f"The label '{label}' must hold numbers or categories. It holds {dataset.frame[label].dtype}."
        raise ModuleError(23, message, port=port, column=label)
    if not dataset.frame[label].notna().any():
        raise ModuleError(134, f"Column '{label}' is missing in all rows.", port=port, column=label)
    return label


@dataclass(frozen=True)
class LabelImputer:
    """Fills in missing labels with that of the most similar labeled row, compared by the other features."""

    label: str
    space: FeatureSpace
    rows: Any
    labels: "pd.Series[Any]"

    @classmethod
    def from_dataset(cls, dataset: Dataset, names: Sequence[str], steps: NumberSteps, *, port: str) -> "LabelImputer":
        label = find_required_label(dataset, port=port)
        others = [name for name in names if name != label]
        if not others:
            raise ModuleError(47, f"The data at '{port}' has no feature column besides the label '{label}'.", port=port)
        known = dataset.with_frame(dataset.frame.loc[dataset.frame[label].notna()])
        space, points = fit_space(known, others, steps, port=port)
        return cls(label, space, points.rows, known.frame[label].loc[points.present].reset_index(drop=True))

    def fill(self, dataset: Dataset, *, port: str) -> Dataset:
        """The dataset with its missing labels filled in; all of them where it has no label column."""
        from sklearn.neighbors import NearestNeighbors

        known = dataset.frame[self.label] if self.label in dataset.frame else pd.Series([None] * dataset.rows)
        missing = known.isna().to_numpy()
        if not missing.any():
            return dataset
        points = encode_points(self.space, dataset, port=port)
        wanted = points.present & missing
        labels = known.reset_index(drop=True).astype(self.labels.dtype)
        if wanted.any():
            neighbors = NearestNeighbors(n_neighbors=1).fit(self.rows)
            nearest = neighbors.kneighbors(points.rows[missing[points.present]], return_distance=False)[:, 0]
            labels[wanted] = self.labels.iloc[nearest].to_numpy()
        filled = dataset.frame.reset_index(drop=True).assign(**{self.label: labels})
        return dataset.with_frame(filled).with_role("label", self.label)


@dataclass(frozen=True)
class CenterLabels:
    """The label of the labeled row closest to the center of each cluster."""

    label: str
    labels: "pd.Series[Any]"

    @classmethod
    def from_nearest_rows(
        cls, dataset: Dataset, points: EncodedPoints, clusters: Any, centers: Any, *, port: str
    ) -> "CenterLabels":
        from sklearn.metrics.pairwise import euclidean_distances

        label = find_required_label(dataset, port=port)
        known = dataset.frame[label].loc[points.present].reset_index(drop=True)
        labeled = known.notna().to_numpy()
        if not labeled.any():
            message = f"No row with a label '{label}' has a value in every chosen column."
            raise ModuleError(134, message, port=port, column=label)
        distances = euclidean_distances(centers, points.rows[labeled])
        # A row of the cluster itself comes before a nearer one of another cluster.
        outside = clusters[labeled][None, :] != np.arange(len(centers))[:, None]
        order = np.lexsort((distances, outside), axis=1)[:, 0]
        return cls(label, known[labeled].iloc[order].reset_index(drop=True))

    def overwrite(self, dataset: Dataset, assigned: Any) -> Dataset:
        """The dataset with the label of its cluster in each row that has one."""
        there = self.label in dataset.frame
        labels = dataset.frame[self.label] if there else pd.Series([None] * dataset.rows)
        changed = labels.reset_index(drop=True).astype(self.labels.dtype)
        changed[assigned.present] = self.labels.iloc[assigned.clusters].to_numpy()
        frame = dataset.frame.reset_index(drop=True).assign(**{self.label: changed})
        return dataset.with_frame(frame).with_role("label", self.label)
