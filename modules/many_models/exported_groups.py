"""One model for each group, as it stands in exported scripts."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd


class ModelsOfGroups:
    """A pipeline fitted to the rows of each group; the one of all rows predicts those of other groups."""

    def __init__(self, pipeline: Any, keys: Sequence[str], fewest_rows: int, with_global_model: bool) -> None:
        self.pipeline = pipeline
        self.keys = list(keys)
        self.fewest_rows = fewest_rows
        self.with_global_model = with_global_model

    def fit(self, rows: pd.DataFrame, columns: Sequence[str], target: Any) -> "ModelsOfGroups":
        from sklearn.base import clone

        self.columns = list(columns)
        self.feature_names_in_ = np.array([*self.keys, *self.columns], dtype=object)
        target = np.asarray(target)
        self.models: dict[Any, Any] = {}
        table = []
        for key, places in rows.groupby(self.keys, sort=False, dropna=False).indices.items():
            reason = "" if len(places) >= self.fewest_rows else "too few rows"
            if not reason:
                try:
                    model = clone(self.pipeline).fit(rows.iloc[places][self.columns], target[places])
                    self.models[key if isinstance(key, tuple) else (key,)] = model
                except ValueError as error:
                    reason = str(error)
            named = key if isinstance(key, tuple) else (key,)
            table.append([*named, len(places), "Failed" if reason else "Trained", reason])
        self.groups = pd.DataFrame(table, columns=[*self.keys, "Rows", "State", "Reason"])
        general = clone(self.pipeline).fit(rows[self.columns], target)
        if hasattr(general, "classes_"):
            self.classes_ = general.classes_
        self.general = general if self.with_global_model else None
        return self

    def predict(self, rows: pd.DataFrame) -> Any:
        if hasattr(self, "classes_"):
            return self.classes_[self.predict_proba(rows).argmax(axis=1)]
        return self._predict_each(rows, lambda model, part: model.predict(part).reshape(-1, 1), 1)[:, 0]

    def predict_proba(self, rows: pd.DataFrame) -> Any:
        def predict_part(model: Any, part: pd.DataFrame) -> Any:
            found = pd.DataFrame(model.predict_proba(part), columns=model.classes_)
            return found.reindex(columns=self.classes_, fill_value=0.0).to_numpy()

        return self._predict_each(rows, predict_part, len(self.classes_))

    def _predict_each(self, rows: pd.DataFrame, predict_part: Any, width: int) -> Any:
        predicted = np.full((len(rows), width), np.nan)
        for key, places in rows.groupby(self.keys, sort=False, dropna=False).indices.items():
            model = self.models.get(key if isinstance(key, tuple) else (key,), self.general)
            if model is not None:
                predicted[places] = predict_part(model, rows.iloc[places][self.columns])
        return predicted
