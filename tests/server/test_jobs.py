"""Jobs from the command line: snapshots of folders, job files, and the run that comes of them."""

import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from server import snapshots
from server.job_command import describe_snapshot
from server.job_files import JobRefused, read_job
from server.snapshots import GitState, Snapshot, SnapshotRefused, pack_snapshot
from tests.server_spawner import finish_command

JOB = """
$schema: https://example.org/commandJob.schema.json
type: command
display_name: train-cars
code: src
command: >-
  python train.py --data ${{inputs.training}} --rate ${{inputs.rate}} --words ${{inputs.words}}
  --out ${{outputs.model}}
inputs:
  training: {type: mltable, path: "azureml:cars:1"}
  words: {type: uri_file, path: ./words.txt}
  rate: 0.5
outputs:
  model: {type: uri_folder}
compute: local
"""
TRAIN = """
import argparse, os
import pandas as pd
import designery

parser = argparse.ArgumentParser()
for name in ("data", "rate", "words", "out"):
    parser.add_argument(f"--{name}")
arguments = parser.parse_args()
print(open(arguments.words).read().strip(), pd.read_parquet(arguments.data).shape)
designery.log(rate=float(arguments.rate))
os.makedirs(arguments.out)
open(os.path.join(arguments.out, "model.txt"), "w").write("made")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "train.py").write_text(TRAIN)
    (tmp_path / "src" / "notes.log").write_text("1")
    (tmp_path / "src" / ".amlignore").write_text("*.log\n")
    (tmp_path / "words.txt").write_text("some words")
    (tmp_path / "cars.csv").write_text("make,price\naudi,1\nbmw,2\n")
    (tmp_path / "job.yml").write_text(JOB)
    return tmp_path


def test_equal_files_are_equal_bytes_and_ignored_ones_do_not_count(folder: Path, tmp_path: Path) -> None:
    first = pack_snapshot(folder / "src", tmp_path / "first.zip")
    (folder / "src" / "notes.log").write_text("another byte")
    (folder / "src" / "train.py").touch()
    pack_snapshot(folder / "src", tmp_path / "second.zip")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()
    assert (first.files, first.ignored) == (2, 1)
    (folder / "src" / "train.py").write_text("print(1)")
    pack_snapshot(folder / "src", tmp_path / "third.zip")
    assert (tmp_path / "first.zip").read_bytes() != (tmp_path / "third.zip").read_bytes()


def test_gitignore_counts_where_there_is_no_amlignore_and_links_are_left_out(folder: Path, tmp_path: Path) -> None:
    source = folder / "src"
    (source / ".amlignore").rename(source / ".gitignore")
    (source / "outside").symlink_to("/etc/hostname")
    pack_snapshot(source, tmp_path / "made.zip")
    assert zipfile.ZipFile(tmp_path / "made.zip").namelist() == [".gitignore", "train.py"]


def test_a_large_folder_is_refused_with_its_largest_files(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "MAX_SNAPSHOT_BYTES", 2 * 2**20)
    for number in range(7):
        (folder / "src" / f"part{number}.bin").write_bytes(b"x" * (number + 1) * 2**20)
    with pytest.raises(
        SnapshotRefused, match=r"part6.bin \(7 MB\), part5.bin \(6 MB\).*part2.bin \(3 MB\)\. Name them"
    ):
        pack_snapshot(folder / "src", tmp_path / "made.zip")


def test_keys_are_warned_of_and_git_says_where_the_folder_stands(folder: Path, tmp_path: Path) -> None:
    source = folder / "src"
    for command in (["init", "-q", "-b", "trunk"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.check_call(
            ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(source), *command]
        )
    (source / "train.py").write_text("print(1)")
    (source / ".env").write_text("KEY=1")
    made = pack_snapshot(source, tmp_path / "made.zip")
    assert made.git is not None
    assert (made.git.branch, len(made.git.commit), made.git.changed_files) == ("trunk", 40, 2)
    assert "+print(1)" in made.git.diff
    assert [warning.split(" looks")[0] for warning in made.warnings] == [".env"]


def test_a_job_file_becomes_a_command_with_its_inputs(folder: Path) -> None:
    job = read_job(folder / "job.yml", ("inputs.rate=0.1",))
    assert job.command == (
        "python train.py --data {data} --rate {rate} --words {files}/words/words.txt --out {outputs}/model"
    )
    assert (job.name, job.datasets, job.parameters) == ("train-cars", {"data": "cars:1"}, {"rate": "0.1"})
    assert job.files == {"words": folder / "words.txt"}


def test_a_job_names_its_target_and_older_files_their_folder(folder: Path) -> None:
    """Azure's older job files have `code: {local_path: src}`; --set takes the place of what the file says."""
    path = folder / "job.yml"
    assert read_job(path).target == "local"
    assert read_job(path, ("target=azureml:lab-cluster",)).target == "lab-cluster"
    path.write_text(JOB.replace("code: src", "code: {local_path: src}").replace("compute: local\n", ""))
    job = read_job(path)
    assert (job.code, job.target) == (folder / "src", None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("code=azureml:src:1", "code: The code must be a folder on this machine, such as code: src."),
        ("type=sweep", "type: Jobs of type 'sweep' are not supported. Only command jobs are."),
        ("distribution.type=mpi", "distribution is not supported. A command runs in one process. Remove it."),
        ("limits.shm_size=1", "limits.shm_size is not supported. Only limits.timeout is, in seconds."),
        ("environment.image=ubuntu", "environment: It is described by image. Build it first:"),
        ("inputs.far.path=https://example.org/x", "inputs.far: A command has no network. Import https://example.org/x"),
        ("command=python ${{inputs.none}}", "command: There is no input 'none'. Add it to inputs."),
        ("priority=1", "'priority' is not a part of a job."),
    ],
)
def test_what_is_not_supported_is_refused_by_name(folder: Path, change: str, sentence: str) -> None:
    with pytest.raises(JobRefused) as refused:
        read_job(folder / "job.yml", (change,))
    assert str(refused.value).startswith(sentence)


def _run_command(folder: Path, *arguments: str) -> tuple[int, list[str]]:
    """The exit code and the lines of a command, with a data folder of its own."""
    ended = finish_command(list(arguments), {**os.environ, "DESIGNERY_HOME": str(folder / "home")}, Path.cwd())
    return ended.returncode, ended.stdout.splitlines()


def test_a_job_runs_and_the_same_job_again_is_reused(folder: Path) -> None:
    job = str(folder / "job.yml")
    assert _run_command(folder, "dataset", "add", str(folder / "cars.csv"))[0] == 0
    code, lines = _run_command(folder, "job", "submit", "-f", job, "--follow")
    assert (code, "some words (2, 2)" in lines, lines[-1]) == (0, True, "train-cars, run 1: succeeded.")
    code, lines = _run_command(folder, "job", "submit", "-f", job, "--set", "target=gpu", "--json")
    assert (code, lines) == (1, [])
    (folder / "src" / "notes.log").write_text("another byte")
    code, lines = _run_command(folder, "job", "submit", "-f", job)
    assert (code, lines[-1]) == (0, "train-cars, run 2: reused from an earlier run.")


def test_one_file_is_not_said_to_be_several() -> None:
    assert describe_snapshot(Snapshot(2, 4096, 1)) == "2 files, 4 KB; 1 ignored."
    state = GitState("0123456789", "main", "", 1)
    assert describe_snapshot(Snapshot(1, 1024, 0, git=state)) == (
        "1 file, 1 KB; 0 ignored. main at 0123456, 1 file changed."
    )
