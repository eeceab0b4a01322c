"""The commands of this package: `designery-client NOUN VERB`, and `designery NOUN VERB` beside the server's package."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from designery.command_output import NAME, RUN, Arguments, Option, print_json, print_result, print_rows, print_text
from designery.connection import Connection, close_connection, connect, get_connection
from designery.credentials import forget_token, get_default_address, store_token
from designery.datasets import add_dataset, list_datasets, open_dataset
from designery.design_folders import SUFFIX, FolderChange, format_document, pull_designs, push_designs
from designery.designs import Design, open_design, read_design
from designery.device_login import is_token_accepted, sign_in
from designery.endpoints import list_endpoints
from designery.errors import DesigneryError, NotConnected, NotFound, RunFailed
from designery.further_commands import FURTHER
from designery.jobs import list_environments, list_secrets
from designery.pipelines import list_pipelines
from designery.records import format_cell
from designery.registry import list_models, open_model
from designery.runs import compare_runs, list_runs, open_run
from designery.service_commands import SERVICE_HANDLERS, SERVICE_OPTIONS
from designery.sharing_commands import SHARING_HANDLERS, SHARING_OPTIONS

#: What the command ends with.
EXIT_DONE, EXIT_REFUSED, EXIT_USAGE, EXIT_NOT_CONNECTED, EXIT_NOT_FOUND, EXIT_RUN_FAILED = 0, 1, 2, 3, 4, 5
#: {noun: {verb: what it does}}: the server's command line takes up those that it does not have itself.
OWN_VERBS: dict[str, tuple[str, ...]] = {
    "login": (),
    "logout": (),
    "design": ("start", "list", "show", "code", "check", "pull", "push", "import", "run", "share", "delete"),
    "runs": ("list", "show", "log", "cancel", "compare"),
    "dataset": ("list", "get", "upload"),
    "model": ("list", "register", "card", "deploy", "download"),
    "endpoint": ("list", "predict", "metrics", "alerts", "watch", "requests"),
    "pipeline": ("list",),
    "schedule": ("add", "backfill"),
    "lineage": (),
    "environment": ("list",),
    "secret": ("list",),
}
VERBS: dict[str, tuple[str, ...]] = {
    noun: (*OWN_VERBS.get(noun, ()), *(verb for of_noun, verb in FURTHER if of_noun == noun))
    for noun in dict.fromkeys((*OWN_VERBS, *(noun for noun, _ in FURTHER)))
}


def log_in(arguments: Arguments) -> None:
    """Sign in to a server."""
    address = arguments.address.rstrip("/")
    if arguments.token:
        token = sys.stdin.readline().strip()
        if not is_token_accepted(address, token):
            raise DesigneryError(f"{address} does not know this token. Create one under API tokens.")
        place = store_token(address, token)
    else:
        place = sign_in(address, print_text, browse=not arguments.no_browser)
    print_text(f"Signed in to {address}. The token is in {place}.")


def log_out(arguments: Arguments) -> None:
    """Forget the token for a server."""
    address = (arguments.address or get_default_address() or "").rstrip("/")
    if not forget_token(address):
        raise DesigneryError(
            f"You are not signed in to {address}." if address else "You are not signed in to any server."
        )
    print_text(f"Signed out of {address}. To end the token itself, revoke it under API tokens.")


def list_stored_designs(arguments: Arguments) -> None:
    """List the designs."""
    rows = list(get_connection().iterate_pages("designs", text=arguments.text))
    print_rows(arguments, rows, ("id", "name", "modules", "updated_at"))


def show_design(arguments: Arguments) -> None:
    """Print a design as its file."""
    print_text(format_document(open_design(arguments.name).document).rstrip("\n"))


def show_code(arguments: Arguments) -> None:
    """Print a design as Python."""
    print_text(_load_design(arguments.name).code().rstrip("\n"))


def check_design(arguments: Arguments) -> None:
    """Say what keeps a design from running, and what would make it better."""
    design = _load_design(arguments.name)
    problems, advice = design.problems(), design.advice()
    if arguments.json:
        print_json({"problems": [vars(one) for one in problems], "advice": [vars(one) for one in advice]})
    for one in () if arguments.json else (*problems, *advice):
        print_text(f"{one.severity}: {one}")
    if problems:
        raise DesigneryError(f"'{design.name}' can't run as it is." if not arguments.json else "")


def _load_design(name: str) -> Design:
    return read_design(name) if Path(name).is_file() else open_design(name)


def pull_folder(arguments: Arguments) -> None:
    """Write designs to a folder."""
    _print_changes(arguments, pull_designs(get_connection(), Path(arguments.folder), arguments.name))


def push_folder(arguments: Arguments) -> None:
    """Store the designs of files or of a folder."""
    paths: list[Path] = []
    for given in map(Path, arguments.path):
        paths += sorted(given.glob(f"*{SUFFIX}")) if given.is_dir() else [given]
    if not paths:
        raise DesigneryError(f"There is no file that ends in {SUFFIX}.")
    _print_changes(arguments, push_designs(get_connection(), paths, dry_run=arguments.dry_run))


def _print_changes(arguments: Arguments, changes: Sequence[FolderChange]) -> None:
    if arguments.json:
        print_json([{**vars(one), "path": str(one.path)} for one in changes])
        return
    for one in changes:
        print_text(f"{one.kind:8}{one.name}  {one.path}")
        for line in one.lines:
            print_text(f"        {line}")


def import_file(arguments: Arguments) -> None:
    """Make a design of the file of another tool, and say how each step was taken over."""
    file = Path(arguments.file)
    if not file.is_file():
        raise NotFound(f"There is no file {file}.", 404)
    made = get_connection().upload("design-imports", content=file.read_bytes(), file_name=file.name)
    if arguments.json:
        print_json(made)
        return
    print_text(f"'{made['name']}' was imported from {made['tool']}: {made['id']}")
    for line in made["lines"]:
        print_text(f"{line['kind']:14}{line['title']}" + (f". {line['text']}" if line["text"] else ""))


def delete_design(arguments: Arguments) -> None:
    """Delete a design."""
    design = open_design(arguments.name)
    design.delete()
    print_text(f"'{design.name}' was deleted. It can be restored in the browser.")


def list_all_runs(arguments: Arguments) -> None:
    """List the newest runs of all designs."""
    rows = list_runs(arguments.limit, state=arguments.state).to_dicts()
    print_rows(arguments, rows, ("id", "design_name", "number", "state", "created_at", "seconds"))


def show_run(arguments: Arguments) -> None:
    """Show a run with its steps, or wait for its end."""
    run = open_run(arguments.run)
    if arguments.follow:
        run.wait(check=False)
    if arguments.json:
        print_json(run.to_dict())
    for step in () if arguments.json else run.steps:
        seconds = "" if step.seconds is None else f"{step.seconds:.1f} s"
        print_text(f"{step.state}\t{step.node}\t{step.title}\t{seconds}")
    if run.is_finished and run.state != "succeeded":
        raise RunFailed(run.describe_failure())


def show_log(arguments: Arguments) -> None:
    """Print what a step printed."""
    print_text(open_run(arguments.run)[arguments.node].log())


def cancel_run(arguments: Arguments) -> None:
    """Cancel a run."""
    run = open_run(arguments.run).cancel()
    print_text(f"Run {run.number}: {run.state}.")


def compare_all(arguments: Arguments) -> None:
    """Compare runs: what was changed, and what was measured."""
    compared = compare_runs(*map(open_run, arguments.run))
    if arguments.json:
        print_json(compared)
        return
    for run, changes in zip(compared["runs"], compared["changes"], strict=True):
        print_text(f"{run['design_name']}, run {run['number']}: {run['state']}")
        for change in changes:
            print_text(f"        {change['words']}")
    for metric in compared["metrics"]:
        print_text(f"{metric['title']}, {metric['metric']}\t" + "\t".join(format_cell(one) for one in metric["values"]))


def list_all_datasets(arguments: Arguments) -> None:
    """List the datasets."""
    print_rows(arguments, list_datasets().to_dicts(), ("id", "name", "version", "rows", "columns"))


def get_dataset(arguments: Arguments) -> None:
    """Store a dataset as a file: the ending says CSV, Parquet or xlsx."""
    target = Path(arguments.file)
    kind = target.suffix.removeprefix(".").lower() or "csv"
    dataset = open_dataset(arguments.name)
    target.write_bytes(get_connection().download("artifacts", dataset.artifact, "download", format=kind))
    print_text(f"{target} holds '{dataset.name}', version {dataset.version}.")


def upload_dataset(arguments: Arguments) -> None:
    """Add a dataset from a file; under a name that is there it becomes the next version."""
    dataset = add_dataset(arguments.file, arguments.name)
    text = f"'{dataset.name}', version {dataset.version}: {dataset.rows:,} rows, {dataset.columns} columns."
    print_result(arguments, dataset.to_dict(), text)


def download_model(arguments: Arguments) -> None:
    """Store a model as a file: NAME, NAME@3 or NAME@champion."""
    name, _, wanted = arguments.name.partition("@")
    model = open_model(name)
    version = model.version(int(wanted)) if wanted.isdecimal() else model.version(alias=wanted or None)
    suffix = ".py" if arguments.format == "script" else f"-{arguments.format}.zip"
    target = version.download(arguments.out or f"{model.name}-{version.version}{suffix}", arguments.format)
    print_text(f"{target} holds '{model.name}', version {version.version}, as {arguments.format}.")


def _list_records(read: Callable[[], Any], summary: str, *columns: str) -> Callable[[Arguments], None]:
    def print_records(arguments: Arguments) -> None:
        print_rows(arguments, read().to_dicts(), columns)

    print_records.__doc__ = summary
    return print_records


HANDLERS: dict[tuple[str, str], Callable[[Arguments], None]] = {
    ("login", ""): log_in,
    ("logout", ""): log_out,
    ("design", "list"): list_stored_designs,
    ("design", "show"): show_design,
    ("design", "code"): show_code,
    ("design", "check"): check_design,
    ("design", "pull"): pull_folder,
    ("design", "push"): push_folder,
    ("design", "import"): import_file,
    ("design", "delete"): delete_design,
    ("runs", "list"): list_all_runs,
    ("runs", "show"): show_run,
    ("runs", "log"): show_log,
    ("runs", "cancel"): cancel_run,
    ("runs", "compare"): compare_all,
    ("dataset", "list"): list_all_datasets,
    ("dataset", "get"): get_dataset,
    ("dataset", "upload"): upload_dataset,
    ("model", "list"): _list_records(
        list_models, "List the registered models.", "id", "name", "kind", "metric", "aliases"
    ),
    ("model", "download"): download_model,
    ("endpoint", "list"): _list_records(list_endpoints, "List the endpoints.", "id", "name", "requests", "failed"),
    ("pipeline", "list"): _list_records(
        list_pipelines, "List the pipelines.", "id", "command_name", "default_version", "runs"
    ),
    ("environment", "list"): _list_records(list_environments, "List the environments.", "id", "name", "created_at"),
    ("secret", "list"): _list_records(list_secrets, "List the secrets.", "name", "set_by", "updated_at"),
    **SHARING_HANDLERS,
    **SERVICE_HANDLERS,
    **{words: perform for words, (perform, _) in FURTHER.items()},
}
#: The arguments of each verb, besides --server, --folder-of-data and --json.
OPTIONS: dict[tuple[str, str], tuple[Option, ...]] = {
    ("login", ""): (
        (("address",), {"help": "Address of the server, as https://designery.example.org."}),
        (("--no-browser",), {"action": "store_true", "help": "Print the link without opening it."}),
        (("--token",), {"action": "store_true", "help": "Read a token from the standard input."}),
    ),
    ("logout", ""): ((("address",), {"nargs": "?", "help": "Address of the server. Without it: the one used last."}),),
    ("design", "list"): ((("--text",), {"default": None, "help": "Words in the name or the description."}),),
    ("design", "show"): (NAME,),
    ("design", "code"): ((("name",), {"help": "Name, id or file."}),),
    ("design", "check"): ((("name",), {"help": "Name, id or file."}),),
    ("design", "pull"): (
        (("folder",), {"help": "Folder for the files."}),
        (("--name",), {"action": "append", "default": [], "help": "Only this design; repeatable."}),
    ),
    ("design", "push"): (
        (("path",), {"nargs": "+", "help": "Files or folders."}),
        (("--dry-run",), {"action": "store_true", "help": "Only say what would change."}),
    ),
    ("design", "import"): ((("file",), {"help": "File of Orange, KNIME, RapidMiner or Azure."}),),
    ("design", "delete"): (NAME,),
    ("runs", "list"): (
        (("--limit",), {"type": int, "default": 20, "help": "How many."}),
        (("--state",), {"default": None, "help": "Only runs in this state."}),
    ),
    ("runs", "show"): (RUN, (("--follow",), {"action": "store_true", "help": "Wait for its end."})),
    ("runs", "log"): (RUN, (("node",), {"help": "The node of the step."})),
    ("runs", "cancel"): (RUN,),
    ("runs", "compare"): ((("run",), {"nargs": "+", "help": "Ids of runs."}),),
    ("model", "download"): (
        (("name",), {"help": "The newest version of NAME, or NAME@3, or NAME@champion."}),
        (
            ("--format",),
            {
                "choices": ["pickle", "mlflow", "skops", "onnx", "script"],
                "default": "pickle",
                "help": "All but the script are zips.",
            },
        ),
        (("--out",), {"default": None, "help": "File to write. Without it: one named after the model."}),
    ),
    ("dataset", "get"): (NAME, (("file",), {"help": "File to write."})),
    ("dataset", "upload"): (
        (("file",), {"help": "File to read."}),
        (("--name",), {"default": None, "help": "Name of the dataset. Without it: that of the file."}),
    ),
    **SHARING_OPTIONS,
    **SERVICE_OPTIONS,
    **{words: options for words, (_, options) in FURTHER.items()},
}


def build_parser(program: str = "designery-client") -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(prog=program, description="Designery from the command line.")
    nouns = parser.add_subparsers(dest="noun", required=True, metavar="NOUN")
    for noun, verbs in VERBS.items():
        of_noun = nouns.add_parser(noun, help=HANDLERS[noun, ""].__doc__ if not verbs else ", ".join(verbs))
        if not verbs:
            _add_options(of_noun, noun, "")
            continue
        commands = of_noun.add_subparsers(dest="verb", required=True, metavar="VERB")
        for verb in verbs:
            _add_options(commands.add_parser(verb, help=HANDLERS[noun, verb].__doc__), noun, verb)
    return parser


def _add_options(parser: argparse.ArgumentParser, noun: str, verb: str) -> None:
    parser.set_defaults(verb=verb)
    for names, settings in OPTIONS.get((noun, verb), ()):
        parser.add_argument(*names, **settings)
    parser.add_argument("--json", action="store_true", help="Print JSON.")
    if noun not in ("login", "logout"):
        parser.add_argument("--server", default=None, help="Address of a server. Without it: the one signed in to.")
        parser.add_argument(
            "--folder-of-data", default=None, metavar="FOLDER", help="Without a server, on this folder."
        )


@contextlib.contextmanager
def _connected(arguments: Arguments) -> Iterator[Connection | None]:
    if arguments.noun in ("login", "logout"):
        yield None
        return
    try:
        yield connect(arguments.server, folder=arguments.folder_of_data)
    finally:
        close_connection()


def run_command(words: Sequence[str], program: str = "designery-client") -> int:
    """Run a command, and return the code that the program ends with."""
    arguments = build_parser(program).parse_args(list(words))
    try:
        with _connected(arguments):
            HANDLERS[arguments.noun, arguments.verb](arguments)
    except DesigneryError as error:
        if str(error):
            print_text(f"Error: {error}", sys.stderr)
        codes = ((NotConnected, EXIT_NOT_CONNECTED), (NotFound, EXIT_NOT_FOUND), (RunFailed, EXIT_RUN_FAILED))
        return next((code for kind, code in codes if isinstance(error, kind)), EXIT_REFUSED)
    return EXIT_DONE


def main() -> None:
    """The program `designery-client`."""
    sys.exit(run_command(sys.argv[1:]))


if __name__ == "__main__":
    main()
