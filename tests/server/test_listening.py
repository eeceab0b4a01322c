"""The socket that the server listens on."""

import asyncio
import socket

import pytest

from server.cli import _bind_socket
from server.settings import Settings


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
