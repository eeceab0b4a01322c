"""Import Data reaches no internal address: not by any way to write it, by a redirect, nor by a name that changes."""

import socket
from pathlib import Path
from typing import Any

import pytest

from modules.kit.external_requests import ExternalRequest
from server.runs.connectors.connector_runner import ConnectorLimits, ConnectorRunner
from server.runs.connectors.connector_worker.connector_protocol import ConnectorError, ConnectorFailure, ConnectorResult
from server.runs.connectors.connector_worker.egress_guard import EgressGuard
from tests.server.connectors.conftest import CARS, StubWebServer

INTERNAL_ADDRESSES = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "localhost",
    "localhost.",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.3.4",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "fd00::1",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "ff02::1",
]


def _allow_hosts(errands: ConnectorRunner, *hosts: str, seconds: float = 20) -> ConnectorRunner:
    return ConnectorRunner(errands.database, errands.seal, ConnectorLimits(seconds, 2**20, 2**32, hosts))


def _make_fetch(url: str) -> ExternalRequest:
    return ExternalRequest("fetch", "url", None, {"url": url})


@pytest.mark.parametrize("host", INTERNAL_ADDRESSES)
def test_an_internal_address_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(ConnectorError) as refused:
        EgressGuard([]).resolve_host(host, 80)
    assert refused.value.failure.number == 29


@pytest.mark.parametrize("host", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111"])
def test_a_public_address_passes(host: str) -> None:
    assert EgressGuard([]).resolve_host(host, 443) == host


def test_a_database_may_be_in_the_own_network_but_not_link_local() -> None:
    own = EgressGuard([], allow_private=True)
    assert [own.resolve_host(host, 5432) for host in ("127.0.0.1", "10.0.0.1", "100.64.0.1", "fd00::1")]
    for host in ("169.254.169.254", "fe80::1", "0.0.0.0", "64:ff9b::a9fe:a9fe", "224.0.0.1"):
        with pytest.raises(ConnectorError):
            own.resolve_host(host, 5432)


@pytest.mark.parametrize(
    ("allowed", "host", "port", "passes"),
    [
        ("127.0.0.1", "127.0.0.1", 9000, True),
        ("127.0.0.1:9000", "127.0.0.1", 9000, True),
        ("127.0.0.1:9000", "127.0.0.1", 9001, False),
        ("10.0.0.0/8", "10.1.2.3", 80, True),
        ("10.0.0.0/8", "11.0.0.1", 443, True),  # it is public
        ("192.168.0.0/16", "10.1.2.3", 80, False),
        ("localhost", "localhost", 80, True),
        ("localhost:81", "localhost", 80, False),
        ("[::1]:81", "::1", 81, True),
        ("::1", "::1", 81, True),
    ],
)
def test_an_address_passes_where_it_is_allowed(allowed: str, host: str, port: int, passes: bool) -> None:
    if passes:
        assert EgressGuard([allowed]).resolve_host(host, port)
    else:
        with pytest.raises(ConnectorError):
            EgressGuard([allowed]).resolve_host(host, port)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "gopher://example.com/", "http:///x", "http://me:pw@example.com/", "dict://x/"]
)
async def test_other_schemes_and_secrets_in_the_address_are_refused(
    errands: ConnectorRunner, tmp_path: Path, url: str
) -> None:
    answer = await errands.run_external(_make_fetch(url), tmp_path / "folder")
    assert isinstance(answer, ConnectorFailure)
    assert not list((tmp_path / "folder").iterdir())


@pytest.mark.anyio
async def test_nothing_reaches_the_own_machine_unless_it_is_allowed(
    errands: ConnectorRunner, web: StubWebServer, tmp_path: Path
) -> None:
    answer = await errands.run_external(_make_fetch(web.build_url("/canary")), tmp_path / "one")
    assert isinstance(answer, ConnectorFailure)
    assert "DESIGNERY_ALLOWED_HOSTS" in answer.message
    done = await _allow_hosts(errands, f"127.0.0.1:{web.port}").run_external(
        _make_fetch(web.build_url("/cars.csv")), tmp_path / "two"
    )
    assert isinstance(done, ConnectorResult)
    assert (tmp_path / "two" / str(done.name)).read_text() == CARS
    assert "/canary" not in web.requested_paths


@pytest.mark.anyio
async def test_a_redirect_to_an_internal_address_is_refused(
    errands: ConnectorRunner, web: StubWebServer, tmp_path: Path
) -> None:
    web.responses["/away"] = (302, {"Location": f"http://127.0.0.2:{web.port}/canary"}, b"")
    web.responses["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
    web.responses["/round"] = (302, {"Location": "/round"}, b"")
    allowed = _allow_hosts(errands, f"127.0.0.1:{web.port}")
    answers = [
        await allowed.run_external(_make_fetch(web.build_url(path)), tmp_path / path[1:])
        for path in ("/away", "/file", "/round")
    ]
    assert [answer.number for answer in answers if isinstance(answer, ConnectorFailure)] == [29, 78, 78]
    assert "/canary" not in web.requested_paths
    assert web.requested_paths.count("/round") == 4


def test_a_name_that_becomes_internal_between_check_and_use_is_refused_on_connecting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The audit hook cannot be taken back, so it is asked here as Python asks it."""
    watched = EgressGuard([])
    public: Any = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: public)
    assert watched.resolve_host("rebinding.example", 80)
    with socket.socket() as made, pytest.raises(ConnectorError):
        watched._check_connection("socket.connect", (made, ("127.0.0.1", 80)))
    with socket.socket(socket.AF_UNIX) as made, pytest.raises(ConnectorError):
        watched._check_connection("socket.connect", (made, "/var/run/docker.sock"))


@pytest.mark.anyio
async def test_more_bytes_than_allowed_are_refused_as_they_come(
    errands: ConnectorRunner, web: StubWebServer, tmp_path: Path
) -> None:
    web.responses["/large"] = (200, {}, bytes(3 * 2**20))
    answer = await _allow_hosts(errands, "127.0.0.1").run_external(
        _make_fetch(web.build_url("/large")), tmp_path / "large"
    )
    assert isinstance(answer, ConnectorFailure)
    assert "larger than 1 MiB" in answer.message
    assert sum(path.stat().st_size for path in (tmp_path / "large").iterdir()) <= 2**20


@pytest.mark.anyio
async def test_who_does_not_answer_in_time_is_given_up(errands: ConnectorRunner, tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/x"
        answer = await _allow_hosts(errands, "127.0.0.1", seconds=3).run_external(_make_fetch(url), tmp_path / "silent")
    assert isinstance(answer, ConnectorFailure)
    assert "DESIGNERY_FETCH_SECONDS" in answer.message


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["../../outside", "..%2f..%2foutside", "/etc/cron.d/x", "..\\outside", ".", ""])
async def test_the_name_of_a_file_stays_in_its_folder(
    errands: ConnectorRunner, web: StubWebServer, tmp_path: Path, name: str
) -> None:
    web.responses["/named"] = (200, {"Content-Disposition": f'attachment; filename="{name}"'}, b"x\n1\n")
    done = await _allow_hosts(errands, "127.0.0.1").run_external(
        _make_fetch(web.build_url("/named")), tmp_path / "work"
    )
    assert isinstance(done, ConnectorResult)
    assert [path.name for path in (tmp_path / "work").iterdir()] == [done.name]
    assert (tmp_path / "work" / str(done.name)).parent == tmp_path / "work"
