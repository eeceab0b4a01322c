"""The tests' own tools: what the forked command is, and what the measured costs say."""

from pathlib import Path

from server.version import VERSION
from tests.database_servers import DATABASE_INDEPENDENT_FILES
from tests.live_server import ROOT
from tests.measure_time import Cost, format_table, read_costs
from tests.processor_time import read_cpu_seconds
from tests.server_spawner import can_be_forked, finish_command, spawn_command

REPORT = """<testsuites><testsuite>
<testcase classname="tests.server.test_one" name="test_a"><properties>
<property name="cpu_seconds_setup" value="2.50" /><property name="cpu_seconds_call" value="0.25" />
</properties></testcase>
<testcase classname="tests.server.test_one.TestGroup" name="test_b" />
<testcase classname="tests.browser.test_two" name="test_c"><properties>
<property name="cpu_seconds_teardown" value="1.00" /><property name="other" value="x" />
</properties></testcase>
</testsuite></testsuites>"""


def test_a_forked_command_has_its_arguments_its_log_and_its_exit_code(tmp_path: Path) -> None:
    log = tmp_path / "log"
    asked = spawn_command(["--version"], {"PATH": ""}, log)
    assert (asked.wait(60), log.read_text()) == (0, f"designery, version {VERSION}\n")
    refused = spawn_command(["no-such-command"], {"PATH": ""}, log)
    assert (refused.wait(60), refused.poll()) == (2, 2)
    assert "No such command 'no-such-command'" in log.read_text()


def test_a_finished_command_has_its_folder_its_input_and_two_streams(tmp_path: Path) -> None:
    environment = {"PATH": "", "DESIGNERY_HOME": str(tmp_path / "home")}
    (tmp_path / "design.json").write_text('{"format": 2, "name": "x", "nodes": {"lost": {"module": "none"}}}')
    refused = finish_command(["run", "design.json", "--out", "x"], environment, tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "does not have a module called 'none'" in refused.stderr
    stored = finish_command(["secret", "set", "API_KEY"], environment, tmp_path, b"a long value\n")
    assert (stored.returncode, stored.stdout, stored.stderr) == (0, "API_KEY was added.\n", "")


def test_a_forked_command_has_the_environment_of_its_test_and_no_other(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = spawn_command(["serve"], {"DESIGNERY_HOME": str(tmp_path), "DESIGNERY_SLOTS": "none"}, log)
    assert command.wait(60) == 1
    assert "DESIGNERY_SLOTS" in log.read_text()


def test_a_command_whose_libraries_read_variables_is_not_forked() -> None:
    assert can_be_forked({"DESIGNERY_MODE": "team"})
    assert not can_be_forked({"DESIGNERY_MODE": "team", "LD_PRELOAD": "/usr/lib/libfaketime.so.1"})


def test_costs_are_added_up_by_folder_by_file_and_by_test(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    server, browser = Cost(2, 2.5, 0.25, 0.0), Cost(1, 0.0, 0.0, 1.0)
    assert read_costs(report, 1) == {"tests/server": server, "tests/browser": browser}
    assert read_costs(report, None) == {"tests/server/test_one": server, "tests/browser/test_two": browser}
    assert read_costs(report, None, by_test=True)["tests/server/test_one::test_a"] == Cost(1, 2.5, 0.25, 0.0)
    assert format_table(read_costs(report, 1), rows=1).splitlines()[2:] == [
        "| tests/server | 2 | 2 | 0 | 0 | 3 |",
        "| all | 3 | | | | 4 |",
    ]


def test_what_a_process_has_taken_grows_with_its_work() -> None:
    before = read_cpu_seconds()
    while read_cpu_seconds() < before + 0.02:
        sum(range(100_000))


def test_files_that_run_on_one_database_alone_are_there() -> None:
    assert {path.name for path in (ROOT / "tests" / "server").rglob("test_*.py")} >= DATABASE_INDEPENDENT_FILES
