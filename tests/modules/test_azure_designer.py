"""All that Azure Machine Learning's designer has is here under its title, with its ports; what differs is told."""

from pathlib import Path

import pytest

from modules.kit import Module, catalog

#: {title: (inputs, outputs)} of every component of Azure Machine Learning"s designer, as its documentation calls them.
AZURE_MODULES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Enter Data Manually": ((), ("Dataset",)),
    "Export Data": (("Dataset",), ()),
    "Import Data": ((), ("Results dataset",)),
    "Add Columns": (("Left dataset", "Right dataset"), ("Combined dataset",)),
    "Add Rows": (("Dataset1", "Dataset2"), ("Results dataset",)),
    "Apply Math Operation": (("Dataset",), ("Results dataset",)),
    "Apply SQL Transformation": (("t1", "t2", "t3"), ("Results dataset",)),
    "Clean Missing Data": (("Dataset",), ("Cleaned dataset", "Cleaning transformation")),
    "Clip Values": (("Dataset",), ("Results dataset",)),
    "Convert to CSV": (("Dataset",), ("Results dataset",)),
    "Convert to Dataset": (("Dataset",), ("Results dataset",)),
    "Convert to Indicator Values": (("Dataset",), ("Results dataset", "Indicator values transformation")),
    "Edit Metadata": (("Dataset",), ("Results dataset",)),
    "Group Data into Bins": (("Dataset",), ("Quantized dataset", "Binning transformation")),
    "Join Data": (("Left dataset", "Right dataset"), ("Results dataset",)),
    "Normalize Data": (("Dataset",), ("Transformed dataset", "Transformation function")),
    "Partition and Sample": (("Dataset",), ("oDataset",)),
    "Remove Duplicate Rows": (("Dataset",), ("Results dataset",)),
    "SMOTE": (("Samples",), ("Table",)),
    "Select Columns Transform": (("Dataset with desired columns",), ("Columns selection transformation",)),
    "Select Columns in Dataset": (("Dataset",), ("Results dataset",)),
    "Split Data": (("Dataset",), ("Results dataset1", "Results dataset2")),
    "Filter Based Feature Selection": (("Dataset",), ("Filtered dataset", "Features")),
    "Permutation Feature Importance": (("Trained model", "Test data"), ("Feature importance",)),
    "Summarize Data": (("Dataset",), ("Results dataset",)),
    "Boosted Decision Tree Regression": ((), ("Untrained model",)),
    "Decision Forest Regression": ((), ("Untrained model",)),
    "Fast Forest Quantile Regression": ((), ("Untrained model",)),
    "Linear Regression": ((), ("Untrained model",)),
    "Neural Network Regression": ((), ("Untrained model",)),
    "Poisson Regression": ((), ("Untrained model",)),
    "K-Means Clustering": ((), ("Untrained model",)),
    "Multiclass Boosted Decision Tree": ((), ("Untrained model",)),
    "Multiclass Decision Forest": ((), ("Untrained model",)),
    "Multiclass Logistic Regression": ((), ("Untrained model",)),
    "Multiclass Neural Network": ((), ("Untrained model",)),
    "One-vs-All Multiclass": (("Untrained binary classification model",), ("Untrained model",)),
    "One-vs-One Multiclass": (("Untrained binary classification model",), ("Untrained model",)),
    "Two-Class Averaged Perceptron": ((), ("Untrained model",)),
    "Two-Class Boosted Decision Tree": ((), ("Untrained model",)),
    "Two-Class Decision Forest": ((), ("Untrained model",)),
    "Two-Class Logistic Regression": ((), ("Untrained model",)),
    "Two-Class Neural Network": ((), ("Untrained model",)),
    "Two-Class Support Vector Machine": ((), ("Untrained model",)),
    "Train Clustering Model": (("Untrained model", "Dataset"), ("Trained model", "Results dataset")),
    "Train Model": (("Untrained model", "Dataset"), ("Trained model",)),
    "Train PyTorch Model": (("Untrained model", "Training dataset", "Validation dataset"), ("Trained model",)),
    "Tune Model Hyperparameters": (
        ("Untrained model", "Training dataset", "Optional validation dataset"),
        ("Sweep results", "Trained best model"),
    ),
    "Apply Transformation": (("Transformation", "Dataset"), ("Transformed dataset",)),
    "Assign Data to Clusters": (("Trained model", "Dataset"), ("Results dataset",)),
    "Cross Validate Model": (("Untrained model", "Dataset"), ("Scored results", "Evaluation results by fold")),
    "Evaluate Model": (("Scored dataset", "Scored dataset to compare"), ("Evaluation results",)),
    "Score Image Model": (("Trained model", "Dataset"), ("Scored dataset",)),
    "Score Model": (("Trained model", "Dataset"), ("Scored dataset",)),
    "Create Python Model": ((), ("Untrained model",)),
    "Execute Python Script": (("Dataset1", "Dataset2", "Script bundle"), ("Result dataset", "Result dataset2")),
    "Execute R Script": (("Dataset1", "Dataset2", "Script Bundle"), ("Result dataset", "Result dataset2")),
    "Convert Word to Vector": (("Dataset",), ("Vocabulary with embeddings",)),
    "Extract N-Gram Features from Text": (("Dataset", "Input vocabulary"), ("Results dataset", "Result vocabulary")),
    "Feature Hashing": (("Dataset",), ("Transformed dataset",)),
    "Preprocess Text": (("Dataset", "Stop words"), ("Results dataset",)),
    "Latent Dirichlet Allocation": (
        ("Dataset",),
        ("Transformed dataset", "Feature topic matrix", "LDA transformation"),
    ),
    "Train Vowpal Wabbit Model": (
        ("Pre-trained Vowpal Wabbit model", "Training data"),
        ("Trained Vowpal Wabbit model",),
    ),
    "Score Vowpal Wabbit Model": (("Trained Vowpal Wabbit model", "Test data"), ("Scored dataset",)),
    "Apply Image Transformation": (
        ("Input image transformation", "Input image directory"),
        ("Output image directory",),
    ),
    "Convert to Image Directory": (("Input dataset",), ("Output image directory",)),
    "Init Image Transformation": ((), ("Output image transformation",)),
    "Split Image Directory": (("Input image directory",), ("Output image directory1", "Output image directory2")),
    "DenseNet": ((), ("Untrained model",)),
    "ResNet": ((), ("Untrained model",)),
    "Evaluate Recommender": (("Test dataset", "Scored dataset"), ("Metric",)),
    "Score SVD Recommender": (("Trained SVD recommendation", "Dataset to score", "Training data"), ("Scored dataset",)),
    "Score Wide and Deep Recommender": (
        (
            "Trained Wide and Deep recommendation model",
            "Dataset to score",
            "User features",
            "Item features",
            "Training data",
        ),
        ("Scored dataset",),
    ),
    "Train SVD Recommender": (("Training dataset of user-item-rating triples",), ("Trained SVD recommendation",)),
    "Train Wide and Deep Recommender": (
        ("Training dataset of user-item-rating triples", "User features", "Item features"),
        ("Trained Wide and Deep recommendation model",),
    ),
    "PCA-Based Anomaly Detection": ((), ("Untrained model",)),
    "Train Anomaly Detection Model": (("Untrained model", "Dataset"), ("Trained model",)),
    "Web Service Input": ((), ("Output",)),
    "Web Service Output": (("Input",), ()),
}
#: {title: {port there: port here}} where a port has another title, None where it is not needed.
RENAMED_PORTS: dict[str, dict[str, str]] = {
    "Convert Word to Vector": {"Vocabulary with embeddings": "Results dataset"},
    "Init Image Transformation": {"Output image transformation": "Transformation"},
    "Partition and Sample": {"oDataset": "Partitioned dataset"},
    "Split Image Directory": {
        "Output image directory1": "Output image directory 1",
        "Output image directory2": "Output image directory 2",
    },
    "Web Service Input": {"Output": "Results dataset"},
    "Web Service Output": {"Input": "Dataset"},
    "Convert to Image Directory": {"Input dataset": "Zip of folders"},
}
AZURE_GUIDE = Path(__file__).parents[2] / "docs" / "coming-from-azure.md"


def map_titles() -> dict[str, Module]:
    return {module.title: module for module in catalog().values()}


def test_every_component_is_here() -> None:
    assert len(AZURE_MODULES) == 79
    assert set(AZURE_MODULES) <= set(map_titles())


@pytest.mark.parametrize("title", AZURE_MODULES)
def test_a_component_has_the_ports_that_it_has_there(title: str) -> None:
    renamed = RENAMED_PORTS.get(title, {})
    module = map_titles()[title]
    for wanted, ports in zip(AZURE_MODULES[title], (module.inputs, module.outputs), strict=True):
        here = [port.title for port in ports]
        assert {renamed.get(name, name).casefold() for name in wanted} <= {name.casefold() for name in here}


def test_the_guide_names_only_what_is_here() -> None:
    rows = [line for line in AZURE_GUIDE.read_text(encoding="utf-8").splitlines() if line.startswith("| **")]
    assert len(rows) >= 20
    assert {row.split("**")[1] for row in rows} <= set(map_titles())
