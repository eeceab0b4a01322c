"""What docs/targets.md has people type or apply: commands are taken as they stand, and objects for Kubernetes fit."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

import click
import pytest
import yaml
from distributed.cli.dask_scheduler import main as dask_scheduler

from server.target_commands import worker
from tests.live_server import ROOT

PAGE = (ROOT / "docs" / "targets.md").read_text(encoding="utf-8")
COMMANDS: dict[tuple[str, ...], click.Command] = {
    ("designery", "worker"): worker,
    ("dask", "scheduler"): dask_scheduler,
}


def list_documented_commands() -> Iterator[list[str]]:
    """The words of each command of ours and of Dask in the blocks of the page."""
    for block in re.findall(r"^ *```(?:\w*)\n(.*?)^ *```$", PAGE, flags=re.DOTALL | re.MULTILINE):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line.strip().rstrip("&"))
            for at in range(len(words) - 1):
                if tuple(words[at : at + 2]) in COMMANDS:
                    yield words[at:]
                    break
    for _, container in list_containers():
        yield container["command"]


def list_objects() -> list[dict[str, Any]]:
    [text] = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
    return list(yaml.safe_load_all(text))


def list_containers() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(pod, container) of each deployment."""
    for found in list_objects():
        if found["kind"] == "Deployment":
            pod = found["spec"]["template"]["spec"]
            yield from ((pod, container) for container in pod["containers"])


@pytest.fixture
def read_options(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Reads the words of a command as it does itself; its files need not be there."""
    for command in COMMANDS.values():
        for parameter in command.params:
            if isinstance(parameter.type, click.Path):
                monkeypatch.setattr(parameter.type, "exists", False)

    def read(words: list[str]) -> dict[str, Any]:
        command = COMMANDS[tuple(words[:2])]
        return command.make_context(words[1], list(words[2:])).params

    return read


def test_every_command_takes_the_options_that_it_is_given(read_options: Any) -> None:
    commands = list(list_documented_commands())
    assert [" ".join(words[:2]) for words in commands] == [
        "dask scheduler",
        "designery worker",
        "dask scheduler",
        "designery worker",
    ]
    for words in commands:
        options = read_options(words)
        if words[0] == "designery":
            assert options["scheduler"].startswith("tls://")
            assert re.match(r"(file:///|s3://)", options["exchange"])
        else:
            assert options["tls_ca_file"]
            assert "tls://" in (options["host"] or options["protocol"])


def test_the_objects_for_kubernetes_find_one_another(read_options: Any) -> None:
    [service] = [found for found in list_objects() if found["kind"] == "Service"]
    deployments = {
        found["metadata"]["name"]: found["spec"] for found in list_objects() if found["kind"] == "Deployment"
    }
    for spec in deployments.values():
        assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]
    scheduler = deployments["designery-scheduler"]["template"]
    assert service["spec"]["selector"] == scheduler["metadata"]["labels"]
    [port] = [one["port"] for one in service["spec"]["ports"]]
    assert read_options(scheduler["spec"]["containers"][0]["command"])["port"] == str(port)
    [container] = deployments["designery-worker"]["template"]["spec"]["containers"]
    assert read_options(container["command"])["scheduler"] == f"tls://{service['metadata']['name']}:{port}"


def test_each_file_of_a_container_lies_in_a_volume_of_its_pod() -> None:
    for pod, container in list_containers():
        mounted = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
        assert mounted.keys() == {volume["name"] for volume in pod["volumes"]}
        files = [word for word in container["command"] if word.startswith("/")]
        assert {file.rpartition("/")[0] or file for file in files} <= {*mounted.values()} | {""} | {"/cache"}
        assert {file.rpartition("/")[2] for file in files if file.startswith("/pem/")} == {
            "ca.pem",
            "cert.pem",
            "key.pem",
        }
