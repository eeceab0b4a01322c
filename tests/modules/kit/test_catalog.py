"""The catalog as a whole."""

import subprocess
import sys

from tests.live_server import ROOT

HEAVY_LIBRARIES = {"sklearn", "scipy", "matplotlib", "lightgbm", "xgboost", "torch", "umap", "gensim", "duckdb"}


def test_a_server_gets_the_catalog_without_the_libraries_of_its_modules() -> None:
    program = "import sys; from modules.kit import catalog; catalog(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert HEAVY_LIBRARIES & set(done.stdout.split()) == set()
