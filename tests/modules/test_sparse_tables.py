"""Every module meets a table with a column of sparse features: it takes it along, or refuses it with a sentence."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from modules.kit import Dataset, ModuleError, catalog
from modules.kit.sparse_vectors import make_vector_column

WORDS = tuple(f"word {number}" for number in range(12_000))
#: Those of the base install: what other packages compile or train takes minutes and meets the same tables.
MODULES = {
    name: module
    for name, module in catalog().items()
    if module.example and module.trusted and not module.requires and not module.source
}


def add_words(value: object) -> object:
    """The dataset with a column of 12,000 sparse features at its end."""
    if not isinstance(value, Dataset) or not value.rows:
        return value
    matrix = sparse.random(value.rows, len(WORDS), density=0.001, random_state=0, format="csr")
    words = make_vector_column(matrix, WORDS)
    words.index = value.frame.index
    return replace(value, frame=value.frame.assign(words=words))


@pytest.mark.parametrize("name", MODULES)
def test_every_module_takes_sparse_features_or_refuses_them_with_a_sentence(name: str) -> None:
    module = MODULES[name]
    call = module.example()  # type: ignore[misc]
    inputs = dict(zip([port.name for port in module.inputs], call.inputs, strict=False))
    tables = {name: value for name, value in inputs.items() if isinstance(value, Dataset)}
    rows = [port.name for port in module.inputs if port.type == "dataset" and port.name in tables]
    if not rows:
        pytest.skip("It takes no table.")
    for given in {rows[0]: [rows[0]], "all": rows}.values():
        try:
            results = module.run(inputs | {port: add_words(inputs[port]) for port in given}, call.parameters)
        except ModuleError:
            continue
        for value in results.values():
            if isinstance(value, Dataset) and "words" in value.frame:
                assert value.schema["words"].type in ("vector", "text"), name


def test_sql_keeps_sparse_features_as_they_are() -> None:
    data = add_words(Dataset(pd.DataFrame({"id": [1, 2, 3], "city": ["a", "b", "a"]})))
    assert isinstance(data, Dataset)
    query = catalog()["apply_sql_transformation"]
    parameter = next(one for one in query.parameters.model_fields if "quer" in one or "sql" in one)
    script = {parameter: "select * from t1 where city = 'a' order by id desc"}
    made = query.run({"t1": data}, script)["results_dataset"]
    known = query.infer_schemas({"t1": data.schema}, query.parameters.model_validate(script))["results_dataset"]
    assert known is not None
    assert known.columns == made.schema.columns  # type: ignore[union-attr]
    assert made.schema["words"].type == "vector"
    expected = data.frame["words"].array.matrix[[2, 0]]
    assert np.array_equal(made.frame["words"].array.matrix.toarray(), expected.toarray())
