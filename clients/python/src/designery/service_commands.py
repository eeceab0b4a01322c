"""The commands for what runs by itself: schedules, what an endpoint did and is watched for, and lineage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from designery.command_output import NAME, Arguments, Option, print_json, print_result, print_text
from designery.connection import get_connection
from designery.datasets import open_dataset
from designery.endpoints import open_endpoint
from designery.errors import DesigneryError
from designery.pipelines import open_pipeline, open_trigger
from designery.records import format_cell
from designery.registry import open_model


def add_schedule(arguments: Arguments) -> None:
    """Run a pipeline at times: "0 2 * * *" is every night at 02:00."""
    trigger = open_pipeline(arguments.pipeline).schedule(
        arguments.cron,
        timezone=arguments.zone,
        missed=arguments.missed.replace("-", "_"),
        overlap=arguments.overlap,
        jitter_seconds=round(60 * arguments.late),
        ends_at=_read_moment(arguments.until) if arguments.until else None,
        name=arguments.name,
    )
    print_result(arguments, trigger.to_dict(), f"{trigger.id}\t{trigger.words}\tnext {trigger.next_due_at}")


def _read_moment(text: str) -> str:
    """A date or a moment with its zone; without one it is that of this machine."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise DesigneryError(f"'{text}' is not a date, such as 2027-01-31, or a moment.") from None
    return (moment if moment.tzinfo else moment.astimezone()).astimezone(UTC).isoformat()


def backfill_schedule(arguments: Arguments) -> None:
    """Run the due times of a range of dates that have no run; without --start, only count them."""
    trigger = open_trigger(arguments.trigger)
    found = trigger.backfill(_read_moment(arguments.since), _read_moment(arguments.until), start=arguments.start)
    counted = f"{found['count']} due times have no run; {found['done']} have one."
    text = f"{counted} They run now, oldest first." if found["started"] else f"{counted} Nothing was started."
    print_result(arguments, found, text)


def show_metrics(arguments: Arguments) -> None:
    """Show requests, drift of each column, and the metrics by true labels, beside those at registration."""
    endpoint = open_endpoint(arguments.name)
    hours = arguments.days * 24
    live, drift = endpoint.live_metrics(hours), endpoint.drift(hours)
    if arguments.json:
        print_json({"endpoint": endpoint.to_dict(), "drift": drift, "live": live})
        return
    print_text(f"requests in 24 h\t{endpoint.requests}\nrefused\t{endpoint.refused}\nfailed\t{endpoint.failed}")
    for column in drift["columns"]:
        print_text(f"drift of {column['name']}\tPSI {format_cell(column['psi'])}\tlimit {format_cell(column['limit'])}")
    print_text(f"labels\t{live['labeled']} of {live['answered']} answers")
    for name, value in live["metrics"].items():
        before = format_cell(live["registered"].get(name))
        print_text(f"{name}\t{format_cell(value)}\tat registration {before}")


def list_alerts(arguments: Arguments) -> None:
    """Check what an endpoint is watched for."""
    rows = open_endpoint(arguments.name).check_alerts()["alerts"]
    if arguments.json:
        print_json(rows)
        return
    for one in rows:
        starts = f"\tstarts {one['pipeline_name']}" if one["pipeline_name"] else ""
        print_text(f"{one['id']}\t{one['kind']}\t{one['state']}\t{one['words']}{starts}")


def watch_endpoint(arguments: Arguments) -> None:
    """Have an endpoint watched: notify, and with --pipeline start one, when it is over a limit."""
    pipeline = open_pipeline(arguments.pipeline).id if arguments.pipeline else None
    alert = open_endpoint(arguments.name).watch(
        arguments.kind, arguments.subject, arguments.limit, minutes=arguments.minutes, pipeline=pipeline
    )
    print_result(arguments, alert, f"{alert['id']}\t{alert['kind']}\t{alert['state']}\t{alert['words']}")


def store_requests(arguments: Arguments) -> None:
    """Store the sampled requests as the next version of their dataset, with their true labels."""
    made = open_endpoint(arguments.name).store_requests()
    print_result(arguments, made, f"'{made['name']}', version {made['version']}: {made['rows']:,} rows.")


FINDERS: Mapping[str, Callable[[str], Any]] = {
    "dataset": open_dataset,
    "model": open_model,
    "pipeline": open_pipeline,
}


def show_lineage(arguments: Arguments) -> None:
    """Print what something was made of, and what was made of it, in lines from SOURCE to TARGET."""
    key = arguments.name if arguments.kind == "run" else FINDERS[arguments.kind](arguments.name).id
    graph = get_connection().get("lineage", f"{arguments.kind}s", key)
    if arguments.json:
        print_json(graph)
        return
    names = {one["key"]: f"{one['kind']} {one['name']}, version {one['version']}" for one in graph["things"]}
    names |= {one["id"]: f"run {one['number']} of {one['design_name']}" for one in graph["runs"]}
    for edge in graph["edges"]:
        print_text(f"{names.get(edge['source'], edge['source'])}\t->\t{names.get(edge['target'], edge['target'])}")
    if graph["is_cut"]:
        print_text("There is more than this.")


SERVICE_HANDLERS: Mapping[tuple[str, str], Callable[[Arguments], None]] = {
    ("schedule", "add"): add_schedule,
    ("schedule", "backfill"): backfill_schedule,
    ("endpoint", "metrics"): show_metrics,
    ("endpoint", "alerts"): list_alerts,
    ("endpoint", "watch"): watch_endpoint,
    ("endpoint", "requests"): store_requests,
    ("lineage", ""): show_lineage,
}
SERVICE_OPTIONS: Mapping[tuple[str, str], tuple[Option, ...]] = {
    ("schedule", "add"): (
        (("pipeline",), {"help": "Name or id of a pipeline."}),
        (("cron",), {"help": "Minute, hour, day, month and day of the week."}),
        (("--zone",), {"default": "UTC", "help": "Time zone, as Europe/Madrid."}),
        (("--late",), {"type": float, "default": 0.0, "metavar": "MINUTES", "help": "Start up to so much later."}),
        (("--until",), {"default": None, "metavar": "DATE", "help": "Not due any more after this."}),
        (("--missed",), {"choices": ["skip", "run-once", "run-each"], "default": "run-once", "help": "While down."}),
        (("--overlap",), {"choices": ["skip", "queue", "allow"], "default": "skip", "help": "While one still runs."}),
        (("--name",), {"default": "", "help": "Without it: what it does, in words."}),
    ),
    ("schedule", "backfill"): (
        (("trigger",), {"help": "Id of a trigger, or the beginning of it."}),
        (("since",), {"help": "First date."}),
        (("until",), {"help": "The date before which it ends."}),
        (("--start",), {"action": "store_true", "help": "Start the runs."}),
    ),
    ("endpoint", "metrics"): (NAME, (("--days",), {"type": int, "default": 30, "help": "Of so many days."})),
    ("endpoint", "alerts"): (NAME,),
    ("endpoint", "watch"): (
        NAME,
        (("kind",), {"choices": ["drift", "errors", "latency", "metric", "silence"], "help": "What is watched."}),
        (("--subject",), {"default": "", "help": "The column of drift, or the metric."}),
        (("--limit",), {"type": float, "default": None, "help": "PSI, share of errors, seconds, or worst metric."}),
        (("--minutes",), {"type": int, "default": 60, "help": "Requests of so many minutes."}),
        (("--pipeline",), {"default": None, "help": "The pipeline that a breach starts, to train again."}),
    ),
    ("endpoint", "requests"): (NAME,),
    ("lineage", ""): (
        (("kind",), {"choices": ["dataset", "model", "pipeline", "run"], "help": "What it is."}),
        (("name",), {"help": "Name or id; of a run, its id."}),
    ),
}
