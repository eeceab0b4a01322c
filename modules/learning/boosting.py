"""Settings that all learners of the libraries LightGBM and XGBoost share, which come with the extra `boosting`."""

from collections.abc import Mapping
from typing import Any

#: Trees are grown leaf by leaf; the same seed gives the same trees on any number of processors.
LIGHTGBM_SETTINGS: Mapping[str, Any] = {
    "deterministic": True,
    "force_row_wise": True,
    "importance_type": "gain",
    "verbosity": -1,
}
#: Trees are grown level by level, on histograms.
XGBOOST_SETTINGS: Mapping[str, Any] = {"tree_method": "hist", "importance_type": "total_gain"}
