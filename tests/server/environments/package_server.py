"""A package index of one's own on this machine, with packages of a few lines."""

import hashlib
import io
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def make_wheel(name: str, version: str, requires: str = "", **files: str) -> tuple[str, bytes]:
    """The name and the bytes of a pure wheel: a module that knows its version, and further files."""
    folder = f"{name}-{version}.dist-info"
    needs = f"Requires-Dist: {requires}\n" if requires else ""
    contents = {
        f"{name}.py": f'VERSION = "{version}"\n',
        **files,
        f"{folder}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
        f"{folder}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    contents[f"{folder}/RECORD"] = "".join(f"{path},,\n" for path in [*contents, f"{folder}/RECORD"])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, text in contents.items():
            archive.writestr(path, text)
    return f"{name}-{version}-py3-none-any.whl", buffer.getvalue()


def make_source_package(name: str, setup: str) -> tuple[str, bytes]:
    """A package that would run code to be installed."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, text in {
            "setup.py": setup,
            "PKG-INFO": f"Metadata-Version: 1.0\nName: {name}\nVersion: 1.0\n",
        }.items():
            member = tarfile.TarInfo(f"{name}-1.0/{path}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return f"{name}-1.0.tar.gz", buffer.getvalue()


@dataclass
class PackageServer:
    """Answers as an index does; `requested_paths` were asked for, with the header of whoever signed in."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    requested_paths: list[tuple[str, str]] = field(default_factory=list)

    def add(self, package: tuple[str, bytes]) -> None:
        self.files[package[0]] = package[1]

    def answer(self, path: str) -> bytes | None:
        """The page of a package, or a file."""
        name = path.rstrip("/").rpartition("/")[2]
        if name in self.files:
            return self.files[name]
        links = [
            f'<a href="/files/{file}#sha256={hashlib.sha256(content).hexdigest()}">{file}</a>'
            for file, content in self.files.items()
            if file.startswith(f"{name}-")
        ]
        return f"<!DOCTYPE html><html><body>{''.join(links)}</body></html>".encode() if links else None


@contextmanager
def running_package_server() -> Iterator[PackageServer]:
    """An index that is there for the length of the block."""
    made = PackageServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.requested_paths.append((self.path, self.headers.get("Authorization", "")))
            body = made.answer(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "text/html" if self.path.startswith("/simple") else "application/zip")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body or b"")

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Nothing is said."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"http://127.0.0.1:{server.server_port}/simple"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
