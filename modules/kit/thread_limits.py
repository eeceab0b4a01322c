"""How many threads the libraries below Python work with, for as long as a block takes."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from threadpoolctl import ThreadpoolController


@contextmanager
def limit_library_threads(threads: int | None) -> Iterator[None]:
    """Within this block the libraries use at most so many threads; None: as many as they like."""
    if threads is None:
        yield
        return
    with _find_libraries(len(sys.modules)).limit(limits=threads):
        yield


@lru_cache(maxsize=1)
def _find_libraries(_imported: int) -> ThreadpoolController:
    """The libraries that this process has loaded; looked for again once more modules are imported.

    Looking takes longer than the prediction of one row, and a fifth of what boosted trees of a small group take.
    """
    return ThreadpoolController()
