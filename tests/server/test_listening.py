"""The socket that the server listens on."""

import asyncio
import socket

import pytest

from server.cli import _bind_socket, _write_link_command
from server.settings import Settings
from tests.live_server import Server


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_no_answer_waits_for_an_acknowledgement(host: str) -> None:
    """Head and body of an answer are two packets: with Nagle's algorithm the second comes 40 ms later."""

    async def told() -> int:
        option: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted = writer.get_extra_info("socket")
            option.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listening = _bind_socket(Settings(host=host, port=0))
        async with await asyncio.start_server(answer, sock=listening):
            _, writer = await asyncio.open_connection(host, listening.getsockname()[1])
            try:
                return await option
            finally:
                writer.close()
                await writer.wait_closed()

    assert asyncio.run(told()) == 1


def test_the_command_for_another_link_names_the_port_that_is_served(server: Server) -> None:
    said = (server.home.parent / f"{server.home.name}.log").read_text()
    assert f"For another link: designery link --port {server.port}. To stop: Ctrl+C." in said
    assert _write_link_command(Settings(port=8765)) == "designery link", "the usual port needs no name"
