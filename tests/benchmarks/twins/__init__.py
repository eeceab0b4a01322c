"""The library calls that modules are measured against, and the modules that have none."""

from tests.benchmarks.twins import analysing, learning, transforming
from tests.benchmarks.twins.twin import Case, Twin

__all__ = ["CASES", "WITHOUT", "Case", "Twin"]

CASES: dict[str, Case] = {**transforming.CASES, **analysing.CASES, **learning.CASES}

#: Why a module is not measured.
WITHOUT: dict[str, str] = {
    **dict.fromkeys(
        ("dataset", "file", "stored_dataset", "stored_model", "stored_transformation"),
        "hands on what is stored; see Pipeline",
    ),
    "import_data": "waits for a network or a database",
    "export_data": "writes what Convert to CSV makes",
    **dict.fromkeys(("web_service_input", "web_service_output"), "passes its input on"),
    "assign_data_to_clusters": "what the trainers of clusters do after training, measured with them",
    **dict.fromkeys(("train_model", "train_anomaly_detection_model", "train_clustering_model"), "measured per learner"),
    "tune_model_hyperparameters": "as many trainings as it has trials, measured per learner",
    **dict.fromkeys(("create_python_model", "execute_python_script", "execute_r_script"), "the user's code"),
    **dict.fromkeys(
        (
            "apply_image_transformation",
            "convert_to_image_directory",
            "densenet",
            "init_image_transformation",
            "resnet",
            "score_image_model",
            "split_image_directory",
            "train_pytorch_model",
        ),
        "of images, not rows; no library has an image directory",
    ),
    **dict.fromkeys(
        (
            "evaluate_recommender",
            "score_svd_recommender",
            "score_wide_and_deep_recommender",
            "train_wide_and_deep_recommender",
        ),
        "no library call: the network and the orders are our own",
    ),
    "preprocess_text": "no library call: many expressions in a row",
    **dict.fromkeys(("score_vowpal_wabbit_model", "train_vowpal_wabbit_model"), "is Vowpal Wabbit's own program"),
}
