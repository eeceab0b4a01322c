"""Small datasets for the examples of clusterings and anomaly detection, and models trained on them."""

import numpy as np
import pandas as pd

from modules.kit import Dataset, TrainedModel, UntrainedModel
from modules.learning.anomaly import build_anomaly_learner
from modules.learning.cluster_parameters import FEATURES
from modules.learning.clustering import build_cluster_learner, fit_clusters


def make_shoppers(rows: int = 60) -> Dataset:
    """Customers of three kinds: young and thrifty, middle-aged and wealthy, old and frequent."""
    random = np.random.default_rng(0)
    kind = np.arange(rows) % 3
    age, visits = 25 + 20 * kind + random.normal(0, 3, rows), 2 + 4 * kind + random.poisson(1, rows)
    basket = np.array([20.0, 80.0, 35.0])[kind] + random.normal(0, 4, rows)
    member = np.where(kind == 1, "yes", "no")
    frame = pd.DataFrame({"age": age.round(1), "visits": visits, "basket": basket.round(2), "member": member})
    return Dataset(frame)


def make_cluster_learner() -> UntrainedModel:
    """K-means with three centers."""
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import MinMaxScaler

    estimator = KMeans(3, n_init=1, random_state=0)
    return build_cluster_learner("K-Means Clustering", estimator, {"number_of_centroids": 3}, scaler=MinMaxScaler())


def make_cluster_model() -> TrainedModel:
    return fit_clusters(make_cluster_learner(), make_shoppers(), FEATURES)[0]


def make_anomaly_learner() -> UntrainedModel:
    """A small isolation forest."""
    from sklearn.ensemble import IsolationForest

    estimator = IsolationForest(n_estimators=20, contamination=0.1, random_state=0)
    return build_anomaly_learner("Isolation Forest", estimator, {"number_of_trees": 20})
