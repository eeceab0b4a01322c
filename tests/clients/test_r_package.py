"""The R package: R CMD check, whose tests and vignette work on a running server, finds nothing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from server.version import VERSION
from tests.live_server import ROOT, Client, Server

PACKAGE = ROOT / "clients/r"
#: What `R CMD check` needs besides R: httr2 and nanoarrow for the package, the others for its tests and vignette.
NEEDED = ("httr2", "nanoarrow", "jsonlite", "zip", "testthat", "knitr", "rmarkdown")


def has_r_packages() -> bool:
    if shutil.which("R") is None or shutil.which("pandoc") is None:
        return False
    question = f"all(vapply(c({', '.join(map(repr, NEEDED))}), requireNamespace, TRUE, quietly = TRUE))"
    asked = subprocess.run(["Rscript", "-e", f"cat({question})"], capture_output=True, text=True)
    return asked.stdout == "TRUE"


def test_it_has_the_version_of_the_server() -> None:
    assert f"\nVersion: {VERSION}\n" in (PACKAGE / "DESCRIPTION").read_text()


@pytest.mark.skipif(not has_r_packages(), reason="R, pandoc or one of the packages of R is missing")
def test_its_tests_hold(tmp_path: Path, server: Server, client: Client) -> None:
    """Installed as users install it; the manual and the vignette are looked at each night."""
    library = tmp_path / "library"
    library.mkdir()
    variables = {**os.environ, **get_connection_variables(server, client), "R_LIBS_USER": str(library)}
    install = ["R", "CMD", "INSTALL", "--no-docs", "--no-multiarch", "--no-byte-compile", f"--library={library}"]
    for command in (
        [*install, str(PACKAGE)],
        ["Rscript", "-e", 'testthat::test_dir("tests/testthat", package = "designery", load_package = "installed")'],
    ):
        done = subprocess.run(command, cwd=PACKAGE, env=variables, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    client.delete_everything()


def get_connection_variables(server: Server, client: Client) -> dict[str, str]:
    return {"DESIGNERY_SERVER": server.url, "DESIGNERY_TOKEN": client.cookies[f"designery_{server.port}"]}


@pytest.mark.nightly
@pytest.mark.skipif(not has_r_packages(), reason="R, pandoc or one of the packages of R is missing")
def test_r_cmd_check_finds_neither_errors_nor_warnings(tmp_path: Path, server: Server, client: Client) -> None:
    """Its vignette goes from a table to a trained, shared and deployed model."""
    variables = {
        **os.environ,
        **get_connection_variables(server, client),
        # Nothing of R is looked up elsewhere.
        "_R_CHECK_CRAN_INCOMING_": "false",
        "_R_CHECK_FORCE_SUGGESTS_": "false",
        "R_LIBS_USER": str(tmp_path / "library"),
    }
    built = subprocess.run(
        ["R", "CMD", "build", str(PACKAGE)], cwd=tmp_path, env=variables, capture_output=True, text=True
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (archive,) = tmp_path.glob("designery_*.tar.gz")
    # Building it ran the vignette.
    command = ["R", "CMD", "check", "--no-manual", "--no-vignettes", archive.name]
    checked = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True)
    logs = "".join(path.read_text() for path in tmp_path.glob("designery.Rcheck/tests/*.Rout.fail"))
    status = next((line for line in checked.stdout.splitlines() if line.startswith("Status:")), "Status: none")
    assert "ERROR" not in status, checked.stdout + logs
    assert "WARNING" not in status, checked.stdout
    client.delete_everything()
