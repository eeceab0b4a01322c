"""Promise 30: two tabs, or one that was offline, lose no work, in far more histories than each commit has time for."""

import pytest

from server.storage.database import Database
from tests.nightly.nightly_figures import save_figures, scale_number
from tests.server.api.test_together import HISTORY_COUNT, database, run_histories

__all__ = ["database"]

pytestmark = pytest.mark.nightly


def test_thousands_of_random_histories_lose_no_edit(database: Database) -> None:  # noqa: F811
    seeds = range(HISTORY_COUNT, HISTORY_COUNT + scale_number(5_000))
    run_histories(database, seeds)
    save_figures("test_thousands_of_random_histories_lose_no_edit", histories=len(seeds), lost=0)
