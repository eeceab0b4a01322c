"""Files that a step wrote are read in full by a process that has nothing to lose, before anything else reads them."""

from pathlib import Path

import pytest

from server.runs.executors.local import LocalExecutor
from server.runs.steps import Contents, Failed, InputFile, Succeeded, Validated
from server.runs.validated import DIED, validation_of
from tests.pipelines import script
from tests.server.runs import crafted
from tests.server.runs.conftest import Bench
from tests.serving import Client, states

pytestmark = pytest.mark.anyio


async def _found(bench: Bench, path: Path, port_type: str) -> Validated:
    found = await validation_of([InputFile(path, port_type)], f"validation-{path.name}", bench.sandbox)
    assert isinstance(found, Validated)
    return found


@pytest.mark.parametrize("name", crafted.TABLES)
async def test_a_table_that_is_not_whole_is_refused_with_its_reason(bench: Bench, name: str) -> None:
    craft, words = crafted.TABLES[name]
    path = crafted.written(bench.sandbox.folder / "crafted", f"{name.replace(' ', '-')}.arrow", craft())
    found = await _found(bench, path, "dataset")
    assert found.flaw is not None
    assert found.flaw != DIED
    assert words in found.flaw


@pytest.mark.parametrize("name", crafted.FRAMES)
async def test_every_table_that_is_saved_passes(bench: Bench, name: str) -> None:
    frame = crafted.FRAMES[name]
    path = crafted.saved_frame(bench.sandbox.folder / "saved" / name, frame)
    found = await _found(bench, path, "dataset")
    assert found == Validated((Contents(*frame.shape, path.stat().st_size),))


@pytest.mark.parametrize("name", crafted.EVALUATIONS)
async def test_an_evaluation_that_is_none_is_refused(bench: Bench, name: str) -> None:
    path = crafted.written(bench.sandbox.folder / "evaluations", f"{name}.json", crafted.EVALUATIONS[name])
    found = await _found(bench, path, "evaluation")
    assert found.flaw not in (None, DIED)


async def test_an_evaluation_that_is_saved_passes(bench: Bench) -> None:
    path = crafted.saved_evaluation(bench.sandbox.folder / "evaluations")
    assert await _found(bench, path, "evaluation") == Validated((Contents(None, None, path.stat().st_size),))


@pytest.mark.parametrize("name", crafted.IMAGES)
async def test_images_that_are_none_are_refused(bench: Bench, name: str) -> None:
    path = crafted.written(bench.sandbox.folder / "images", f"{name}.arrow", crafted.IMAGES[name]())
    found = await _found(bench, path, "image_directory")
    assert found.flaw not in (None, DIED)


async def test_a_process_that_dies_of_a_file_has_refused_it(bench: Bench) -> None:
    path = bench.sandbox.folder / "not-there.arrow"
    path.symlink_to("/dev/zero")  # never ends, and is no file: the process is ended by its limit
    found = await validation_of([InputFile(path, "evaluation")], "validation-endless", bench.sandbox)
    assert isinstance(found, Validated)
    assert found.flaw is not None


async def test_a_script_that_writes_past_save_fails_with_a_numbered_sentence(bench: Bench) -> None:
    content = crafted.TABLES["far offsets"][0]()
    request = bench.request("execute_python_script", trusted=False, python_script=crafted.past_save(content))
    outcome = await LocalExecutor(1).submit(request, bench.sandbox, lambda _: None)
    assert isinstance(outcome, Failed)
    assert outcome.error.number == 170
    assert outcome.error.message.startswith(
        "The table that this script gave at 'result_dataset' is damaged: column 'text' is not whole"
    )


async def test_what_a_script_says_of_its_table_is_not_taken_for_true(bench: Bench) -> None:
    content = crafted.file_of(crafted.table())
    request = bench.request("execute_python_script", trusted=False, python_script=crafted.past_save(content))
    outcome = await LocalExecutor(1).submit(request, bench.sandbox, lambda _: None)
    assert isinstance(outcome, Succeeded)
    made = outcome.outputs[0]
    assert (made.rows, made.columns, made.bytes) == (3, 2, len(content))


def test_the_server_lives_on_when_the_rows_of_a_crafted_table_are_opened(client: Client) -> None:
    content = crafted.TABLES["far offsets"][0]()
    run = client.run(client.new_design(script(crafted.past_save(content))))
    assert states(run)["script"] == "failed"
    error = next(step["error"] for step in run["steps"] if step["node"] == "script")
    assert (error["number"], error["title"], error["port"]) == (170, "Output damaged", "result_dataset")
    assert client.get("/healthz").json() == {"status": "ok"}
