"""`designery mcp`: assistants on this computer, over standard input and output."""

import os

import click

from server.settings import Settings, load_settings


@click.command()
@click.option("--server", "address", default=None, metavar="URL", help="A server for a team. Without it: your own.")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="Port of your own running server.")
def mcp(address: str | None, port: int | None) -> None:
    """Give an assistant tools for designs and runs, by the Model Context Protocol over standard input and output.

    With --server, set DESIGNERY_TOKEN to a token: its scope says what the assistant may do.
    """
    token = os.environ.get("DESIGNERY_TOKEN", "")
    if address is None:
        settings = load_settings(port=port)
        address, token = f"http://127.0.0.1:{settings.port}{settings.prefix}", _open_session(settings)
    elif not token:
        raise click.ClickException("DESIGNERY_TOKEN is not set. Create a token under API tokens, then set it.")
    # Only this command waits for these libraries.
    from server.assistants.stdio_endpoint import serve_standard_streams

    serve_standard_streams(address, token)


def _open_session(settings: Settings) -> str:
    """A session at the server of one person, opened as its launch link opens one."""
    from server.admin_commands import open_database
    from server.api.core.request_guard import create_launch_token, exchange_launch_token

    if settings.team:
        raise click.ClickException(
            "This server is for a team. Give its address with --server, and set DESIGNERY_TOKEN."
        )
    if not settings.folder.is_dir():
        raise click.ClickException("There is no data folder yet. Start your server first: designery serve.")
    with open_database(settings) as database:
        token = exchange_launch_token(database, create_launch_token(database))
    if token is None:
        raise click.ClickException("The session could not be opened. Try again.")
    return token
