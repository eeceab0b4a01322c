"""An nginx of the tests' own, from Debian's program, as a proxy in front of a server below a path of its host."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.live_server import wait_until

#: As in docs/operations.md, but for TLS and the folders.
NGINX_CONFIGURATION = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        location = / {{ return 204; }}
        location /designery {{
            proxy_pass {target};
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Request-ID $request_id;
            proxy_http_version 1.1;
            proxy_buffering off;
            client_max_body_size 0;
        }}
    }}
}}
"""


@contextmanager
def running_nginx(folder: Path, port: int, server: int, *, keeps_prefix: bool) -> Iterator[str]:
    """A proxy on `port` for what is below `/designery`, which it passes on or takes off; yields the address there."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin")
    assert program is not None, "Install nginx: apt-get install -y --no-install-recommends nginx-light"
    folder.mkdir()
    file = folder / "nginx.conf"
    text = NGINX_CONFIGURATION.format(folder=folder, port=port, target=f"http://127.0.0.1:{server}")
    if not keeps_prefix:
        text = text.replace(f"127.0.0.1:{server};", f"127.0.0.1:{server}/;").replace(
            "location /designery", "location /designery/"
        )
    file.write_text(text)
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(file), "-e", str(folder / "error.log")])
    try:
        wait_until(lambda: _is_ready(f"http://127.0.0.1:{port}/"), "nginx")
        yield f"http://127.0.0.1:{port}/designery"
    finally:
        process.terminate()
        process.wait(30)


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 204
    except httpx.TransportError:
        return False
