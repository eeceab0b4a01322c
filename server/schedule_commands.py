"""`designery schedule`: triggers from the command line, also while the server runs."""

from typing import Any

import click

from server.secret_commands import OPERATOR, WORKSPACE_OPTION, open_workspace


@click.group()
def schedule() -> None:
    """Look at schedules and other triggers of pipelines, pause and resume them."""


@schedule.command("list")
@WORKSPACE_OPTION
def list_schedules(workspace: str | None) -> None:
    """List the triggers: pipeline, what it does, when it is due next, and whether it is paused."""
    from server.automation.trigger_settings import read_trigger_settings
    from server.automation.trigger_words import describe_trigger
    from server.storage.stores import dataset_store, pipeline_store, trigger_store

    with open_workspace(workspace) as (session, _):
        rows = trigger_store.list_triggers(session)
        pipelines = {row.id: row.name for row in pipeline_store.list_pipelines(session)}
        datasets = dataset_store.get_dataset_names(session)
    if not rows:
        click.echo("There are no triggers. Add one on the page of a pipeline.")
    for row in rows:
        words = row.name or describe_trigger(read_trigger_settings(row), pipelines, datasets)
        click.echo(f"{row.id[:8]}  {pipelines.get(row.pipeline_id, '')}: {words}. {_describe_state(row)}")


def _describe_state(row: Any) -> str:
    if row.paused_at is not None:
        return f"Paused since {row.paused_at:%Y-%m-%d %H:%M} UTC."
    if row.kind == "schedule":
        return f"Next: {row.next_due_at:%Y-%m-%d %H:%M} UTC." if row.next_due_at else "It has ended."
    return "On."


@schedule.command("next")
@click.argument("trigger")
@click.option("--count", type=click.IntRange(1, 100), default=5, show_default=True, help="How many times.")
@WORKSPACE_OPTION
def show_next_times(trigger: str, count: int, workspace: str | None) -> None:
    """Print the next times of a schedule, in its own time zone and in UTC. TRIGGER is what `list` writes first."""
    from zoneinfo import ZoneInfo

    from server.automation.schedules import list_upcoming
    from server.automation.trigger_settings import read_schedule

    with open_workspace(workspace) as (session, _):
        row = _find_trigger(session, trigger)
    if row.kind != "schedule":
        raise click.ClickException("Only schedules have next times.")
    settings = read_schedule(row)
    for one in list_upcoming(settings, row.next_due_at, count) if row.next_due_at else []:
        local = one.due_at.astimezone(ZoneInfo(settings.time_zone))
        remark = f"  {one.remark}" if one.remark else ""
        click.echo(f"{local:%a %Y-%m-%d %H:%M} {settings.time_zone}  ({one.due_at:%Y-%m-%d %H:%M} UTC){remark}")


@schedule.command("pause")
@click.argument("trigger")
@click.option("--reason", default="", help="Why, for everyone who sees it.")
@WORKSPACE_OPTION
def pause(trigger: str, reason: str, workspace: str | None) -> None:
    """Pause a trigger: nothing starts until it is resumed."""
    from server.automation.trigger_changes import pause_trigger

    with open_workspace(workspace) as (session, _):
        row = _find_trigger(session, trigger)
        pause_trigger(session, row, reason)
        _record_change(session, "trigger.paused", row)
    click.echo("Paused.")


@schedule.command("resume")
@click.argument("trigger")
@WORKSPACE_OPTION
def resume(trigger: str, workspace: str | None) -> None:
    """Resume a trigger. Times that were due during the pause do not run."""
    from server.automation.trigger_changes import resume_trigger
    from server.storage.orm.core_tables import now

    with open_workspace(workspace) as (session, _):
        row = _find_trigger(session, trigger)
        resume_trigger(session, row, now())
        _record_change(session, "trigger.resumed", row)
    click.echo(f"Resumed. {_describe_state(row)}")


def _find_trigger(session: Any, beginning: str) -> Any:
    """The trigger whose id begins so."""
    from server.storage.stores import trigger_store

    found = [row for row in trigger_store.list_triggers(session) if beginning and row.id.startswith(beginning)]
    if len(found) != 1:
        raise click.ClickException(
            f"{'Several triggers begin' if found else 'No trigger begins'} with '{beginning}'. "
            "See them all: designery schedule list"
        )
    return found[0]


def _record_change(session: Any, action: str, row: Any) -> None:
    """Into the audit log of a server with accounts."""
    from server.auth import audit_log
    from server.auth.principals import Person
    from server.storage.transactions.workspace_context import get_current_workspace

    if get_current_workspace() is not None:
        actor = audit_log.Actor(Person("server", OPERATOR, "local"), "")
        audit_log.record_action_of(session, actor, action, row.name, pipeline=row.pipeline_id, trigger=row.id)
