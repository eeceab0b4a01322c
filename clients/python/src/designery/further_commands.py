"""The commands for what comes later: sweeps, leaderboards, versions, results, traffic, drift and schedules."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from designery.command_output import NAME, RUN, Arguments, Option, print_json, print_result, print_rows, print_text
from designery.connection import get_connection, require_one
from designery.datasets import open_dataset
from designery.designs import open_design
from designery.endpoints import open_endpoint
from designery.errors import DesigneryError
from designery.pipelines import Trigger, open_pipeline
from designery.registry import ModelVersion, open_model
from designery.runs import open_run
from designery.targets import list_targets


def sweep_design(arguments: Arguments) -> None:
    """Run a stored design with every combination of some values, and rank what came out."""
    settings = dict(_read_values(one) for one in arguments.set)
    result = open_design(arguments.name).sweep(settings).run()
    _print_table(arguments, result.rank(arguments.metric))


def _read_values(text: str) -> tuple[str, list[Any]]:
    name, equals, values = text.partition("=")
    if not equals or "." not in name:
        raise DesigneryError(f"--set is NODE.PARAMETER=VALUE,VALUE. Got {text}.")
    return name, [_read_value(value) for value in values.split(",")]


def _read_value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def rank_runs(arguments: Arguments) -> None:
    """List the runs of a design with their metrics, the best first."""
    _print_table(arguments, open_design(arguments.name).rank_runs(arguments.metric, arguments.limit))


def _print_table(arguments: Arguments, rows: list[dict[str, Any]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    if not arguments.json and rows:
        print_text("\t".join(names))
    print_rows(arguments, rows, names)


def list_versions(arguments: Arguments) -> None:
    """List the versions of a design."""
    rows = open_design(arguments.name).versions().to_dicts()
    print_rows(arguments, rows, ("id", "revision", "name", "reason", "created_at"))


def save_version(arguments: Arguments) -> None:
    """Keep the present state of a design under a name."""
    made = open_design(arguments.name).save_version(arguments.version)
    print_result(arguments, made.to_dict(), f"{made.id}: {made.name}")


def restore_version(arguments: Arguments) -> None:
    """Make a design what one of its versions was, by one undoable change."""
    design = open_design(arguments.name)
    wanted = (arguments.version,)
    found = [one for one in design.versions().to_dicts() if one["id"] in wanted or one["name"] in wanted]
    version = require_one(found, "version", arguments.version)
    design.restore_version(version["id"])
    print_result(arguments, version, f"'{design.name}' is as it was at revision {version['revision']}.")


def rerun(arguments: Arguments) -> None:
    """Repeat a run as a new run, and wait for it."""
    run = open_run(arguments.run).rerun().wait()
    print_result(arguments, run.to_dict(), f"Run {run.number}, {run.id}: {run.state}.")


def tag_run(arguments: Arguments) -> None:
    """Set the tags of a run, which is kept then."""
    run = open_run(arguments.run).tag(*arguments.tag, note=arguments.note)
    print_text(f"Run {run.number} has the tags: {', '.join(arguments.tag) or 'none'}.")


def delete_run(arguments: Arguments) -> None:
    """Delete a run, with the results that nothing else needs."""
    run = open_run(arguments.run)
    run.delete()
    print_text(f"Run {run.number} was deleted.")


def list_outputs(arguments: Arguments) -> None:
    """List what a run gave, or store one of it as a file."""
    run = open_run(arguments.run)
    if arguments.output is None:
        found = [output for step in run.steps for output in step.outputs.values()]
        rows = [{"output": one.reference, "type": one.type, "rows": one.rows, "columns": one.columns} for one in found]
        print_rows(arguments, rows, ("output", "type", "rows", "columns"))
        return
    if arguments.file is None:
        raise DesigneryError("Say which file to write: designery runs outputs RUN NODE.OUTPUT FILE")
    kind = Path(arguments.file).suffix.removeprefix(".").lower() or "csv"
    target = run[arguments.output].download(arguments.file, format=kind)
    print_text(f"{target} holds {arguments.output} of run {run.number}.")


def delete_dataset(arguments: Arguments) -> None:
    """Delete a dataset."""
    dataset = open_dataset(arguments.name)
    dataset.delete()
    print_text(f"'{dataset.name}' was deleted. It can be restored in the browser.")


def set_alias(arguments: Arguments) -> None:
    """Let an alias, such as champion, point to a version: NAME, or NAME@3."""
    version = _find_version(arguments.name)
    version.set_alias(arguments.alias)
    print_text(f"{arguments.alias} of '{version.name}' is version {version.version}.")


def _find_version(text: str) -> ModelVersion:
    name, _, wanted = text.partition("@")
    model = open_model(name)
    return model.version(int(wanted)) if wanted.isdecimal() else model.version(alias=wanted or None)


def delete_model(arguments: Arguments) -> None:
    """Delete a registered model with all its versions."""
    model = open_model(arguments.name)
    model.delete()
    print_text(f"'{model.name}' was deleted. It can be restored in the browser.")


def set_traffic(arguments: Arguments) -> None:
    """Give versions of an endpoint their percentages of the requests, as 1=90 2=10."""
    try:
        shares = {int(number): int(share) for number, _, share in (one.partition("=") for one in arguments.share)}
    except ValueError:
        raise DesigneryError(f"Shares are VERSION=PERCENT, as 1=90 2=10. Got {' '.join(arguments.share)}.") from None
    endpoint = open_endpoint(arguments.name).set_traffic(shares)
    print_result(arguments, endpoint.to_dict(), f"'{endpoint.name}' answers by {' '.join(arguments.share)}.")


def show_drift(arguments: Arguments) -> None:
    """Print how far the columns of the requests are from the training data, as JSON."""
    print_json(open_endpoint(arguments.name).drift(arguments.hours))


def create_key(arguments: Arguments) -> None:
    """Make a key for programs. It is printed once."""
    key = open_endpoint(arguments.name).create_key(arguments.key)
    print_result(arguments, {"key": key}, key)


def delete_endpoint(arguments: Arguments) -> None:
    """Delete an endpoint, which answers no more."""
    endpoint = open_endpoint(arguments.name)
    endpoint.delete()
    print_text(f"'{endpoint.name}' was deleted.")


def _find_trigger(text: str) -> Trigger:
    connection = get_connection()
    found = [one for one in connection.get("triggers") if one["id"].startswith(text)]
    return Trigger(connection, require_one(found, "schedule", text))


def fire_schedule(arguments: Arguments) -> None:
    """Start what a schedule starts, now."""
    print_json(_find_trigger(arguments.schedule).fire())


def delete_schedule(arguments: Arguments) -> None:
    """Delete a schedule or another trigger."""
    trigger = _find_trigger(arguments.schedule)
    trigger.delete()
    print_text(f"{trigger.id} was deleted.")


def delete_pipeline(arguments: Arguments) -> None:
    """Delete a pipeline."""
    pipeline = open_pipeline(arguments.name)
    pipeline.delete()
    print_text(f"'{pipeline.name}' was deleted. It can be restored in the browser.")


def show_targets(arguments: Arguments) -> None:
    """List the compute targets of a server."""
    print_rows(arguments, list_targets().to_dicts(), ("id", "name", "address"))


METRIC: Option = (("--metric",), {"default": None, "help": "What to rank by. Without it: the first that was measured."})
HOURS: Option = (("--hours",), {"type": int, "default": 24, "help": "Of how many hours."})
VERSION: Option = (("version",), {"help": "Name of the version."})
SCHEDULE: Option = (("schedule",), {"help": "Its id, or the beginning of it."})
#: {(noun, verb): (what does it, its arguments besides --server, --folder-of-data and --json)}
FURTHER: Mapping[tuple[str, str], tuple[Callable[[Arguments], None], tuple[Option, ...]]] = {
    ("design", "sweep"): (
        sweep_design,
        (NAME, (("--set",), {"action": "append", "required": True, "help": "NODE.PARAMETER=VALUE,VALUE"}), METRIC),
    ),
    ("design", "leaderboard"): (
        rank_runs,
        (NAME, METRIC, (("--limit",), {"type": int, "default": 100, "help": "Of how many of the newest runs."})),
    ),
    ("design", "versions"): (list_versions, (NAME,)),
    ("design", "keep"): (save_version, (NAME, VERSION)),
    ("design", "restore"): (restore_version, (NAME, (("version",), {"help": "Name or id of the version."}))),
    ("runs", "rerun"): (rerun, (RUN,)),
    ("runs", "tag"): (
        tag_run,
        (RUN, (("tag",), {"nargs": "*", "help": "Tags."}), (("--note",), {"default": None, "help": "A note."})),
    ),
    ("runs", "outputs"): (
        list_outputs,
        (
            RUN,
            (("output",), {"nargs": "?", "help": "NODE.OUTPUT, to store it."}),
            (("file",), {"nargs": "?", "help": "File to write: csv, parquet or xlsx."}),
        ),
    ),
    ("runs", "delete"): (delete_run, (RUN,)),
    ("dataset", "delete"): (delete_dataset, (NAME,)),
    ("model", "alias"): (set_alias, (NAME, (("alias",), {"help": "As champion."}))),
    ("model", "delete"): (delete_model, (NAME,)),
    ("endpoint", "traffic"): (set_traffic, (NAME, (("share",), {"nargs": "+", "help": "VERSION=PERCENT"}))),
    ("endpoint", "drift"): (show_drift, (NAME, HOURS)),
    ("endpoint", "key"): (create_key, (NAME, (("key",), {"help": "What the key is called."}))),
    ("endpoint", "delete"): (delete_endpoint, (NAME,)),
    ("pipeline", "delete"): (delete_pipeline, (NAME,)),
    ("schedule", "run"): (fire_schedule, (SCHEDULE,)),
    ("schedule", "delete"): (delete_schedule, (SCHEDULE,)),
    ("target", "list"): (show_targets, ()),
}
