"""docs/promises.md: all promises are there, and the tests that it names exist and run in the lane that it says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "promises.md").read_text().splitlines()
    if re.match(r"\| \d+ \|", line)
]
#: Prints each test that is collected after its lane, before any is left out.
COLLECT = """
import sys
import pytest

class Lanes:
    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items):
        for item in items:
            print("\\nN:" if item.get_closest_marker("nightly") else "\\nT:", item.nodeid)

sys.exit(pytest.main(sys.argv[1:], plugins=[Lanes()]))
"""
COLUMNS = ("number", "promise", "holds", "lane", "tests", "figure", "peers")


def list_named_tests(row: list[str]) -> list[str]:
    return [f"tests/{name}" for name in re.findall(r"`([^`]+)`", row[COLUMNS.index("tests")])]


def list_lanes(row: list[str]) -> list[str]:
    return row[COLUMNS.index("lane")].split(", ")


@pytest.fixture(scope="module")
def collected() -> dict[str, set[str]]:
    """{lane: the tests of the page that are collected in it}"""
    names = sorted({name for row in ROWS for name in list_named_tests(row)})
    command = [sys.executable, "-c", COLLECT, "--collect-only", "-q", "-p", "no:cacheprovider"]
    said = subprocess.run([*command, *names], cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout[-3000:] + said.stderr[-3000:]
    lanes = re.findall(r"^(T|N): ([^\[\n]+)", said.stdout, re.MULTILINE)
    return {lane: {name for found, name in lanes if found == lane} for lane in ("T", "N")}


def test_all_promises_are_there_and_say_whether_they_hold() -> None:
    assert [row[0] for row in ROWS] == [str(number) for number in range(1, 38)]
    assert [row for row in ROWS if len(row) != len(COLUMNS) or not all(row)] == []
    said = {row[0]: row[COLUMNS.index("holds")] for row in ROWS}
    assert {number: word for number, word in said.items() if word not in ("yes", "partly", "no", "not proven")} == {}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_named_in_a_promise_are_collected_in_its_lane(row: list[str], collected: dict[str, set[str]]) -> None:
    names = list_named_tests(row)
    assert names
    lanes = list_lanes(row)
    assert set(names) <= {name for lane in lanes for name in collected[lane]}
    assert [lane for lane in lanes if not set(names) & collected[lane]] == []
