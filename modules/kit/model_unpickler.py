"""Stored models name their classes by file and name: what has moved since is found where it is now.

Fields of these classes stay as they are, since models keep them by name. Whoever moves or renames a class or function
that ends up in models adds its former place here, and never takes one away.
"""

import pickle
from collections.abc import Mapping

#: {(file, name) that stored models may name: (file, name) of today}
FORMER_NAMES: Mapping[tuple[str, str], tuple[str, str]] = {
    ("modules.data_transformation.group_data_into_bins", "Output"): (
        "modules.data_transformation.group_data_into_bins",
        "BinOutput",
    ),
    ("modules.learning.cluster_labels", "Filler"): ("modules.learning.cluster_labels", "LabelImputer"),
    ("modules.learning.clustering", "Reference"): ("modules.learning.clustering", "ClusterReference"),
    ("modules.learning.numbered", "NumberedClasses"): (
        "modules.learning.label_encoded_classifier",
        "LabelEncodedClassifier",
    ),
    ("modules.learning.scripted", "ScriptEstimator"): ("modules.learning.script_estimator", "ScriptEstimator"),
    ("modules.learning.space", "Space"): ("modules.learning.feature_space", "FeatureSpace"),
    ("modules.recommendation.traits", "Traits"): ("modules.recommendation.entity_features", "EntityFeatures"),
    ("modules.recommendation.wide_and_deep", "Shape"): ("modules.recommendation.wide_and_deep", "WideAndDeepShape"),
    ("modules.text_analytics.n_grams", "Cutting"): ("modules.text_analytics.n_grams", "NGramSettings"),
    ("modules.vision.changes", "ImageTransformation"): ("modules.vision.augmentations", "ImageTransformation"),
    ("modules.vision.networks", "ImageNetwork"): ("modules.vision.image_networks", "ImageNetwork"),
    ("modules.vision.training", "TrainedNetwork"): ("modules.vision.image_training", "TrainedNetwork"),
}


class ModelUnpickler(pickle.Unpickler):
    """Loads models of this version and of those before it."""

    def find_class(self, module: str, name: str, /) -> object:
        return super().find_class(*FORMER_NAMES.get((module, name), (module, name)))
