"""The commands of the Python client, taken up by `designery` where both packages are installed."""

import importlib
import importlib.util
import sys
from collections.abc import Mapping, Sequence

import click

PASS_ON = {"ignore_unknown_options": True, "help_option_names": []}


def attach_client_commands(main: click.Group) -> None:
    """Add the nouns and verbs of the client that the server's command line does not have itself."""
    for noun, verbs in _load_verbs().items():
        if not verbs and noun not in main.commands:
            main.add_command(_build_command((noun,)))
            continue
        group = main.commands.setdefault(noun, click.Group(noun, help=f"{', '.join(verbs)}."))
        if isinstance(group, click.Group):
            for verb in verbs:
                if verb not in group.commands:
                    group.add_command(_build_command((noun, verb)))


def _load_verbs() -> Mapping[str, Sequence[str]]:
    """{noun: its verbs} of the client; empty where it is not installed."""
    try:
        found = importlib.util.find_spec("designery.commands")
    except ModuleNotFoundError:
        return {}
    if found is None:
        return {}
    verbs: Mapping[str, Sequence[str]] = importlib.import_module("designery.commands").VERBS
    return verbs


def _build_command(words: tuple[str, ...]) -> click.Command:
    """A command that gives all its arguments to the client."""

    def run(arguments: tuple[str, ...]) -> None:
        commands = importlib.import_module("designery.commands")
        sys.exit(commands.run_command([*words, *arguments], "designery"))

    summary = importlib.import_module("designery.commands").HANDLERS[words[0], "".join(words[1:])].__doc__
    rest = click.Argument(["arguments"], nargs=-1, type=click.UNPROCESSED)
    return click.Command(words[-1], context_settings=PASS_ON, callback=run, params=[rest], help=summary)
