"""Latent Semantic Analysis: texts as a few numbers, so that those that speak of the same are near one another."""

from collections.abc import Sequence
from dataclasses import dataclass
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
    Traits,
    Transformation,
    module,
    sweepable,
    titled,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, find_column_names
from modules.text_analytics.latent_dirichlet_allocation import MIN_WORD_LENGTH, join_text_columns, join_texts
from modules.text_analytics.texts import (
    TextColumns,
    add_features,
    add_schema_features,
    as_words,
    build_word_pattern,
    choose_text_columns,
    emit_features_table,
    join_features,
)

#: So many words with the largest weights are said of each dimension.
WORDS_OF_DIMENSION = 8


class LatentSemanticAnalysisOutputs(NamedTuple):
    transformed_dataset: Dataset
    dimensions: Dataset
    lsa_transformation: Annotated[Transformation, titled("LSA transformation")]


@dataclass(frozen=True)
class SemanticDimensions(Transformation):
    """How words are weighted, and the directions that the weights of a text are projected on."""

    columns: tuple[str, ...]
    counter: Any
    directions: Any

    title = "Latent Semantic Analysis"

    def apply(self, dataset: Dataset) -> Dataset:
        texts = join_text_columns(dataset, self.columns)
        return add_features(dataset, self.columns, project_texts(texts, self.counter, self.directions))

    def describe(self) -> list[dict[str, object]]:
        table = describe_dimensions(self.counter.get_feature_names_out(), self.directions, np.zeros(0))
        return [{"dimension": one.Dimension, "words": one.Words} for one in table.itertuples()]


def _build_example() -> Call:
    texts = ["cats and dogs", "dogs chase cats", "stocks and bonds", "bonds beat stocks", None]
    frame = pd.DataFrame({"text": pd.Series(texts, dtype="str"), "id": range(5)})
    chosen = Columns(start="none", names=("text",))
    return Call.of(Dataset(frame), target_columns=chosen, number_of_dimensions=2)


def _predict_schemas(dataset: Schema, target_columns: Columns, number_of_dimensions: int) -> tuple[Schema, Schema]:
    names = name_dimensions(number_of_dimensions)
    known = add_schema_features(dataset, choose_text_columns(dataset, target_columns, parameter="target_columns"))
    added = known.drop(names).add_columns(*(Column(name, "real") for name in names))
    words = (Column("Dimension", "text"), Column("Words", "text"), Column("Opposite words", "text"))
    return added, Schema((*words, Column("Explained variance", "real")))


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    columns = find_column_names(step.target_columns, source)
    if columns is None:
        raise CannotGenerateCode("Which columns it takes is known only during a run. Choose them by name.")
    texts, counter, directions, variance = map(step.reserve_name, ("texts", "counter", "directions", "variance"))
    step.assign(texts, step.use(join_texts).call(source, columns))
    weigh = step.use(make_word_counter).call(step.n_grams, step.maximum_size_of_dictionary)
    step.assign(counter, weigh.method("fit", texts))
    found = step.use(find_directions).call(counter.method("transform", texts), step.number_of_dimensions, step.seed)
    step.assign([directions, variance], found)

    def emit_apply(table: Expr) -> Expr:
        joined = step.use(join_texts).call(table, columns)
        projected = step.use(project_texts).call(joined, counter, directions)
        return step.use(join_features).call(table, projected)

    out = emit_features_table(step, "transformed_dataset", source, columns)
    step.assign(out, emit_apply(source.code))
    step.outputs["lsa_transformation"] = ScriptVariable(directions, apply=emit_apply)
    words = expr("{counter}.get_feature_names_out()", counter=counter)
    described = step.use(describe_dimensions).call(words, directions, variance)
    step.assign(step.add_table("dimensions", "dimensions"), described)


def make_word_counter(n_grams: int, most_words: int) -> Any:
    """Weighs words by how often they stand in a text, and the more the fewer texts have them (TF-IDF)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        lowercase=False,
        preprocessor=as_words,
        token_pattern=build_word_pattern(MIN_WORD_LENGTH),
        ngram_range=(1, n_grams),
        max_features=most_words,
    )


def find_directions(weights: Any, count: int, seed: int) -> tuple[Any, Any]:
    """The directions in which texts differ most (rows), and the share of the variance that each explains.

    Of fewer words or texts than directions the last ones are zero.
    """
    from sklearn.decomposition import TruncatedSVD

    model = TruncatedSVD(min(count, *weights.shape), random_state=seed)
    with np.errstate(divide="ignore", invalid="ignore"):
        model.fit(weights)
    # Which of its two sides is the positive one: that of its largest weight, of equal ones that of the first.
    largest = np.abs(model.components_).round(9).argmax(axis=1)
    signs = np.where(model.components_[np.arange(len(largest)), largest] < 0, -1.0, 1.0)
    missing = count - len(largest)
    shares = np.nan_to_num(model.explained_variance_ratio_)
    return np.pad(model.components_ * signs[:, None], ((0, missing), (0, 0))), np.pad(shares, (0, missing))


def project_texts(texts: Sequence[str], counter: Any, directions: Any) -> pd.DataFrame:
    """Where each text lies in the directions."""
    return pd.DataFrame(counter.transform(texts) @ directions.T, columns=name_dimensions(len(directions)))


def describe_dimensions(words: Any, directions: Any, variance: Any) -> pd.DataFrame:
    """The words with the largest weights of each direction, those on its other side, and what it explains."""

    def list_words(weights: Any) -> str:
        rounded = weights.round(9)  # equal weights stay in the order of the alphabet
        order = np.argsort(-rounded, kind="stable")[:WORDS_OF_DIMENSION]
        return ", ".join(words[place] for place in order if rounded[place] > 0)

    table = pd.DataFrame(
        {
            "Dimension": name_dimensions(len(directions)),
            "Words": [list_words(weights) for weights in directions],
            "Opposite words": [list_words(-weights) for weights in directions],
        },
        dtype="str",
    )
    return table.assign(**{"Explained variance": variance}) if len(variance) else table


def name_dimensions(count: int) -> list[str]:
    return [f"Dimension {number}" for number in range(1, count + 1)]


@module(
    "Latent Semantic Analysis",
    category="Text Analytics",
    icon="topology-star-3",
    example=_build_example,
    schema=_predict_schemas,
    emit_code=_emit_code,
    traits=Traits(depends_on_other_rows=True),
    keywords=("LSA", "LSI", "latent semantic indexing", "TruncatedSVD", "document embedding", "text embedding"),
)
def latent_semantic_analysis(
    dataset: Dataset,
    *,
    target_columns: Annotated[TextColumns, Field(description="Columns of text, which are taken together.")],
    number_of_dimensions: Annotated[
        int, Field(ge=1, le=1000, description="How many numbers each text becomes. 50 to 300 are usual."), sweepable
    ] = 50,
    n_grams: Annotated[int, titled("N-grams"), Field(ge=1, le=10, description="The most words in a row.")] = 1,
    maximum_size_of_dictionary: Annotated[
        int, Field(ge=1, le=2_147_483_647, description="How many of the most frequent n-grams to use.")
    ] = 20_000,
    seed: Seed = 0,
) -> LatentSemanticAnalysisOutputs:
    """Describe texts by a few numbers, so that texts about the same are near one another.

    Words are weighted by TF-IDF, and the weights of each text are projected on the directions in which the texts differ
    most (a truncated singular value decomposition). Learners, clusterings and Distances take the numbers as any others.
    The table of dimensions says which words stand on either side of each, and how much of the variance it explains.
    Apply Transformation describes other texts in the same way. Put Preprocess Text in front, since stop words would
    fill the first dimensions. Words that the texts it was fitted on do not have are left out.

    Deerwester and others, Indexing by Latent Semantic Analysis, 1990.
    """
    chosen = choose_text_columns(dataset.schema, target_columns, parameter="target_columns")
    texts = join_text_columns(dataset, chosen)
    counter = make_word_counter(n_grams, maximum_size_of_dictionary)
    try:
        weights = counter.fit_transform(texts)
    except ValueError:
        message = f"The texts have no word of {MIN_WORD_LENGTH} or more letters or digits."
        raise ModuleError(21, message, port="dataset", parameter="target_columns") from None
    if weights.shape[1] < 2:
        message = "The texts have a single word between them, which tells them apart in no direction."
        raise ModuleError(21, message, port="dataset", parameter="target_columns")
    directions, variance = find_directions(weights, number_of_dimensions, seed)
    fitted = SemanticDimensions(tuple(chosen), counter, directions)
    described = describe_dimensions(counter.get_feature_names_out(), directions, variance)
    return LatentSemanticAnalysisOutputs(fitted.apply(dataset), Dataset(described), fitted)
