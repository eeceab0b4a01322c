"""What scikit-learn, scipy and gensim need for text, statistics, projections, scores and measures."""

from typing import Any

import numpy as np
import pandas as pd
from sklearn import metrics

from modules.kit import Dataset, catalog
from tests.benchmarks.baselines.baseline import Baseline, BaselineCase, make_inputs, select_columns
from tests.benchmarks.benchmark_tables import NUMBER_COLUMNS, make_benchmark_table, make_labeled_table, make_texts
from tests.modules.learning.test_same_numbers import BY_HAND, make_learner


def build_pca(rows: int) -> Baseline:
    from sklearn.decomposition import PCA
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    frame = make_benchmark_table(rows)[NUMBER_COLUMNS]
    made = make_pipeline(StandardScaler(), PCA(2, random_state=0))
    return Baseline("StandardScaler, PCA", lambda: made.fit_transform(frame), make_inputs(frame))


def build_t_sne(rows: int) -> Baseline:
    from sklearn.manifold import TSNE
    from sklearn.preprocessing import StandardScaler

    frame = make_benchmark_table(rows)[NUMBER_COLUMNS]
    made = TSNE(2, perplexity=30, max_iter=250, random_state=0)
    return Baseline(
        "TSNE",
        lambda: made.fit_transform(StandardScaler().fit_transform(frame)),
        make_inputs(frame),
        {"iterations": 250},
    )


def build_umap(rows: int) -> Baseline:
    from sklearn.preprocessing import StandardScaler
    from umap import UMAP

    frame = make_benchmark_table(rows)[NUMBER_COLUMNS]
    made = UMAP(random_state=0, n_jobs=1)
    return Baseline("UMAP", lambda: made.fit_transform(StandardScaler().fit_transform(frame)), make_inputs(frame))


def build_feature_selection(rows: int) -> Baseline:
    from sklearn.feature_selection import SelectKBest, f_regression

    frame = make_labeled_table(rows, "price")
    selector = SelectKBest(f_regression, k=3)
    parameters = {"target_column": "price", "number_of_desired_features": 3}
    numbers = frame[[*NUMBER_COLUMNS, "price"]]
    return Baseline(
        "SelectKBest(f_regression)",
        lambda: selector.fit(numbers[NUMBER_COLUMNS], numbers["price"]),
        make_inputs(numbers),
        parameters,
    )


def build_permutation_importance(rows: int) -> Baseline:
    from sklearn.inspection import permutation_importance

    frame = make_labeled_table(rows, "price")[[*NUMBER_COLUMNS, "price"]]
    model = train_learner("linear_regression", Dataset(frame), "price")
    pipeline = model.pipeline
    inputs = {"trained_model": model, "test_data": Dataset(frame)}
    return Baseline(
        "permutation_importance",
        lambda: permutation_importance(
            pipeline, frame[NUMBER_COLUMNS], frame["price"], scoring="neg_root_mean_squared_error", n_repeats=1
        ),
        inputs,
        {"metric": "Root Mean Squared Error"},
    )


def train_learner(name: str, dataset: Dataset, label: str) -> Any:
    given = {"untrained_model": make_learner(name), "dataset": dataset}
    return catalog()["train_model"].run(given, {"label": label})["trained_model"]


def build_scoring(rows: int) -> Baseline:
    frame = make_labeled_table(rows, "paid")
    model = train_learner("two_class_logistic_regression", Dataset(frame), "paid")
    features = frame.drop(columns="paid")
    by_hand = BY_HAND["two_class_logistic_regression"]["two-class"](0)
    by_hand.fit(features, frame["paid"].to_numpy(dtype=object))
    inputs = {"trained_model": model, "dataset": Dataset(frame)}
    return Baseline("pipeline.predict_proba", lambda: by_hand.predict_proba(features), inputs)


def build_evaluation(rows: int) -> Baseline:
    frame = make_labeled_table(rows, "paid")
    model = train_learner("two_class_logistic_regression", Dataset(frame), "paid")
    scored = catalog()["score_model"].run({"trained_model": model, "dataset": Dataset(frame)}, {})["scored_dataset"]
    truth = scored.frame["paid"].to_numpy(dtype=object)
    called = scored.frame["Scored Labels"].to_numpy(dtype=object)
    given = scored.frame["Scored Probabilities"].to_numpy()

    def measured() -> object:
        right = truth == "yes"
        return (
            metrics.classification_report(truth, called, output_dict=True),
            metrics.confusion_matrix(truth, called),
            metrics.roc_auc_score(right, given),
            metrics.average_precision_score(right, given),
            metrics.log_loss(right, given),
            metrics.roc_curve(right, given),
            metrics.precision_recall_curve(right, given),
            metrics.brier_score_loss(right, given),
        )

    return Baseline("eight functions of sklearn.metrics", measured, {"scored_dataset": scored})


def build_cross_validation(rows: int) -> Baseline:
    from sklearn.model_selection import KFold, cross_validate

    frame = make_labeled_table(rows, "price")
    by_hand = BY_HAND["linear_regression"]["regression"](0)
    scores = ["neg_mean_absolute_error", "neg_root_mean_squared_error", "r2"]
    features, target = frame.drop(columns="price"), frame["price"].to_numpy()
    inputs = {"untrained_model": make_learner("linear_regression"), "dataset": Dataset(frame)}
    return Baseline(
        "cross_validate",
        lambda: cross_validate(by_hand, features, target, cv=KFold(5, shuffle=True, random_state=0), scoring=scores),
        inputs,
        {"label": "price", "number_of_folds": 5},
    )


def build_correlation(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)[NUMBER_COLUMNS]
    return Baseline("DataFrame.corr", frame.corr, make_inputs(frame))


def build_summary(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)

    def summarized() -> object:
        numbers = frame[NUMBER_COLUMNS]
        return (
            frame.describe(include="all"),
            frame.nunique(),
            frame.isna().sum(),
            numbers.quantile([0.01, 0.05, 0.95, 0.99]),
            numbers.skew(),
            numbers.kurt(),
            numbers.var(),
            frame.mode(),
        )

    return Baseline("describe, quantile, skew, kurt, mode", summarized, make_inputs(frame))


def build_hypothesis_test(rows: int) -> Baseline:
    from scipy import stats

    frame = make_benchmark_table(rows).assign(half=np.arange(rows) % 2)

    def tested() -> object:
        first, second = frame["income"][frame["half"] == 0], frame["income"][frame["half"] == 1]
        return stats.ttest_ind(first, second, equal_var=False).confidence_interval()

    return Baseline("scipy.stats.ttest_ind", tested, make_inputs(frame), {"column": "income", "group_column": "half"})


def build_n_grams(rows: int) -> Baseline:
    from sklearn.feature_extraction.text import CountVectorizer

    frame = make_texts(rows)
    vectorizer = CountVectorizer(binary=True, min_df=5)
    return Baseline(
        "CountVectorizer, DataFrame",
        lambda: pd.DataFrame(
            vectorizer.fit_transform(frame["text"]).toarray(), columns=vectorizer.get_feature_names_out()
        ),
        make_inputs(frame),
        {"text_column": "text"},
    )


def build_hashing(rows: int) -> Baseline:
    from sklearn.feature_extraction.text import HashingVectorizer

    frame = make_texts(rows)
    vectorizer = HashingVectorizer(n_features=1024, ngram_range=(1, 2), norm=None, alternate_sign=False)
    return Baseline(
        "HashingVectorizer, DataFrame",
        lambda: pd.DataFrame(vectorizer.transform(frame["text"]).toarray()),
        make_inputs(frame),
        {"target_columns": select_columns("text")},
    )


def build_topics(rows: int) -> Baseline:
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.pipeline import make_pipeline

    frame = make_texts(rows)
    allocation = LatentDirichletAllocation(
        5, learning_method="online", batch_size=32, max_iter=3, total_samples=rows, random_state=0
    )
    made = make_pipeline(CountVectorizer(ngram_range=(1, 2), max_features=20_000), allocation)
    parameters = {"target_columns": select_columns("text"), "number_of_training_iterations": 3}
    return Baseline(
        "LatentDirichletAllocation", lambda: made.fit_transform(frame["text"]), make_inputs(frame), parameters
    )


def build_word_vectors(rows: int) -> Baseline:
    from gensim.models import Word2Vec

    frame = make_texts(rows)
    parameters = {"target_column": "text", "number_of_epochs": 2}
    return Baseline(
        "gensim Word2Vec",
        lambda: Word2Vec([text.split() for text in frame["text"]], vector_size=100, sg=1, epochs=2, workers=1, seed=0),
        make_inputs(frame),
        parameters,
    )


ANALYSIS_CASES: dict[str, BaselineCase] = {
    "principal_component_analysis": BaselineCase(build_pca),
    "t_sne_projection": BaselineCase(build_t_sne, rows=1_000),
    "umap_projection": BaselineCase(build_umap, rows=2_000),
    "filter_based_feature_selection": BaselineCase(build_feature_selection),
    "permutation_feature_importance": BaselineCase(build_permutation_importance),
    "score_model": BaselineCase(build_scoring),
    "evaluate_model": BaselineCase(build_evaluation),
    "cross_validate_model": BaselineCase(build_cross_validation),
    "correlation": BaselineCase(build_correlation),
    "summarize_data": BaselineCase(build_summary),
    "test_hypothesis": BaselineCase(build_hypothesis_test),
    "extract_n_gram_features_from_text": BaselineCase(build_n_grams, rows=20_000),
    "feature_hashing": BaselineCase(build_hashing, rows=20_000),
    "latent_dirichlet_allocation": BaselineCase(build_topics, rows=2_000),
    "convert_word_to_vector": BaselineCase(build_word_vectors, rows=20_000),
}
