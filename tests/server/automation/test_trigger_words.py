"""What a trigger on data does, in words: two of one server are told apart, and no key is shown."""

import pytest

from server.automation.trigger_settings import DataChangeSettings
from server.automation.trigger_words import describe_trigger


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (
            {"source": "url", "url": "https://example.org/a/cars%202.csv?key=1"},
            "When cars 2.csv at example.org changes",
        ),
        ({"source": "url", "url": "https://example.org:8443/"}, "When the file at example.org:8443 changes"),
        ({"source": "storage", "connection": "lake", "path": "a/b.csv"}, "When a/b.csv changes on lake"),
        ({"source": "storage", "connection": "lake", "path": "a/"}, "When a file in a/ changes on lake"),
        (
            {"source": "database", "connection": "db", "query": "SELECT max(x)\n  FROM t"},
            "When the result of SELECT max(x) FROM t changes in db",
        ),
        (
            {"source": "database", "connection": "db", "query": "SELECT " + "price, " * 20 + "make FROM t"},
            f"When the result of SELECT {'price, ' * 7}… changes in db",
        ),
    ],
)
def test_a_change_of_data_in_words(settings: dict[str, str], words: str) -> None:
    assert describe_trigger(DataChangeSettings.model_validate(settings), {}, {}) == words
