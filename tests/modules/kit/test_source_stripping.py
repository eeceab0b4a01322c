"""What stands in scripts of a function of ours: all that computes, and nothing that only the designer needs."""

import logging
from types import ModuleType

import pytest

from modules.kit import ModuleError, track
from modules.kit.codegen.designer_only import designer_only
from modules.kit.codegen.source_stripping import strip_source
from modules.kit.progress import report


@designer_only
def check_finite(values: object) -> None:
    """Stands for a function that only refuses."""


def strip_text(text: str) -> str:
    """What is left of a source in a file that has these names."""
    file = ModuleType("file")
    vars(file).update(ModuleError=ModuleError, track=track, report=report, log=logging.getLogger("file"))
    vars(file).update(designer_only=designer_only, check_finite=check_finite)
    return strip_source(text, file)


def test_refusals_reports_and_the_log_go() -> None:
    source = '''\
def mean(values):
    """The mean."""
    if not len(values):
        message = "There are no values."
        raise ModuleError(21, message)
    check_finite(values)
    report(1, 2, "steps")
    if len(values) > 5:
        log.warning("Many.")
    return sum(values) / len(values)
'''
    assert strip_text(source) == 'def mean(values):\n    """The mean."""\n    return sum(values) / len(values)'


def test_what_is_tracked_is_gone_through_as_it_is() -> None:
    source = 'def each(rows):\n    for row in track(range(rows), total=rows, unit="rows"):\n        print(row)\n'
    assert strip_text(source) == "def each(rows):\n    for row in range(rows):\n        print(row)"


def test_what_is_tried_only_to_refuse_is_done_plainly() -> None:
    source = """\
def half(value):
    try:
        found = value / 2
    except TypeError as error:
        raise ModuleError(17, str(error)) from None
    return found
"""
    assert strip_text(source) == "def half(value):\n    found = value / 2\n    return found"


def test_other_errors_stay() -> None:
    source = "def whole(value):\n    if value % 1:\n        raise ValueError(value)\n    return value\n"
    assert strip_text(source) == source.rstrip()


def test_an_else_that_refuses_goes_and_the_rest_stays() -> None:
    source = """\
def kind(value):
    if value:
        found = 1
    else:
        raise ModuleError(1, "No value.")
    return found
"""
    assert strip_text(source) == "def kind(value):\n    if value:\n        found = 1\n    return found"


def test_methods_that_are_for_the_designer_only_go_with_their_calls() -> None:
    source = """\
class Descent:
    rate = 1

    def fit(self):
        self.check(1)
        return self.rate

    @designer_only
    def check(self, rate):
        print(rate)
"""
    stripped = "class Descent:\n    rate = 1\n\n    def fit(self):\n        return self.rate"
    assert strip_text(source).rstrip() == stripped


def test_a_name_alone_leaves_nothing_out() -> None:
    source = "def whole(value):\n    refuse_fractions(value)\n    tell_user(value)\n    return value"
    assert strip_text(source) == source


@pytest.mark.parametrize("line", ["found = check_finite(values)", "return check_finite(values)", "each(check_finite)"])
def test_the_value_of_what_is_left_out_cannot_be_had(line: str) -> None:
    with pytest.raises(LookupError, match="check_finite, whose value a script cannot have"):
        strip_text(f"def mean(values):\n    {line}\n")
