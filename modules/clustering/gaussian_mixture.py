"""Gaussian Mixture: clusters as normal distributions, with a probability for each row."""

from modules.kit import Seed, Traits
from modules.learning.cluster_parameters import Covariance, Iterations, MixtureSize, NumberOfStarts, VarianceAdded
from modules.learning.clustering import ClusterLearner
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import NormalizeFeatures


@learner(
    "Gaussian Mixture",
    category="Clustering",
    icon="blob",
    task="clustering",
    kind=ClusterLearner,
    traits=Traits(requires_dense=True, ignores_weights=True),
    keywords=("GMM", "GaussianMixture", "expectation maximization", "EM", "soft clustering", "segmentation"),
)
def gaussian_mixture(
    *,
    number_of_clusters: MixtureSize = 3,
    covariance: Covariance = "Full",
    regularization: VarianceAdded = 1e-6,
    number_of_starts: NumberOfStarts = 1,
    iterations: Iterations = 100,
    normalize_features: NormalizeFeatures = True,
    seed: Seed = 0,
) -> Estimator:
    """Describe the rows as a mixture of normal distributions, with a probability for each assignment.

    Clusters may differ in size and be stretched in any direction, while k-means works best for balls. Fitted by
    expectation maximization (Dempster, Laird and Rubin, Journal of the Royal Statistical Society B 39, 1977). The
    assignments come with their probability. To choose the number of clusters, compare the Bayesian information
    criterion that the trained model shows: lower is better.
    """
    from sklearn.mixture import GaussianMixture
    from sklearn.preprocessing import StandardScaler

    kinds = {"Full": "full", "Tied": "tied", "Diagonal": "diag", "Spherical": "spherical"}
    estimator = GaussianMixture(
        n_components=number_of_clusters,
        covariance_type=kinds[covariance],
        reg_covar=regularization,
        n_init=number_of_starts,
        max_iter=iterations,
        random_state=seed,
    )
    return add_scaler(estimator, StandardScaler() if normalize_features else None)
