"""`designery doctor`, `init` and `completion`: an installation that works, and a folder to begin with."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

MARKS = {"ok": ("ok", "green"), "warning": ("warning", "yellow"), "error": ("wrong", "red")}
FIRST_RUN = "designery run designs/penguins.design.json --dataset data=data/penguins.csv --out results"
SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(as_json: bool) -> None:
    """Look for what is wrong with this installation, and say how to fix it. Exit code 1: something is wrong."""
    from server.doctor import examine_installation
    from server.setting_values import InvalidSettings
    from server.settings import load_settings

    try:
        settings = load_settings()
    except InvalidSettings as error:
        raise click.ClickException(f"{error}\nFix the settings first: docs/settings.md lists them all.") from None
    findings = examine_installation(settings)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in findings], indent=2))
    for one in findings if not as_json else ():
        word, color = MARKS[one.state]
        click.echo(f"{click.style(f'{word:8}', fg=color)}{one.subject}: {one.text}")
        if one.fix:
            click.echo(f"{'':8}{one.fix}")
    sys.exit(1 if any(one.state == "error" for one in findings) else 0)


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Make a project folder with a design, its data and a job. Files that are there stay."""
    from server.project_template import ProjectExists, write_project

    try:
        written = write_project(folder)
    except ProjectExists as refusal:
        raise click.ClickException(str(refusal)) from None
    for path in written:
        click.echo(path)
    click.echo(f"\nNext: cd {folder}, then {FIRST_RUN}")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print a script that completes commands: eval "$(designery completion bash)"."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.ClickException(f"There is no completion for {shell}.")
    click.echo(kind(click.get_current_context().find_root().command, {}, "designery", "_DESIGNERY_COMPLETE").source())
