"""SVG as values."""

from markupsafe import Markup

from server.formatting import format_duration, format_percent, format_short, join_items
from server.report.svg import Scale, build_element, format_bars, measure_text, truncate_text, wrap_text


def test_children_and_attributes_are_escaped_and_markup_is_not() -> None:
    drawn = build_element("text", "<b>", Markup("<title>x</title>"), class_='a" onload="b', stroke_width=1.0, fill=None)
    assert drawn == '<text class="a&#34; onload=&#34;b" stroke-width="1">&lt;b&gt;<title>x</title></text>'


def test_ticks_are_round_and_within_the_domain() -> None:
    assert Scale(3, 97, 0, 100).choose_ticks() == [20, 40, 60, 80]
    assert Scale(0, 1, 0, 100).choose_ticks() == [0, 0.2, 0.4, 0.6, 0.8, 1]
    assert Scale(7, 7, 0, 100).choose_ticks() == [7]


def test_a_scale_of_one_value_maps_to_the_middle() -> None:
    assert Scale(7, 7, 10, 20)(7) == 15


def test_titles_are_wrapped_and_words_wider_than_a_line_are_broken() -> None:
    lines = wrap_text("Two-Class Boosted Decision Tree " + "x" * 60, 160, 13.5, 9)
    assert " ".join(lines).replace(" ", "") == "Two-ClassBoostedDecisionTree" + "x" * 60
    assert max(measure_text(line, 13.5) for line in lines) <= 160


def test_titles_without_end_are_cut_at_the_last_line() -> None:
    lines = wrap_text("word " * 200, 160, 13.5, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert truncate_text("short", 160, 13.5) == "short"


def test_bars_that_are_no_numbers_are_left_out() -> None:
    assert format_bars([0.0, float("nan"), 1.0], 0, 0, 30, 10) == "M20 0h9v10h-9z"


def test_numbers_are_written_as_a_person_would() -> None:
    assert [format_short(value) for value in (0, -0.00001, 0.25, 12345.6, 1.5e12)] == [
        "0",
        "\u22121.00e\u22125",
        "0.25",
        "12,346",
        "1.50e12",
    ]
    assert [format_duration(value) for value in (0.012, 0.4, 75, 3700)] == [
        "12\u202fms",
        "0.4\u202fs",
        "1\u202fmin 15\u202fs",
        "1\u202fh 1\u202fmin",
    ]
    assert (format_percent(1), format_percent(0.125)) == ("100\u202f%", "12.5\u202f%")
    assert join_items(["a", "b", "c", "d"], 3) == "a, b and 2 more"
