"""A mail server of the tests' own: keeps what it is sent, and refuses whom it is told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string
from email.message import Message


@dataclass
class SmtpReceiver:
    """Where it listens, and what came: (recipient, message)."""

    port: int = 0
    refused: set[str] = field(default_factory=set)
    received: list[tuple[str, Message]] = field(default_factory=list)


@contextmanager
def receive_emails() -> Iterator[SmtpReceiver]:
    """A mail server that works for the length of a block."""
    receiver = SmtpReceiver()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.answer("220 ready")
            recipient = ""
            while line := self.rfile.readline().decode().rstrip("\r\n"):
                command = line.upper()
                if command.startswith("RCPT"):
                    recipient = line.partition("<")[2].partition(">")[0]
                    self.answer("550 unknown" if recipient in receiver.refused else "250 ok")
                elif command == "DATA":
                    self.answer("354 go on")
                    receiver.received.append((recipient, message_from_string(self.read_message())))
                    self.answer("250 kept")
                elif command == "QUIT":
                    self.answer("221 bye")
                    return
                else:
                    self.answer("250 ok")

        def answer(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def read_message(self) -> str:
            lines = []
            while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                lines.append(line)
            return "\n".join(lines)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        receiver.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()
