"""Latent Dirichlet Allocation: topics, as sets of words that occur together in texts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Columns,
    Dataset,
    ModuleError,
    Schema,
    Seed,
    Transformation,
    module,
    shown_when,
    sweepable,
    titled,
    track,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, find_column_names
from modules.kit.views.transformation_view import TopicDetails, TopicSummary, TopicWord
from modules.text_analytics.feature_hashing import build_hasher
from modules.text_analytics.texts import (
    TextColumns,
    add_features,
    add_schema_features,
    as_words,
    build_word_pattern,
    choose_text_columns,
    emit_features_table,
    join_features,
    read_texts,
    to_text_list,
)
from modules.text_analytics.topic_names import name_by_words, name_topics

#: Single letters are no words to make topics of.
MIN_WORD_LENGTH = 2
#: So many words with the largest shares are shown of each topic.
MAX_SHOWN_WORDS = 12
MAX_SHOWN_TOPICS = 50


class LatentDirichletAllocationOutputs(NamedTuple):
    transformed_dataset: Dataset
    feature_topic_matrix: Dataset
    lda_transformation: Annotated[Transformation, titled("LDA transformation")]


@dataclass(frozen=True)
class Topics(Transformation):
    """Fitted topics: how words become counts, and the model that shares the counts of a text among the topics."""

    columns: tuple[str, ...]
    counter: Any
    model: Any
    features: tuple[str, ...]
    #: The mean share of each topic in the texts that it was fitted on.
    shares: tuple[float, ...]
    #: Whether topics are called by their words; those that were fitted before it could be chosen are not.
    named_by_words: bool = False

    title = "Latent Dirichlet Allocation"

    def apply(self, dataset: Dataset) -> Dataset:
        return self.add_topics(dataset, self.counter.transform(join_text_columns(dataset, self.columns)))

    def add_topics(self, dataset: Dataset, counts: Any) -> Dataset:
        return add_features(
            dataset, self.columns, pd.DataFrame(self.model.transform(counts), columns=pd.Index(self.names, dtype="str"))
        )

    @property
    def names(self) -> list[str]:
        if self.named_by_words:
            return name_by_words(self.model.components_, self.features)
        return name_topics(len(self.shares))

    @property
    def weights(self) -> Any:
        """The probability of each feature (columns) in each topic (rows)."""
        return self.model.components_ / self.model.components_.sum(axis=1, keepdims=True)

    def describe(self) -> list[dict[str, Any]]:
        return [
            {"topic": topic.name, "share": topic.share, "words": ", ".join(word.word for word in topic.words)}
            for topic in self.describe_topics()
        ]

    def details(self) -> TopicDetails:
        return TopicDetails(topics=self.describe_topics())

    def describe_topics(self) -> list[TopicSummary]:
        """Each topic with its words of the largest probability, the commonest topic first."""
        weights = self.weights
        order = sorted(range(len(self.shares)), key=lambda topic: -self.shares[topic])[:MAX_SHOWN_TOPICS]
        return [
            TopicSummary(
                name=self.names[topic],
                share=self.shares[topic],
                words=[
                    TopicWord(word=self.features[place], weight=float(weights[topic, place]))
                    for place in np.argsort(-weights[topic], kind="stable")[:MAX_SHOWN_WORDS]
                ],
            )
            for topic in order
        ]


def _build_example() -> Call:
    texts = ["cats and dogs", "dogs chase cats", "stocks and bonds", "bonds beat stocks", None]
    frame = pd.DataFrame({"text": pd.Series(texts, dtype="str"), "id": range(5)})
    return Call.of(
        Dataset(frame),
        target_columns=Columns(start="none", names=("text",)),
        number_of_topics_to_model=2,
        number_of_training_iterations=3,
    )


def _predict_schemas(
    dataset: Schema,
    target_columns: Columns,
    number_of_topics_to_model: int,
    build_dictionary_of_ngrams: bool,
    name_topics_by_words: bool,
) -> tuple[Schema | None, Schema | None]:
    if name_topics_by_words and build_dictionary_of_ngrams:
        return None, None
    names = name_topics(number_of_topics_to_model)
    topics = [Column(name, "real") for name in names]
    known = add_schema_features(dataset, choose_text_columns(dataset, target_columns, parameter="target_columns"))
    return known.drop(names).add_columns(*topics), Schema((Column("Feature", "text"), *topics))


def _emit_code(step: StepCode) -> None:
    """Counts of n-grams, the model in as many passes as are asked for, and the topics of each text."""
    source = step.get_input("dataset")
    columns = find_column_names(step.target_columns, source)
    if columns is None:
        raise CannotGenerateCode("Which columns it takes is known only during a run. Choose them by name.")
    allocation = step.import_name("sklearn.decomposition", "LatentDirichletAllocation")
    texts, counter, counts, topics = map(step.reserve_name, ("texts", "counter", "counts", "topics"))
    step.assign(texts, step.use(join_texts).call(source, columns))
    step.assign(counter, _emit_counter(step))
    step.assign(counts, counter.method("fit_transform", texts))
    settings = {
        "topic_word_prior": step.rho_parameter,
        "doc_topic_prior": step.alpha_parameter,
        "total_samples": step.estimated_number_of_documents or expr("len({texts})", texts=texts),
        "batch_size": step.size_of_the_batch,
        "learning_offset": float(step.initial_value_of_iteration_used_in_learning_rate_update_schedule),
        "learning_decay": step.power_applied_to_the_iteration_during_updates,
        "random_state": step.seed,
    }
    step.assign(topics, allocation.call(step.number_of_topics_to_model, **settings))
    step.add("for _ in range({passes}):", passes=step.number_of_training_iterations)
    body = step.open_block()
    body.add(topics.method("partial_fit", counts))
    step.add_block(body)

    def emit_apply(table: Expr) -> Expr:
        named = {"named": True} if step.name_topics_by_words and step.build_dictionary_of_ngrams else {}
        return step.use(add_topics).call(table, columns, counter, topics, **named)

    out = emit_features_table(step, "transformed_dataset", source, columns)
    step.assign(out, emit_apply(source.code))
    step.outputs["lda_transformation"] = ScriptVariable(topics, apply=emit_apply)
    _emit_matrix(step, counter, topics)


def _emit_counter(step: StepCode) -> Expr:
    if not step.build_dictionary_of_ngrams:
        return step.use(build_hasher).call(step.number_of_bits_to_use_for_feature_hashing, step.n_grams)
    return step.import_name("sklearn.feature_extraction.text", "CountVectorizer").call(
        lowercase=False,
        preprocessor=step.use(as_words),
        token_pattern=step.use(build_word_pattern).call(MIN_WORD_LENGTH),
        ngram_range=(1, step.n_grams),
        max_features=step.maximum_size_of_ngram_dictionary,
    )


def _emit_matrix(step: StepCode, counter: Expr, topics: Expr) -> None:
    matrix = step.add_table("feature_topic_matrix", "feature_topic_matrix")
    weights = expr("{topics}.components_.T", topics=topics)
    if step.normalize:
        weights = expr("{weights} / {topics}.components_.sum(axis=1)", weights=weights, topics=topics)
    words = counter.method("get_feature_names_out")
    if not step.build_dictionary_of_ngrams:
        count = 2**step.number_of_bits_to_use_for_feature_hashing
        words = expr('[f"Hash {{number}}" for number in range(1, {count} + 1)]', count=count)
    names: Any = name_topics(step.number_of_topics_to_model)
    if step.name_topics_by_words and step.build_dictionary_of_ngrams:
        names = step.use(name_by_words).call(topics.attribute("components_"), words)
    step.assign(matrix, expr("pd.DataFrame({weights}, columns={names})", weights=weights, names=names))
    step.add('{matrix}.insert(0, "Feature", {words})', matrix=matrix, words=words)


def join_texts(data: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """The texts of each row as one."""
    return ["\n".join(row) for row in zip(*(to_text_list(data[name]) for name in columns), strict=True)]


def add_topics(
    data: pd.DataFrame, columns: Sequence[str], counter: Any, topics: Any, *, named: bool = False
) -> pd.DataFrame:
    """The data and the share of each topic in the texts of these columns."""
    shares = topics.transform(counter.transform(join_texts(data, columns)))
    words = counter.get_feature_names_out() if named else []
    names = name_by_words(topics.components_, words) if named else name_topics(shares.shape[1])
    return join_features(data, pd.DataFrame(shares, columns=names))


@module(
    "Latent Dirichlet Allocation",
    category="Text Analytics",
    icon="topology-star-3",
    example=_build_example,
    schema=_predict_schemas,
    emit_code=_emit_code,
    keywords=(
        "LDA",
        "topic model",
        "topics",
        "topic extractor",
        "topic modelling",
        "topic modeling",
    ),
)
def latent_dirichlet_allocation(
    dataset: Dataset,
    *,
    target_columns: Annotated[TextColumns, Field(description="Columns of text in which to find topics.")],
    number_of_topics_to_model: Annotated[
        int, Field(ge=1, le=1000, description="Fewer topics are broader, more are narrower."), sweepable
    ] = 5,
    n_grams: Annotated[int, titled("N-grams"), Field(ge=1, le=10, description="The most words in a row.")] = 2,
    normalize: Annotated[
        bool, Field(description="The weights of each topic in the feature topic matrix add up to 1.")
    ] = True,
    rho_parameter: Annotated[
        float,
        Field(
            ge=0.00001,
            le=1,
            description="The prior of the words in a topic. Smaller values give topics with fewer words.",
        ),
        sweepable,
    ] = 0.01,
    alpha_parameter: Annotated[
        float,
        Field(
            ge=0.00001,
            le=1,
            description="The prior of the topics in a text. Smaller values give texts with fewer topics.",
        ),
        sweepable,
    ] = 0.01,
    estimated_number_of_documents: Annotated[
        int | None,
        Field(
            ge=1,
            le=2_147_483_647,
            description="Total number of texts, if these are a sample. Blank: the number of these texts.",
        ),
    ] = None,
    size_of_the_batch: Annotated[
        int,
        Field(
            ge=1, le=1024, description="Texts per step of learning. Larger batches are steadier and need more memory."
        ),
    ] = 32,
    initial_value_of_iteration_used_in_learning_rate_update_schedule: Annotated[
        int,
        titled("Initial value of iteration used in learning rate update schedule"),
        Field(ge=1, le=2_147_483_647, description="Larger values slow down the early iterations."),
    ] = 10,
    power_applied_to_the_iteration_during_updates: Annotated[
        float, Field(ge=0.5, le=1, description="How quickly later steps count for less, from 0.5 to 1.")
    ] = 0.5,
    number_of_training_iterations: Annotated[
        int, Field(ge=1, le=1024, description="How often the texts are gone through. More give steadier topics.")
    ] = 25,
    build_dictionary_of_ngrams: Annotated[
        bool, Field(description="Off: n-grams are hashed, which needs less memory but gives topics without words.")
    ] = True,
    maximum_size_of_ngram_dictionary: Annotated[
        int,
        Field(ge=1, le=2_147_483_647, description="How many of the most frequent n-grams to use."),
        shown_when(build_dictionary_of_ngrams=True),
    ] = 20_000,
    name_topics_by_words: Annotated[
        bool,
        Field(description="On: columns as 'Topic 1: free, call, prize', which are known after a run. Off: Topic 1."),
        shown_when(build_dictionary_of_ngrams=True),
    ] = False,
    number_of_bits_to_use_for_feature_hashing: Annotated[
        int,
        Field(
            ge=1, le=20, description="2 to the power of this many places for words. Raise it if many words share one."
        ),
        shown_when(build_dictionary_of_ngrams=False),
    ] = 12,
    seed: Seed = 0,
) -> LatentDirichletAllocationOutputs:
    """Find topics in texts: sets of words that occur together.

    Each text gets the share of each topic, which add up to 1; a text without known words has the same share of all.
    The feature topic matrix tells how much each n-gram belongs to each topic. Apply Transformation finds the topics
    in other texts. Put Preprocess Text in front, since stop words would fill the topics. Texts of several columns
    are taken together. The number of topics is yours to choose: the fit of more topics is not always the better.

    Variational Bayes in batches: Hoffman, Blei and Bach, Online Learning for Latent Dirichlet Allocation, NIPS 2010.
    The learning rate of iteration t is (initial value + t)^-power.
    """
    chosen = choose_text_columns(dataset.schema, target_columns, parameter="target_columns")
    texts = join_text_columns(dataset, chosen)
    counter, counts, features = (
        _count_words(texts, n_grams, maximum_size_of_ngram_dictionary)
        if build_dictionary_of_ngrams
        else _count_hashes(texts, n_grams, number_of_bits_to_use_for_feature_hashing)
    )
    from sklearn.decomposition import LatentDirichletAllocation

    model = LatentDirichletAllocation(
        number_of_topics_to_model,
        topic_word_prior=rho_parameter,
        doc_topic_prior=alpha_parameter,
        total_samples=estimated_number_of_documents or len(texts),
        batch_size=size_of_the_batch,
        learning_offset=float(initial_value_of_iteration_used_in_learning_rate_update_schedule),
        learning_decay=power_applied_to_the_iteration_during_updates,
        random_state=seed,
    )
    # The same as fit() with learning_method="online", which neither tells its progress nor heeds total_samples.
    for _ in track(range(number_of_training_iterations), total=number_of_training_iterations, unit="iterations"):
        model.partial_fit(counts)
    named = name_topics_by_words and build_dictionary_of_ngrams
    fitted = Topics(tuple(chosen), counter, model, tuple(features), (0.0,) * number_of_topics_to_model, named)
    transformed = fitted.add_topics(dataset, counts)
    shares = transformed.frame[fitted.names].mean()
    fitted = replace(fitted, shares=tuple(map(float, shares)))
    return LatentDirichletAllocationOutputs(transformed, _build_topic_matrix(fitted, normalize), fitted)


def join_text_columns(dataset: Dataset, columns: Sequence[str]) -> list[str]:
    """The texts of each row as one."""
    texts = [read_texts(dataset, name, parameter="target_columns") for name in columns]
    return ["\n".join(row) for row in zip(*texts, strict=True)]


def _count_words(texts: list[str], size: int, max_words: int) -> tuple[Any, Any, list[str]]:
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(
        lowercase=False,
        preprocessor=as_words,
        token_pattern=build_word_pattern(MIN_WORD_LENGTH),
        ngram_range=(1, size),
        max_features=max_words,
    )
    try:
        counts = counter.fit_transform(texts)
    except ValueError:
        raise _build_no_features_error() from None
    return counter, counts, counter.get_feature_names_out().tolist()


def _count_hashes(texts: list[str], size: int, bits: int) -> tuple[Any, Any, list[str]]:
    counter = build_hasher(bits, size)
    counts = counter.transform(texts)
    if not counts.nnz:
        raise _build_no_features_error()
    return counter, counts, [f"Hash {number}" for number in range(1, 2**bits + 1)]


def _build_no_features_error() -> ModuleError:
    message = f"The texts have no word of {MIN_WORD_LENGTH} or more letters or digits, so they have no topics."
    return ModuleError(21, message, port="dataset", parameter="target_columns")


def _build_topic_matrix(fitted: Topics, normalize: bool) -> Dataset:
    """The weight of each feature in each topic: its probability there, or about how often it occurs of that topic."""
    shown = fitted.weights.T if normalize else fitted.model.components_.T
    table = pd.DataFrame(shown, columns=pd.Index(fitted.names, dtype="str"))
    table.insert(0, "Feature", pd.Series(fitted.features, dtype="str"))
    return Dataset(table)
