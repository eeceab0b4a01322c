"""The image and the compose file, read as what they say: no container engine is needed."""

import json
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from server.cli import _refuse_remote
from server.settings import Settings
from server.storage.database import Database
from server.web_server import SECONDS_FOR_ALL
from tests.database_servers import DATABASE_PASSWORD, PostgresServer
from tests.live_server import Server

ROOT = Path(__file__).parent.parent
DEFAULT_PORT = Settings.model_fields["port"].default


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    assert list(found["services"]) == ["designery", "database"]
    assert found["volumes"] == {"data": None, "database": None}
    return found


@pytest.fixture(scope="module")
def service(compose: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = compose["services"]["designery"]
    return found


def parse_instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile with their arguments, each on one line."""
    text = "\n".join(line for line in get_dockerfile().read_text().splitlines() if not line.startswith("#"))
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line)]


def get_dockerfile() -> Path:
    return ROOT / "docker" / "Dockerfile"


def find_last_instruction(name: str) -> str:
    return [rest for instruction, rest in parse_instructions() if instruction == name][-1]


def parse_variables() -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in find_last_instruction("ENV").split())


def is_ignored(path: str) -> bool:
    """Whether .dockerignore keeps a path, or a folder around it, from the build; the last line that fits decides."""
    parents = ["/".join(path.split("/")[: depth + 1]) for depth in range(path.count("/") + 1)]
    left_out = False
    for pattern in (ROOT / ".dockerignore").read_text().splitlines():
        expected = pattern.removeprefix("!")
        if pattern and any(fnmatch(parent, expected) or fnmatch(f"/{parent}", f"/{expected}") for parent in parents):
            left_out = not pattern.startswith("!")
    return left_out


def test_the_service_is_built_from_the_dockerfile(service: dict[str, Any]) -> None:
    assert ROOT / service["build"]["context"] / service["build"]["dockerfile"] == get_dockerfile()


def test_the_port_is_published_on_this_machine_only(service: dict[str, Any]) -> None:
    assert service["ports"] == [f"127.0.0.1:{DEFAULT_PORT}:{DEFAULT_PORT}"]
    assert find_last_instruction("EXPOSE") == str(DEFAULT_PORT)


def test_the_container_gains_no_rights_and_writes_to_its_data_only(service: dict[str, Any]) -> None:
    names = ("read_only", "cap_drop", "security_opt", "init", "volumes")
    assert {name: service.get(name) for name in names} == {
        "read_only": True,
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "init": True,
        "volumes": [f"data:{parse_variables()['DESIGNERY_HOME']}"],
    }
    assert [mount.partition(":")[0] for mount in service["tmpfs"]] == ["/tmp"]
    assert not {"privileged", "cap_add", "network_mode", "pid", "user"} & set(service)


def test_the_server_does_not_run_as_root_and_owns_its_data() -> None:
    user = find_last_instruction("USER").partition(":")[0]
    assert int(user) > 0
    assert f"--uid {user} " in find_last_instruction("RUN")
    assert "--owner designery" in find_last_instruction("RUN")
    assert find_last_instruction("VOLUME") == parse_variables()["DESIGNERY_HOME"]


def test_the_variables_of_the_image_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = {name.removeprefix("DESIGNERY_").lower() for name in parse_variables() if name.startswith("DESIGNERY_")}
    assert ours - {"in_container"} <= set(Settings.model_fields)
    for name, value in parse_variables().items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert (str(settings.home), settings.host, settings.port) == ("/data", "0.0.0.0", DEFAULT_PORT)
    _refuse_remote(settings)  # raises where the server would not start


def test_the_image_runs_a_python_that_the_package_allows() -> None:
    version = re.search(r"requires-python = \">=3\.(\d+)\"", (ROOT / "pyproject.toml").read_text())
    images = [rest for name, rest in parse_instructions() if name == "FROM"]
    minors = {int(image.split(":3.")[1].partition("-")[0]) for image in images}
    assert version is not None
    assert len(minors) == 1
    assert minors.pop() >= int(version[1])


@pytest.mark.parametrize(
    "path",
    [
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "frontend/package.json",
        "frontend/package-lock.json",
        "requirements/build.txt",
        "requirements/image.txt",
        "frontend/hatch_build.py",
        "frontend/toolchain.py",
        "frontend/src/main.tsx",
        "modules/kit/declare.py",
        "server/samples/data/penguins_raw.csv.gz",
        "server/shell/templates/report.html",
        "tests/designs/automobile_price.json",
    ],
)
def test_what_the_image_is_built_from_reaches_the_build(path: str) -> None:
    assert (ROOT / path).exists()
    assert not is_ignored(path)


@pytest.mark.parametrize(
    "path",
    [
        ".git/config",
        ".venv/bin/python",
        "frontend/node_modules/vite",
        "server/static/app/.stamp",
        "tests/live_server.py",
    ],
)
def test_what_the_image_does_not_need_stays_out(path: str) -> None:
    assert is_ignored(path)


def test_image_and_compose_file_ask_for_health_in_the_same_words(service: dict[str, Any]) -> None:
    command = json.loads(find_last_instruction("HEALTHCHECK").partition("CMD ")[2])
    assert service["healthcheck"]["test"] == ["CMD", *command]


def test_the_health_check_succeeds_only_while_the_server_answers(server: Server) -> None:
    _, *arguments = json.loads(find_last_instruction("HEALTHCHECK").partition("CMD ")[2])

    def healthy(port: int) -> bool:
        command = [sys.executable, *(argument.replace(f":{DEFAULT_PORT}/", f":{port}/") for argument in arguments)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    assert (healthy(server.port), healthy(1)) == (True, False)


def test_the_database_is_reached_by_the_server_only(compose: dict[str, Any]) -> None:
    database = compose["services"]["database"]
    assert not {"ports", "expose", "privileged", "cap_add", "network_mode"} & set(database)
    assert (database["networks"], compose["networks"]) == (["inside"], {"inside": {"internal": True}})
    assert (database["read_only"], database["cap_drop"]) == (True, ["ALL"])
    assert database["security_opt"] == ["no-new-privileges:true"]
    assert int(database["user"].partition(":")[0]) > 0
    assert database["volumes"] == ["database:/var/lib/postgresql/data"]


def test_no_container_takes_the_whole_machine_or_fills_its_disk_with_lines(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert re.fullmatch(r"\$\{[A-Z_]*MEMORY_LIMIT:-\d+g\}", service["mem_limit"])
        assert service["memswap_limit"] == service["mem_limit"]  # no swap beside it
        assert re.fullmatch(r"\$\{[A-Z_]*CPU_LIMIT:-\d+\}", service["cpus"])
        assert 0 < service["pids_limit"] <= 4096
        assert service["logging"] == {"driver": "json-file", "options": {"max-size": "20m", "max-file": "5"}}
        assert service["restart"] == "unless-stopped"


def test_the_server_is_gone_before_it_is_killed(service: dict[str, Any]) -> None:
    assert int(service["stop_grace_period"].removesuffix("s")) > SECONDS_FOR_ALL


def test_the_image_of_the_database_is_a_release_or_a_digest(compose: dict[str, Any]) -> None:
    image = compose["services"]["database"]["image"]
    assert re.fullmatch(r"postgres:\d+\.\d+-\w+(@sha256:[0-9a-f]{64})?", image)


def test_both_containers_read_the_password_as_members_of_its_group(compose: dict[str, Any]) -> None:
    group = find_last_instruction("USER").partition(":")[2]
    assert compose["services"]["database"]["group_add"] == [group]
    for file_name in ("docker-compose.yml", "docs/container.md"):
        assert (
            f"sudo install -m 640 -g {group} /dev/stdin {compose['secrets']['database_password']['file'][2:]}"
            in (ROOT / file_name).read_text()
        )


def test_the_server_waits_for_a_database_that_is_well(compose: dict[str, Any], service: dict[str, Any]) -> None:
    assert service["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert compose["services"]["database"]["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]


def test_the_password_is_in_a_file_that_is_in_no_repository_and_no_image(
    compose: dict[str, Any], service: dict[str, Any]
) -> None:
    file = compose["secrets"]["database_password"]["file"]
    assert service["environment"]["DESIGNERY_DATABASE_PASSWORD_FILE"] == "/run/secrets/database_password"
    assert compose["services"]["database"]["environment"]["POSTGRES_PASSWORD_FILE"] == "/run/secrets/database_password"
    assert "secrets" in (ROOT / ".gitignore").read_text().splitlines()
    assert is_ignored(file.removeprefix("./"))


def test_it_is_a_server_of_one_person_unless_the_environment_says_more(
    service: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = {name: value for name, value in service["environment"].items() if str(value).startswith("${")}
    assert set(passed) == {"DESIGNERY_MODE", "DESIGNERY_URL", "DESIGNERY_TRUSTED_PROXY", "DESIGNERY_LOG_FORMAT"}
    for name, value in passed.items():
        default = re.fullmatch(rf"\$\{{{name}:-(.*)\}}", value)
        assert default is not None
        monkeypatch.setenv(name, default.group(1))
    settings = Settings()
    assert (settings.team, settings.url, settings.trusted_proxy) == (False, "", "")


def test_the_environment_of_the_service_leads_to_its_database(
    service: dict[str, Any], postgres: PostgresServer, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text(DATABASE_PASSWORD + "\n", encoding="utf-8")
    url = service["environment"]["DESIGNERY_DATABASE_URL"]
    assert url == "postgresql://designery@database/designery"
    ours = f"postgresql://designer@127.0.0.1:{postgres.port}/postgres"
    database = Database(Settings(database_url=ours, database_password_file=tmp_path / "password").database)
    with database.read_session() as session:
        assert session.connection().exec_driver_sql("SELECT current_user").scalar_one() == "designer"
    database.close()
