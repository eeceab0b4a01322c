"""The words by which people who come from other tools look for a module."""

from collections import Counter

import pytest

from modules.kit import catalog

#: {what is typed: a module that must be found by it}
EXPECTED_MODULES = {
    "random forest": "multiclass_decision_forest",
    "xgboost": "two_class_boosted_decision_tree",
    "k-means": "k_means_clustering",
    "one-hot": "convert_to_indicator_values",
    "impute": "clean_missing_data",
    "scale": "normalize_data",
    "dedupe": "remove_duplicate_rows",
    "oversample": "smote",
    "train_test_split": "split_data",
    "GridSearchCV": "tune_model_hyperparameters",
    "merge": "join_data",
    "VLOOKUP": "join_data",
    "anti join": "join_data",
    "append fields": "cross_join",
    "merge_asof": "join_as_of",
    "interval join": "join_by_range",
    "fuzzy match": "fuzzy_join",
    "lag": "window",
    "shift": "window",
    "rolling": "window",
    "moving average": "window",
    "cumsum": "window",
    "multi-row formula": "window",
    "record ID": "add_row_number",
    "top n": "select_rows_per_group",
    "nlargest": "select_rows_per_group",
    "bootstrap": "bootstrap_sample",
    "shuffle": "shuffle_rows",
    "IQR": "outliers",
    "numeric outliers": "outliers",
    "diff": "compare_tables",
    "table difference checker": "compare_tables",
    "OrdinalEncoder": "encode_categories",
    "hashing trick": "encode_categories",
    "frequency encoding": "encode_categories",
    "RobustScaler": "normalize_data",
    "PowerTransformer": "normalize_data",
    "KNNImputer": "clean_missing_data",
    "PolynomialFeatures": "polynomial_features",
    "interaction terms": "polynomial_features",
    "RFE": "eliminate_features",
    "backward elimination": "eliminate_features",
    "information gain": "rank_features",
    "apriori": "association_rules",
    "market basket": "association_rules",
    "Kaplan-Meier": "survival_curves",
    "survival analysis": "survival_curves",
    "bar chart": "chart",
    "scatter plot": "chart",
    "box plot": "chart",
    "heatmap": "chart",
    "distance matrix": "distances",
    "haversine": "distances",
    "scree plot": "principal_component_analysis",
    "data validation": "check_data",
    "great expectations": "check_data",
}


@pytest.mark.parametrize(("word", "name"), EXPECTED_MODULES.items())
def test_a_word_of_another_tool_belongs_to_a_module(word: str, name: str) -> None:
    assert word.casefold() in {keyword.casefold() for keyword in catalog()[name].keywords}


def test_every_module_of_the_palette_has_keywords_and_none_twice() -> None:
    for module in catalog().values():
        folded = [keyword.casefold() for keyword in module.keywords]
        assert bool(folded) == module.palette, module.name
        assert len(set(folded)) == len(folded), module.name


def test_modules_of_a_large_category_stand_under_headings() -> None:
    shown = [module for module in catalog().values() if module.palette]
    sizes = Counter(module.category for module in shown)
    large = [module for module in shown if sizes[module.category] > 20]
    headings = Counter(module.palette_group for module in large)
    assert "" not in headings, [module.name for module in large if not module.palette_group]
    assert 3 <= min(headings.values()) <= max(headings.values()) <= 12
