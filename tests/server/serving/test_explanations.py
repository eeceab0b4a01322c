"""What moved an answer: contributions add up, and are those that are known where the model is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.registry.model_signature import ModelSignature, SignatureColumn
from server.serving.explanations import (
    CURVE_POINTS,
    CURVES,
    MAX_EXACT_COLUMNS,
    Explanation,
    Row,
    choose_explained_column,
    draw_training_bars,
    explain_answers,
    name_explained_class,
    plan_explanation,
)

NUMBERS = st.floats(-100, 100).map(lambda value: round(value, 2))


def make_signature(typical: dict[str, float]) -> ModelSignature:
    return ModelSignature(
        columns=[
            SignatureColumn(name=name, type="real", minimum=-100.0, maximum=100.0, example=value)
            for name, value in typical.items()
        ]
    )


def explain(typical: dict[str, float], row: Row, weights: dict[str, float], product: float = 0.0) -> Explanation:
    """Of a model that adds up the columns, and the product of the first two."""

    def answer(asked: Row) -> float:
        values = [float(value or 0) for value in asked.values()]
        return sum(weights[name] * float(asked[name] or 0) for name in weights) + product * values[0] * values[1]

    plan = plan_explanation(make_signature(typical), row)
    found = explain_answers(plan, [answer(asked) for asked in plan.rows])
    assert found is not None
    return found


@given(st.integers(2, 14), st.data())
def test_contributions_add_up_to_the_difference_of_both_answers(columns: int, data: st.DataObject) -> None:
    names = [f"c{place}" for place in range(columns)]
    typical, row, weights = (
        dict(zip(names, data.draw(st.lists(NUMBERS, min_size=columns, max_size=columns)), strict=True))
        for _ in range(3)
    )
    found = explain(typical, row, weights, product=0.5)
    changed = [name for name in names if row[name] != typical[name]]
    assert sum(found.contributions.values()) == pytest.approx(found.answer - found.typical, abs=1e-6)
    assert set(found.contributions) == set(changed)
    assert found.is_exact == (len(changed) <= MAX_EXACT_COLUMNS)


@given(st.integers(2, 14), st.data())
def test_a_linear_model_gives_each_column_its_weight_times_its_distance(columns: int, data: st.DataObject) -> None:
    names = [f"c{place}" for place in range(columns)]
    typical, row, weights = (
        dict(zip(names, data.draw(st.lists(NUMBERS, min_size=columns, max_size=columns)), strict=True))
        for _ in range(3)
    )
    for name, amount in explain(typical, row, weights).contributions.items():
        assert amount == pytest.approx(weights[name] * (row[name] - typical[name]), abs=1e-6)


def test_what_two_columns_do_only_together_is_shared_by_both() -> None:
    found = explain({"a": 0, "b": 0, "c": 5}, {"a": 1, "b": 1, "c": 5}, {"c": 1}, product=10)
    assert found.contributions == {"a": 5, "b": 5}
    assert (found.typical, found.answer) == (5, 15)


def test_curves_are_of_the_columns_that_move_the_answer_most() -> None:
    typical = {f"c{place}": 0.0 for place in range(5)}
    found = explain(typical, typical, {f"c{place}": float(place) for place in range(5)})
    assert [curve.column for curve in found.curves] == ["c4", "c3", "c2"]
    assert len(found.curves) == CURVES
    assert (found.curves[0].values[0], found.curves[0].answers[-1], len(found.curves[0].values)) == (
        -100,
        400,
        CURVE_POINTS,
    )


def test_an_answer_without_a_number_for_each_row_is_not_explained() -> None:
    plan = plan_explanation(make_signature({"a": 1}), {"a": 2})
    assert explain_answers(plan, [1.0] * (len(plan.rows) - 1)) is None
    assert explain_answers(plan, [None, *[1.0] * (len(plan.rows) - 1)]) is None


@pytest.mark.parametrize(
    ("answer", "classes", "column", "explained_class"),
    [
        ({"a": 1, "Scored Labels": 17.5}, [], "Scored Labels", None),
        ({"a": 1, "Scored Labels": "yes", "Scored Probabilities": 0.2}, ["no", "yes"], "Scored Probabilities", "yes"),
        ({"a": 1, "Scored Labels": 2, "Scored Probabilities_2": 0.7}, ["1", "2", "3"], "Scored Probabilities_2", "2"),
        ({"a": 1, "Rentals": 12.0}, [], "Rentals", None),
        ({"a": 1, "Group": "north"}, [], None, None),
    ],
)
def test_what_is_explained_is_the_number_or_the_probability(
    answer: Row, classes: list[str], column: str | None, explained_class: str | None
) -> None:
    assert choose_explained_column(answer, {"a": 1}, classes) == column
    assert column is None or name_explained_class(column, classes) == explained_class


def test_bars_of_the_training_data_tell_no_single_row() -> None:
    stored = {"edges": [0, 1, 2, 3], "counts": [1000, 1, 0]}
    assert draw_training_bars({"a": stored, "b": {"levels": ["x"], "counts": [3]}}) == {"a": [20, 1, 0]}
