"""What stands in scripts of a function of ours: all that computes, and nothing that only the designer needs."""

from types import ModuleType

from modules.kit import ModuleError, track
from modules.kit.plain import plain
from modules.kit.progress import report


def left(text: str) -> str:
    """What is left of a source in a file that has these names."""
    file = ModuleType("file")
    vars(file).update(ModuleError=ModuleError, track=track, report=report)
    return plain(text, file)


def test_refusals_reports_and_the_log_go() -> None:
    source = '''\
def mean(values):
    """The mean."""
    if not len(values):
        message = "There are no values."
        raise ModuleError(21, message)
    refuse_infinite(values)
    report(1, 2, "steps")
    if len(values) > 5:
        log.warning("Many.")
    return sum(values) / len(values)
'''
    assert left(source) == 'def mean(values):\n    """The mean."""\n    return sum(values) / len(values)'


def test_what_is_tracked_is_gone_through_as_it_is() -> None:
    source = 'def each(rows):\n    for row in track(range(rows), total=rows, unit="rows"):\n        print(row)\n'
    assert left(source) == "def each(rows):\n    for row in range(rows):\n        print(row)"


def test_what_is_tried_only_to_refuse_is_done_plainly() -> None:
    source = """\
def half(value):
    try:
        found = value / 2
    except TypeError as error:
        raise ModuleError(17, str(error)) from None
    return found
"""
    assert left(source) == "def half(value):\n    found = value / 2\n    return found"


def test_other_errors_stay() -> None:
    source = "def whole(value):\n    if value % 1:\n        raise ValueError(value)\n    return value\n"
    assert left(source) == source.rstrip()


def test_an_else_that_refuses_goes_and_the_rest_stays() -> None:
    source = """\
def kind(value):
    if value:
        found = 1
    else:
        raise ModuleError(1, "No value.")
    return found
"""
    assert left(source) == "def kind(value):\n    if value:\n        found = 1\n    return found"
