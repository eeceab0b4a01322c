"""The files that put two processes of an endpoint behind a proxy; tests/nightly/test_scaling_out.py runs them."""

import re

import yaml

from tests.live_server import ROOT

SERVING = ROOT / "docker" / "serving"


def test_the_compose_file_and_the_proxy_name_the_same_processes() -> None:
    services = yaml.safe_load((SERVING / "compose.yml").read_text())["services"]
    upstreams = re.findall(r"server (\w+):(\d+)", (SERVING / "nginx.conf").read_text())
    assert sorted(upstreams) == sorted((name, "8766") for name in services if name != "endpoint-proxy")
    assert all(services[name]["command"][:2] == ["endpoint", "serve"] for name, _ in upstreams)
