"""The commands from a design to what others use: run it, share it, register its model, and have it answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from designery.command_output import NAME, Arguments, Option, print_json, print_result, print_text
from designery.datasets import open_dataset
from designery.designs import open_design
from designery.endpoints import open_endpoint
from designery.errors import DesigneryError, NotFound
from designery.records import format_cell
from designery.registry import open_model, register
from designery.runs import Run, open_run
from designery.shares import SCOPES, SHOWS


def run_design(arguments: Arguments) -> None:
    """Run a stored design, and print what it measured."""
    run = open_design(arguments.name).run(to=arguments.to, wait=not arguments.no_wait)
    if arguments.json:
        print_json({"run": run.to_dict(), "evaluations": run.evaluations()})
        return
    print_text(f"Run {run.id}: {run.state}.")
    for node, models in run.evaluations().items():
        for model in models:
            for name, value in model["metrics"].items():
                print_text(f"{node}\t{model['model']}\t{name}\t{format_cell(value)}")


def start_design(arguments: Arguments) -> None:
    """Make a design that predicts a column of a dataset."""
    found = open_dataset(arguments.dataset)
    forecast = {"forecast": arguments.forecast, "horizon": arguments.horizon}
    design = found.quick_start(arguments.column, arguments.name, **forecast).save()
    text = f"'{design.name}' ({design.id}) has {len(design.document['nodes'])} modules."
    print_result(arguments, {"id": design.id, "name": design.name}, text)


def share_design(arguments: Arguments) -> None:
    """Make a link that opens a design without an account."""
    share = open_design(arguments.name).share(
        arguments.title, scope=arguments.scope, shows=arguments.shows, days=arguments.days or None
    )
    print_result(arguments, {**share.to_dict(), "link": share.link}, share.link)


def register_model(arguments: Arguments) -> None:
    """Keep the model that a run trained, as the next version under a name."""
    run = _find_run(arguments.run)
    version = register(run, arguments.node or _find_trained_node(run), arguments.name, aliases=arguments.alias)
    print_result(arguments, version.to_dict(), f"'{version.name}', version {version.version}.")


def _find_run(name: str) -> Run:
    """A run by its id, or the newest of a design by its name."""
    try:
        return open_run(name)
    except NotFound:
        runs = open_design(name).runs(limit=1)
    if not runs:
        raise DesigneryError(f"'{name}' has not run yet. Run it: designery design run '{name}'.")
    return runs[0]


def _find_trained_node(run: Run) -> str:
    found = [step.node for step in run.steps if any(one.type == "trained_model" for one in step.outputs.values())]
    if len(found) != 1:
        nodes = f"These did: {', '.join(found)}. Name one by --node." if found else "No step trained one."
        raise DesigneryError(f"Run {run.number} gave {len(found)} models. {nodes}")
    return found[0]


def show_card(arguments: Arguments) -> None:
    """Print the model card of a version."""
    print_text(open_model(arguments.name).version(arguments.version).card().rstrip("\n"))


def deploy_model(arguments: Arguments) -> None:
    """Have an endpoint answer by a registered model: a new endpoint, or a further version of the one of that name."""
    endpoint = open_model(arguments.name).version(arguments.version).deploy(arguments.endpoint, share=arguments.share)
    text = f"'{endpoint.name}' answers by version {endpoint.deployments[0]['number']}."
    print_result(arguments, endpoint.to_dict(), text)


def predict_rows(arguments: Arguments) -> None:
    """Print predictions for the rows of a JSON file, or of the standard input (-)."""
    source = sys.stdin.read() if arguments.file == "-" else Path(arguments.file).read_text(encoding="utf-8")
    try:
        rows = json.loads(source)
    except ValueError as error:
        raise DesigneryError(f"{arguments.file} holds no JSON: {error}. Rows are a list of objects.") from None
    print_json(open_endpoint(arguments.name).predict(rows))


SHARING_HANDLERS: Mapping[tuple[str, str], Callable[[Arguments], None]] = {
    ("design", "start"): start_design,
    ("design", "run"): run_design,
    ("design", "share"): share_design,
    ("model", "register"): register_model,
    ("model", "card"): show_card,
    ("model", "deploy"): deploy_model,
    ("endpoint", "predict"): predict_rows,
}
VERSION: Option = (("--version",), {"type": int, "default": None, "help": "Without it: the newest."})
SHARING_OPTIONS: Mapping[tuple[str, str], tuple[Option, ...]] = {
    ("design", "start"): (
        (("dataset",), {"help": "Name or id of a dataset."}),
        (("column",), {"help": "The column to predict."}),
        (("--name",), {"default": None, "help": "Name of the design."}),
        (("--forecast",), {"action": "store_true", "help": "Forecast later times, where the rows are series."}),
        (("--horizon",), {"type": int, "default": None, "help": "So many steps ahead are forecast."}),
    ),
    ("design", "run"): (
        NAME,
        (("--to",), {"action": "append", "default": [], "help": "Run only what this node needs; repeatable."}),
        (("--no-wait",), {"action": "store_true", "help": "Return as soon as it has begun."}),
    ),
    ("design", "share"): (
        NAME,
        (("--title",), {"default": None, "help": "What the link is called. Without it: the name of the design."}),
        (("--scope",), {"choices": SCOPES, "default": "view", "help": "What it allows."}),
        (("--shows",), {"choices": SHOWS, "default": "metrics", "help": "What it shows of results."}),
        (("--days",), {"type": int, "default": 30, "help": "Until it ends; 0: never."}),
    ),
    ("model", "register"): (
        (("run",), {"help": "Id of a run, or name of a design: its newest run."}),
        (("name",), {"help": "Name in the registry."}),
        (("--node",), {"default": None, "help": "The node that trained it, where there are several."}),
        (("--alias",), {"action": "append", "default": [], "help": "As champion; repeatable."}),
    ),
    ("model", "card"): (NAME, VERSION),
    ("model", "deploy"): (
        NAME,
        (("endpoint",), {"help": "Name of the endpoint."}),
        VERSION,
        (("--share",), {"type": int, "default": 100, "help": "Its percentage of the requests."}),
    ),
    ("endpoint", "predict"): (NAME, (("file",), {"help": "JSON file with a list of rows, or -."})),
}
