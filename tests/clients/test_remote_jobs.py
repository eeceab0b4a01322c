"""`designery job submit --server`: a folder goes along to a server, its log comes back, and programs get JSON."""

import json
from pathlib import Path

import pytest

from tests.clients.test_commands import run_designery
from tests.live_server import Client, Server

JOB = """
display_name: count-words
code: src
command: python count.py --rate ${{inputs.rate}} --words ${{inputs.words}}
inputs:
  words: {type: uri_file, path: ./words.txt}
  rate: 0.5
"""
COUNT = """
import argparse
parser = argparse.ArgumentParser()
for name in ("rate", "words"):
    parser.add_argument(f"--{name}")
given = parser.parse_args()
print(given.rate, len(open(given.words).read().split()), "words")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "count.py").write_text(COUNT)
    (tmp_path / "words.txt").write_text("three small words")
    (tmp_path / "job.yml").write_text(JOB)
    return tmp_path


def test_a_job_runs_on_a_server_elsewhere(folder: Path, server: Server, client: Client) -> None:
    token = client.cookies[f"designery_{server.port}"]
    submit = ("job", "submit", "-f", "job.yml", "--server", server.url)
    sent = run_designery(folder, *submit, "--follow", "--json", DESIGNERY_TOKEN=token)
    assert sent.returncode == 0, sent.stderr
    assert "0.5 3 words" in sent.stderr
    done = json.loads(sent.stdout)
    assert (done["design"], done["state"], done["reused"]) == ("count-words", "succeeded", False)
    again = run_designery(folder, *submit, DESIGNERY_TOKEN=token)
    assert again.stdout.splitlines()[-1] == "count-words, run 2: reused from an earlier run."
    failed = run_designery(folder, *submit, "--set", "command=python none.py", DESIGNERY_TOKEN=token)
    assert (failed.returncode, "failed" in failed.stdout) == (5, True), failed.stderr
    assert not (folder / "home" / "designery.db").exists(), "nothing of it is on this machine"


def test_what_is_wrong_is_told_apart_by_the_exit_code(folder: Path, server: Server) -> None:
    submit = ("job", "submit", "-f", "job.yml", "--server")
    assert run_designery(folder, *submit, server.url, DESIGNERY_TOKEN="dt_nobody").returncode == 1
    assert run_designery(folder, *submit, "http://127.0.0.1:9").returncode == 3
    assert run_designery(folder, "job", "submit", "-f", "job.yml", "--no-wait").returncode == 2
