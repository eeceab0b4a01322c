"""Threads of the libraries: limited within a block, and looked for once."""

import sys

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController, threadpool_info

from modules.kit.fan_out import fan_out
from modules.kit.thread_limits import limit_library_threads


def count_threads(_: object = None) -> set[int]:
    return {library["num_threads"] for library in threadpool_info()}


def test_a_piece_works_with_one_thread_and_the_libraries_are_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    np.ones((2, 2)) @ np.ones((2, 2))  # its library is one of those with threads
    with limit_library_threads(1):
        assert count_threads() == {1}
    looked: list[int] = []
    search = ThreadpoolController.__init__

    def count_searches(self: ThreadpoolController) -> None:
        looked.append(len(sys.modules))
        search(self)

    monkeypatch.setattr(ThreadpoolController, "__init__", count_searches)
    found = list(fan_out(str, range(50), unit="pieces"))
    assert [result for _, result in found] == [str(number) for number in range(50)]
    assert len(looked) <= 1
