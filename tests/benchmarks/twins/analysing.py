"""What scikit-learn, scipy and gensim need for text, statistics, projections, scores and measures."""

from typing import Any

import numpy as np
import pandas as pd
from sklearn import metrics

from modules.kit import Dataset, catalog
from tests.benchmarks.tables import NUMBERS, labelled, table, texts
from tests.benchmarks.twins.twin import Case, Twin, columns, one
from tests.modules.learning.test_same_numbers import BY_HAND, learner


def pca(rows: int) -> Twin:
    from sklearn.decomposition import PCA
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    frame = table(rows)[NUMBERS]
    made = make_pipeline(StandardScaler(), PCA(2, random_state=0))
    return Twin("StandardScaler, PCA", lambda: made.fit_transform(frame), one(frame))


def t_sne(rows: int) -> Twin:
    from sklearn.manifold import TSNE
    from sklearn.preprocessing import StandardScaler

    frame = table(rows)[NUMBERS]
    made = TSNE(2, perplexity=30, max_iter=250, random_state=0)
    return Twin(
        "TSNE", lambda: made.fit_transform(StandardScaler().fit_transform(frame)), one(frame), {"iterations": 250}
    )


def umap(rows: int) -> Twin:
    from sklearn.preprocessing import StandardScaler
    from umap import UMAP

    frame = table(rows)[NUMBERS]
    made = UMAP(random_state=0, n_jobs=1)
    return Twin("UMAP", lambda: made.fit_transform(StandardScaler().fit_transform(frame)), one(frame))


def best_features(rows: int) -> Twin:
    from sklearn.feature_selection import SelectKBest, f_regression

    frame = labelled(rows, "price")
    selector = SelectKBest(f_regression, k=3)
    wanted = {"target_column": "price", "number_of_desired_features": 3}
    numbers = frame[[*NUMBERS, "price"]]
    return Twin(
        "SelectKBest(f_regression)", lambda: selector.fit(numbers[NUMBERS], numbers["price"]), one(numbers), wanted
    )


def permutation(rows: int) -> Twin:
    from sklearn.inspection import permutation_importance

    frame = labelled(rows, "price")[[*NUMBERS, "price"]]
    model = trained("linear_regression", Dataset(frame), "price")
    pipeline = model.pipeline
    inputs = {"trained_model": model, "test_data": Dataset(frame)}
    return Twin(
        "permutation_importance",
        lambda: permutation_importance(
            pipeline, frame[NUMBERS], frame["price"], scoring="neg_root_mean_squared_error", n_repeats=1
        ),
        inputs,
        {"metric": "Root Mean Squared Error"},
    )


def trained(name: str, dataset: Dataset, label: str) -> Any:
    given = {"untrained_model": learner(name), "dataset": dataset}
    return catalog()["train_model"].run(given, {"label": label})["trained_model"]


def score(rows: int) -> Twin:
    frame = labelled(rows, "paid")
    model = trained("two_class_logistic_regression", Dataset(frame), "paid")
    features = frame.drop(columns="paid")
    by_hand = BY_HAND["two_class_logistic_regression"]["two-class"](0)
    by_hand.fit(features, frame["paid"].to_numpy(dtype=object))
    inputs = {"trained_model": model, "dataset": Dataset(frame)}
    return Twin("pipeline.predict_proba", lambda: by_hand.predict_proba(features), inputs)


def evaluate(rows: int) -> Twin:
    frame = labelled(rows, "paid")
    model = trained("two_class_logistic_regression", Dataset(frame), "paid")
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

    return Twin("eight functions of sklearn.metrics", measured, {"scored_dataset": scored})


def cross_validate(rows: int) -> Twin:
    from sklearn.model_selection import KFold, cross_validate

    frame = labelled(rows, "price")
    by_hand = BY_HAND["linear_regression"]["regression"](0)
    scores = ["neg_mean_absolute_error", "neg_root_mean_squared_error", "r2"]
    features, target = frame.drop(columns="price"), frame["price"].to_numpy()
    inputs = {"untrained_model": learner("linear_regression"), "dataset": Dataset(frame)}
    return Twin(
        "cross_validate",
        lambda: cross_validate(by_hand, features, target, cv=KFold(5, shuffle=True, random_state=0), scoring=scores),
        inputs,
        {"label": "price", "number_of_folds": 5},
    )


def correlation(rows: int) -> Twin:
    frame = table(rows)[NUMBERS]
    return Twin("DataFrame.corr", frame.corr, one(frame))


def summarize(rows: int) -> Twin:
    frame = table(rows)

    def summarized() -> object:
        numbers = frame[NUMBERS]
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

    return Twin("describe, quantile, skew, kurt, mode", summarized, one(frame))


def hypothesis(rows: int) -> Twin:
    from scipy import stats

    frame = table(rows).assign(half=np.arange(rows) % 2)

    def tested() -> object:
        first, second = frame["income"][frame["half"] == 0], frame["income"][frame["half"] == 1]
        return stats.ttest_ind(first, second, equal_var=False).confidence_interval()

    return Twin("scipy.stats.ttest_ind", tested, one(frame), {"column": "income", "group_column": "half"})


def n_grams(rows: int) -> Twin:
    from sklearn.feature_extraction.text import CountVectorizer

    frame = texts(rows)
    vectorizer = CountVectorizer(binary=True, min_df=5)
    return Twin(
        "CountVectorizer, DataFrame",
        lambda: pd.DataFrame(
            vectorizer.fit_transform(frame["text"]).toarray(), columns=vectorizer.get_feature_names_out()
        ),
        one(frame),
        {"text_column": "text"},
    )


def hashing(rows: int) -> Twin:
    from sklearn.feature_extraction.text import HashingVectorizer

    frame = texts(rows)
    vectorizer = HashingVectorizer(n_features=1024, ngram_range=(1, 2), norm=None, alternate_sign=False)
    return Twin(
        "HashingVectorizer, DataFrame",
        lambda: pd.DataFrame(vectorizer.transform(frame["text"]).toarray()),
        one(frame),
        {"target_columns": columns("text")},
    )


def topics(rows: int) -> Twin:
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.pipeline import make_pipeline

    frame = texts(rows)
    allocation = LatentDirichletAllocation(
        5, learning_method="online", batch_size=32, max_iter=3, total_samples=rows, random_state=0
    )
    made = make_pipeline(CountVectorizer(ngram_range=(1, 2), max_features=20_000), allocation)
    wanted = {"target_columns": columns("text"), "number_of_training_iterations": 3}
    return Twin("LatentDirichletAllocation", lambda: made.fit_transform(frame["text"]), one(frame), wanted)


def vectors(rows: int) -> Twin:
    from gensim.models import Word2Vec

    frame = texts(rows)
    wanted = {"target_column": "text", "number_of_epochs": 2}
    return Twin(
        "gensim Word2Vec",
        lambda: Word2Vec([text.split() for text in frame["text"]], vector_size=100, sg=1, epochs=2, workers=1, seed=0),
        one(frame),
        wanted,
    )


CASES: dict[str, Case] = {
    "principal_component_analysis": Case(pca),
    "t_sne_projection": Case(t_sne, rows=1_000),
    "umap_projection": Case(umap, rows=2_000),
    "filter_based_feature_selection": Case(best_features),
    "permutation_feature_importance": Case(permutation),
    "score_model": Case(score),
    "evaluate_model": Case(evaluate),
    "cross_validate_model": Case(cross_validate),
    "correlation": Case(correlation),
    "summarize_data": Case(summarize),
    "test_hypothesis": Case(hypothesis),
    "extract_n_gram_features_from_text": Case(n_grams, rows=20_000),
    "feature_hashing": Case(hashing, rows=20_000),
    "latent_dirichlet_allocation": Case(topics, rows=2_000),
    "convert_word_to_vector": Case(vectors, rows=20_000),
}
