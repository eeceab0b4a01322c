"""The typical values that forms open with: readable, and never beyond what training saw."""

import pytest

from server.registry.model_signature import SignatureColumn


@pytest.mark.parametrize(
    ("example", "low", "high", "shown"),
    [
        (96.33333333333333, 60.3, 120.9, 96.3333),
        (0.30000001192092896, 0.1, 0.5, 0.3),
        (12345678.0, 0.0, 2e7, 12345678.0),
        (1.23456789, 1.23456789, 1.23456789, 1.23456789),
        (7, 1, 9, 7),
        ("bmw", None, None, "bmw"),
    ],
)
def test_a_typical_number_has_six_digits(
    example: float | str, low: float | None, high: float | None, shown: float | str
) -> None:
    column = SignatureColumn(name="width", type="real", minimum=low, maximum=high, example=example)
    assert (column.example, type(column.example)) == (shown, type(shown))
    stored = SignatureColumn.model_construct(**{**column.model_dump(), "example": example})
    assert SignatureColumn.model_validate(stored.model_dump()).example == shown
