"""Columns of sparse vectors: of many thousand features, such as words, a row has the few that are not 0.

In memory such a column is one matrix of scipy in compressed rows. In an Arrow file it is a list of pairs of index and
value, and the metadata of its field name the features.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute
from pandas.api.extensions import ExtensionArray, ExtensionDtype
from pandas.api.indexers import check_array_indexer

FEATURE_NAMES_KEY = b"designery.feature_names"
FEATURE_COUNT_KEY = b"designery.feature_count"
PAIR_TYPE = pa.list_(pa.struct([("index", pa.int32()), ("value", pa.float64())]))


@dataclass(frozen=True)
class SparseVector:
    """The features of one row that are not 0: their places among all of them, and their values."""

    places: tuple[int, ...]
    values: tuple[float, ...]
    width: int

    def __str__(self) -> str:
        return describe_vector(len(self.places), self.width)


def describe_vector(count: int, width: int) -> str:
    """What a table shows of a vector: `12 of 35,000 features`."""
    return f"{count:,} of {width:,} features"


class VectorDtype(ExtensionDtype):  # type: ignore[misc]
    """The type of a column of vectors over these features."""

    # Pandas takes columns of the kind V for empty when it puts tables together.
    kind = "O"
    type = SparseVector

    def __init__(self, names: Sequence[str]) -> None:
        self.features = tuple(names)
        self._hash = hash(self.features)

    @property
    def name(self) -> str:
        return f"vector[{len(self.features)}]"

    @classmethod
    def construct_array_type(cls) -> object:
        return VectorArray

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VectorDtype) and (self.features is other.features or self.features == other.features)

    def __hash__(self) -> int:
        return self._hash

    def __setstate__(self, state: dict[str, Any]) -> None:
        # Texts have another hash in each process.
        self.__dict__.update(state, _hash=hash(state["features"]))


class VectorArray(ExtensionArray):  # type: ignore[misc]
    """The column: a matrix of scipy in compressed rows. No vector is missing: one may have no features."""

    def __init__(self, matrix: Any, dtype: VectorDtype) -> None:
        self.matrix = matrix.tocsr()
        self._dtype = dtype

    @property
    def dtype(self) -> VectorDtype:
        return self._dtype

    @property
    def nbytes(self) -> int:
        return int(self.matrix.data.nbytes + self.matrix.indices.nbytes + self.matrix.indptr.nbytes)

    def __len__(self) -> int:
        return int(self.matrix.shape[0])

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, int | np.integer):
            row = self.matrix[[int(item)]]
            return SparseVector(tuple(row.indices.tolist()), tuple(row.data.tolist()), len(self._dtype.features))
        if not isinstance(item, slice):
            item = np.asarray(check_array_indexer(self, item))
            item = np.flatnonzero(item) if item.dtype == bool else item.astype("int64")
        return VectorArray(self.matrix[item], self._dtype)

    def __eq__(self, other: object) -> Any:
        if not isinstance(other, VectorArray) or other.dtype != self.dtype or len(other) != len(self):
            return np.zeros(len(self), dtype=bool)
        difference = (self.matrix - other.matrix).tocsr()
        difference.eliminate_zeros()
        return np.diff(difference.indptr) == 0

    def isna(self) -> npt.NDArray[np.bool_]:
        return np.zeros(len(self), dtype=bool)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: object = None) -> "VectorArray":
        """The rows of these places; one that is asked for and not there, as in an outer join, has no features."""
        places = np.asarray(indices, dtype="int64")
        if not allow_fill or not (places < 0).any():
            return VectorArray(self.matrix[places], self._dtype)
        from scipy.sparse import csr_matrix, vstack

        empty = csr_matrix((1, len(self._dtype.features)), dtype=self.matrix.dtype)
        return VectorArray(vstack([self.matrix, empty]).tocsr()[np.where(places < 0, len(self), places)], self._dtype)

    def copy(self) -> "VectorArray":
        return VectorArray(self.matrix.copy(), self._dtype)

    @classmethod
    def _concat_same_type(cls, to_concat: "Sequence[VectorArray]") -> "VectorArray":
        from scipy.sparse import vstack

        return cls(vstack([one.matrix for one in to_concat]), to_concat[0].dtype)

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> "VectorArray":  # noqa: ARG003
        from scipy.sparse import csr_matrix

        if isinstance(scalars, VectorArray):
            return scalars
        rows = list(scalars)
        if not all(isinstance(row, SparseVector) for row in rows):
            raise TypeError("A column of vectors holds nothing else.")
        ends = np.cumsum([0, *(len(row.places) for row in rows)])
        places = np.array([place for row in rows for place in row.places], dtype="int32")
        values = np.array([value for row in rows for value in row.values], dtype="float64")
        return cls(csr_matrix((values, places, ends), shape=(len(rows), len(dtype.features))), dtype)

    def _formatter(self, boxed: bool = False) -> Any:
        return str


def make_vector_column(matrix: Any, names: Sequence[str]) -> "pd.Series[Any]":
    """A matrix of scipy as a column; `names` are those of its columns."""
    return pd.Series(VectorArray(matrix, VectorDtype(names)))


def stack_vectors(frame: pd.DataFrame) -> Any:
    """The vectors of all columns of a frame beside one another, as one matrix in compressed rows."""
    from scipy.sparse import hstack

    return hstack([get_vectors(frame[name]).matrix for name in frame.columns], format="csr", dtype="float64")


def get_vectors(values: "pd.Series[Any]") -> VectorArray:
    array = values.array
    if not isinstance(array, VectorArray):
        raise TypeError(f"Column '{values.name}' holds no vectors.")
    return array


def to_arrow_vectors(values: "pd.Series[Any]", name: str) -> tuple[pa.Field, pa.Array]:
    """The column as Arrow stores it."""
    array = get_vectors(values)
    pairs = pa.StructArray.from_arrays(
        [pa.array(array.matrix.indices.astype("int32")), pa.array(array.matrix.data.astype("float64"))],
        fields=list(PAIR_TYPE.value_type),
    )
    stored = pa.ListArray.from_arrays(pa.array(array.matrix.indptr.astype("int32")), pairs)
    names = array.dtype.features
    metadata = {FEATURE_NAMES_KEY: json.dumps(names).encode(), FEATURE_COUNT_KEY: str(len(names)).encode()}
    return pa.field(name, PAIR_TYPE, metadata=metadata), stored


def is_vector_field(field: pa.Field) -> bool:
    """Whether a column of an Arrow table holds vectors."""
    return FEATURE_NAMES_KEY in (field.metadata or {}) and field.type == PAIR_TYPE


def get_feature_count(field: pa.Field) -> int:
    return int((field.metadata or {}).get(FEATURE_COUNT_KEY, b"0"))


def from_arrow_vectors(field: pa.Field, column: pa.ChunkedArray) -> VectorArray:
    """The column that `to_arrow_vectors` stored; ValueError where an index lies outside the features."""
    from scipy.sparse import csr_matrix

    names = json.loads((field.metadata or {})[FEATURE_NAMES_KEY])
    lengths = pa.compute.fill_null(pa.compute.list_value_length(column), 0).to_numpy()
    pairs = pa.compute.list_flatten(column).combine_chunks()
    places, values = (np.asarray(part) for part in pairs.flatten())
    if places.size and (places.min() < 0 or places.max() >= len(names)):
        raise ValueError(f"Column '{field.name}' has a feature outside the {len(names):,} that it names.")
    ends = np.concatenate([[0], np.cumsum(lengths, dtype="int64")])
    return VectorArray(csr_matrix((values, places, ends), shape=(len(column), len(names))), VectorDtype(names))


def describe_vectors(field: pa.Field, column: pa.ChunkedArray) -> list[str]:
    """What a table shows of each row."""
    width = get_feature_count(field)
    return [describe_vector(count or 0, width) for count in pa.compute.list_value_length(column).to_pylist()]
