"""Files that a step wrote are read in full by a process that has nothing to lose, before anything else reads them."""

from pathlib import Path

import pytest

from server.runs.executors.local_executor import LocalExecutor
from server.runs.sandbox.inside.sandbox_messages import FileContents, FilesValidated, StepFailed, StepSucceeded
from server.runs.sandbox.inside.sandbox_requests import InputFile
from server.runs.sandbox.output_validation import READER_DIED, validate_in_sandbox
from tests.live_server import Client, get_step_states
from tests.server.runs import crafted_files
from tests.server.runs.conftest import StepBench
from tests.small_designs import make_script_nodes

pytestmark = pytest.mark.anyio


async def _validate_file(bench: StepBench, path: Path, port_type: str) -> FilesValidated:
    found = await validate_in_sandbox([InputFile(path, port_type)], f"validation-{path.name}", bench.sandbox)
    assert isinstance(found, FilesValidated)
    return found


@pytest.mark.parametrize("name", crafted_files.CRAFTED_TABLES)
async def test_a_table_that_is_not_whole_is_refused_with_its_reason(bench: StepBench, name: str) -> None:
    craft, words = crafted_files.CRAFTED_TABLES[name]
    path = crafted_files.write_file(bench.sandbox.folder / "crafted", f"{name.replace(' ', '-')}.arrow", craft())
    found = await _validate_file(bench, path, "dataset")
    assert found.flaw is not None
    assert found.flaw != READER_DIED
    assert words in found.flaw


@pytest.mark.parametrize("name", crafted_files.SOUND_FRAMES)
async def test_every_table_that_is_saved_passes(bench: StepBench, name: str) -> None:
    frame = crafted_files.SOUND_FRAMES[name]
    rows, columns = frame.shape
    path = crafted_files.save_frame(bench.sandbox.folder / "saved" / name, frame)
    found = await _validate_file(bench, path, "dataset")
    assert found == FilesValidated((FileContents(rows, columns, path.stat().st_size),))


@pytest.mark.parametrize("name", crafted_files.CRAFTED_EVALUATIONS)
async def test_an_evaluation_that_is_none_is_refused(bench: StepBench, name: str) -> None:
    path = crafted_files.write_file(
        bench.sandbox.folder / "evaluations", f"{name}.json", crafted_files.CRAFTED_EVALUATIONS[name]
    )
    found = await _validate_file(bench, path, "evaluation")
    assert found.flaw not in (None, READER_DIED)


async def test_an_evaluation_that_is_saved_passes(bench: StepBench) -> None:
    path = crafted_files.save_evaluation(bench.sandbox.folder / "evaluations")
    assert await _validate_file(bench, path, "evaluation") == FilesValidated(
        (FileContents(None, None, path.stat().st_size),)
    )


@pytest.mark.parametrize("name", crafted_files.CRAFTED_IMAGES)
async def test_images_that_are_none_are_refused(bench: StepBench, name: str) -> None:
    path = crafted_files.write_file(
        bench.sandbox.folder / "images", f"{name}.arrow", crafted_files.CRAFTED_IMAGES[name]()
    )
    found = await _validate_file(bench, path, "image_directory")
    assert found.flaw not in (None, READER_DIED)


async def test_a_process_that_dies_of_a_file_has_refused_it(bench: StepBench) -> None:
    path = bench.sandbox.folder / "not-there.arrow"
    path.symlink_to("/dev/zero")  # never ends, and is no file: the process is ended by its limit
    found = await validate_in_sandbox([InputFile(path, "evaluation")], "validation-endless", bench.sandbox)
    assert isinstance(found, FilesValidated)
    assert found.flaw is not None


async def test_a_script_that_writes_past_save_fails_with_a_numbered_sentence(bench: StepBench) -> None:
    content = crafted_files.CRAFTED_TABLES["far offsets"][0]()
    request = bench.make_request(
        "execute_python_script", trusted=False, python_script=crafted_files.make_bypass_save_script(content)
    )
    outcome = await LocalExecutor(1).submit(request, bench.sandbox, lambda _: None)
    assert isinstance(outcome, StepFailed)
    assert outcome.error.number == 170
    assert outcome.error.message.startswith(
        "The table that this script gave at 'result_dataset' is damaged: column 'text' is incomplete"
    )


async def test_what_a_script_says_of_its_table_is_not_taken_for_true(bench: StepBench) -> None:
    content = crafted_files.write_arrow(crafted_files.make_table())
    request = bench.make_request(
        "execute_python_script", trusted=False, python_script=crafted_files.make_bypass_save_script(content)
    )
    outcome = await LocalExecutor(1).submit(request, bench.sandbox, lambda _: None)
    assert isinstance(outcome, StepSucceeded)
    made = outcome.outputs[0]
    assert (made.rows, made.columns, made.bytes) == (3, 2, len(content))


def test_the_server_lives_on_when_the_rows_of_a_crafted_table_are_opened(client: Client) -> None:
    content = crafted_files.CRAFTED_TABLES["far offsets"][0]()
    run = client.run(client.create_design(make_script_nodes(crafted_files.make_bypass_save_script(content))))
    assert get_step_states(run)["script"] == "failed"
    error = next(step["error"] for step in run["steps"] if step["node"] == "script")
    assert (error["number"], error["title"], error["port"]) == (170, "Output damaged", "result_dataset")
    assert client.get("/healthz").json() == {"status": "ok"}
