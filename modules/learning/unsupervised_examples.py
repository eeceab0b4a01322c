"""Small datasets for the examples of clusterings and anomaly detection, and models trained on them."""

import numpy as np
import pandas as pd

from modules.kit import Dataset, TrainedModel, UntrainedModel
from modules.learning.anomaly import anomaly_learner
from modules.learning.cluster_parameters import FEATURES
from modules.learning.clustering import cluster_learner, fit_clusters


def shoppers(rows: int = 60) -> Dataset:
    """Customers of three kinds: young and thrifty, middle-aged and wealthy, old and frequent."""
    random = np.random.default_rng(0)
    kind = np.arange(rows) % 3
    age, visits = 25 + 20 * kind + random.normal(0, 3, rows), 2 + 4 * kind + random.poisson(1, rows)
    basket = np.array([20.0, 80.0, 35.0])[kind] + random.normal(0, 4, rows)
    member = np.where(kind == 1, "yes", "no")
    frame = pd.DataFrame({"age": age.round(1), "visits": visits, "basket": basket.round(2), "member": member})
    return Dataset(frame)


def grouping() -> UntrainedModel:
    """K-means with three centres."""
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import MinMaxScaler

    estimator = KMeans(3, n_init=1, random_state=0)
    return cluster_learner("K-Means Clustering", estimator, {"number_of_centroids": 3}, scaler=MinMaxScaler())


def groups() -> TrainedModel:
    return fit_clusters(grouping(), shoppers(), FEATURES)[0]


def detector() -> UntrainedModel:
    """A small isolation forest."""
    from sklearn.ensemble import IsolationForest

    estimator = IsolationForest(n_estimators=20, contamination=0.1, random_state=0)
    return anomaly_learner("Isolation Forest", estimator, {"number_of_trees": 20})
