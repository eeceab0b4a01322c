"""How many threads the libraries below scikit-learn work with, for as long as a prediction takes."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from threadpoolctl import ThreadpoolController

from modules.learning.estimators import Matrix, limit_threads


@contextmanager
def limit_library_threads(encoded: Matrix) -> Iterator[None]:
    """Within this block small tables are worked on in one thread."""
    threads = limit_threads(encoded)
    if threads is None:
        yield
        return
    with _find_libraries(len(sys.modules)).limit(limits=threads):
        yield


@lru_cache(maxsize=1)
def _find_libraries(_imported: int) -> ThreadpoolController:
    """The libraries that this process has loaded; looked for again once more modules are imported.

    Looking takes longer than the prediction of one row.
    """
    return ThreadpoolController()
