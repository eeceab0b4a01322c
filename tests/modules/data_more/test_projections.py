"""Projections: the coordinates of scikit-learn, other rows, and what is refused."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from sklearn.preprocessing import StandardScaler

from modules.data_transformation.principal_component_analysis import principal_component_analysis
from modules.data_transformation.t_sne_projection import t_sne_projection
from modules.data_transformation.umap_projection import umap_projection
from modules.kit import Columns, Dataset, ModuleError, catalog
from modules.learning.unsupervised_examples import make_shoppers
from tests.depth import deep
from tests.modules.module_scripts import assert_script_gives_the_same
from tests.view_json import build_thumbnail, build_view

NUMBERS = ["age", "visits", "basket"]
COMPONENT_COLUMNS = ["Principal Component 1", "Principal Component 2"]


def scale_shoppers() -> Any:
    return StandardScaler().fit_transform(make_shoppers().frame[NUMBERS])


def test_principal_components_are_those_of_scikit_learn() -> None:
    reduced = principal_component_analysis(make_shoppers())
    pca = PCA(2, svd_solver="full").fit(scale_shoppers())
    np.testing.assert_allclose(
        reduced.results_dataset.frame[COMPONENT_COLUMNS], pca.transform(scale_shoppers()), atol=1e-6
    )
    details = build_view(reduced.pca_transformation)["details"]
    assert details["explained"] == pytest.approx(pca.explained_variance_ratio_.tolist())
    np.testing.assert_allclose(details["weights"], pca.components_, atol=1e-6)
    assert build_thumbnail(reduced.pca_transformation)["kind"] == "importances"  # type: ignore[index]


def test_columns_that_are_not_scaled_keep_their_units() -> None:
    reduced = principal_component_analysis(make_shoppers(), normalize_features=False, keep_the_columns=False)
    rows = make_shoppers().frame[NUMBERS].to_numpy()
    np.testing.assert_allclose(
        reduced.results_dataset.frame[COMPONENT_COLUMNS], PCA(2, svd_solver="full").fit_transform(rows), atol=1e-6
    )
    assert reduced.results_dataset.schema.names == ["member", *COMPONENT_COLUMNS]


def test_other_rows_get_the_same_components() -> None:
    reduced = principal_component_analysis(make_shoppers())
    first = Dataset(make_shoppers().frame.head(7))
    applied = reduced.pca_transformation.apply(first)
    pd.testing.assert_frame_equal(applied.frame, reduced.results_dataset.frame.head(7))


def test_a_row_with_a_missing_value_has_no_components() -> None:
    gaps = Dataset(make_shoppers().frame.assign(age=make_shoppers().frame["age"].where(np.arange(60) != 3)))
    reduced = principal_component_analysis(gaps)
    assert reduced.results_dataset.frame[COMPONENT_COLUMNS].isna().any(axis=1).to_numpy().nonzero()[0].tolist() == [3]
    nothing = Dataset(make_shoppers().frame.assign(age=np.nan))
    assert reduced.pca_transformation.apply(nothing).frame[COMPONENT_COLUMNS].isna().all(axis=None)


def test_a_map_by_t_sne_is_that_of_scikit_learn() -> None:
    ours = t_sne_projection(make_shoppers(), perplexity=10.0, iterations=250, seed=3).frame[["t-SNE 1", "t-SNE 2"]]
    mapping = TSNE(2, perplexity=10.0, max_iter=250, init="pca", random_state=3)
    np.testing.assert_allclose(ours, mapping.fit_transform(scale_shoppers()), atol=1e-6)


@deep  # compiled
def test_umap_keeps_kinds_together_and_places_other_rows_among_them() -> None:
    shoppers = make_shoppers(24)  # without a compiler, 60 take three seconds more
    mapped = umap_projection(shoppers, number_of_neighbors=8)
    places = mapped.results_dataset.frame[["UMAP 1", "UMAP 2"]].to_numpy()
    centers = np.array([places[kind::3].mean(axis=0) for kind in range(3)])
    other = mapped.umap_transformation.apply(Dataset(shoppers.frame.head(9)))
    found = other.frame[["UMAP 1", "UMAP 2"]].to_numpy()
    nearest = np.linalg.norm(found[:, None] - centers[None], axis=2).argmin(axis=1)
    assert nearest.tolist() == [0, 1, 2] * 3


CONSTANT_DATASET = Dataset(pd.DataFrame({"x": [1.0] * 9, "y": [2.0] * 9}))
TEXT = Columns(start="none", names=("member",))
PROJECTIONS: dict[str, tuple[Callable[..., Any], str, dict[str, Any], dict[str, Any]]] = {
    "PCA": (
        principal_component_analysis,
        "columns_to_reduce",
        {"number_of_components": 4},
        {"number_of_components": 1},
    ),
    "t-SNE": (t_sne_projection, "columns_to_project", {"perplexity": 60.0}, {"perplexity": 5.0}),
    "UMAP": (umap_projection, "columns_to_project", {"number_of_neighbors": 60}, {"number_of_neighbors": 5}),
}


@pytest.mark.parametrize("name", PROJECTIONS)
def test_what_cannot_be_projected_is_refused(name: str) -> None:
    project, columns, too_many, few = PROJECTIONS[name]
    cases: list[tuple[Dataset, dict[str, Any], int]] = [
        (Dataset(make_shoppers().frame.head(0)), few, 21),
        (make_shoppers(1), few, 83),
        (CONSTANT_DATASET, few, 83),
        (Dataset(make_shoppers().frame.assign(age=np.nan)), few, 21),
        (Dataset(make_shoppers().frame.assign(age=np.inf)), few, 33),
        (Dataset(make_shoppers().frame[["member"]]), few, 11),
        (make_shoppers(), {columns: TEXT, **few}, 17),
        (make_shoppers(), too_many, 7),
    ]
    numbers = []
    for dataset, parameters, _ in cases:
        with pytest.raises(ModuleError) as refused:
            project(dataset, **parameters)
        numbers.append(refused.value.number)
    assert numbers == [number for _, _, number in cases]


def test_components_are_chosen_by_their_share_of_the_variance_and_listed() -> None:
    data, parameters = make_shoppers(), {"components_chosen_by": "Share of the variance", "share_of_the_variance": 0.99}
    module = catalog()["principal_component_analysis"]
    made = module.run({"dataset": data}, parameters)
    table = made["explained_variance"].frame
    assert table["Cumulated"].iloc[-1] >= 0.99 > table["Cumulated"].iloc[-2]
    assert len(made["results_dataset"].frame.columns) == len(data.frame.columns) + len(table)
    predicted = module.infer_schemas({"dataset": data.schema}, module.parameters(**parameters))
    assert predicted["explained_variance"] == made["explained_variance"].schema
    assert_script_gives_the_same("principal_component_analysis", {"dataset": data}, parameters)
