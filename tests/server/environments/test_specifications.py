"""What files may ask of an environment, and what is refused with a sentence."""

import pytest

from server.runs.environments.specification import (
    InvalidSpecification,
    check_python_version,
    parse_specification,
)
from server.runs.environments.specification_formats import SpecificationFormat

UV_LOCK = """
version = 1
requires-python = ">=3.11"
[[package]]
name = "cars"
version = "0.1.0"
source = { virtual = "." }
dependencies = [{ name = "pandas" }, { name = "tomli", marker = "python_full_version < '3.11'" }]
[[package]]
name = "pandas"
version = "2.2.3"
source = { registry = "https://index.example.org/simple" }
[[package]]
name = "tomli"
version = "2.0.1"
source = { registry = "https://index.example.org/simple" }
"""


@pytest.mark.parametrize(
    ("kind", "source", "requirements"),
    [
        ("requirements", "pandas>=2.2 # tables\n\nscikit-learn==1.7.0 \\\n  --hash=sha256:00\n", 2),
        ("pyproject", '[project]\nname="x"\ndependencies=["pandas>=2", "rich[jupyter]"]\n', 2),
        ("uv_lock", UV_LOCK, 2),
        ("conda", "dependencies:\n  - python=3.11\n  - pip\n  - pip:\n    - pandas\n", 1),
    ],
)
def test_each_kind_of_file_names_its_packages(kind: SpecificationFormat, source: str, requirements: int) -> None:
    assert len(parse_specification(kind, source).requirements) == requirements


def test_the_versions_of_a_lock_are_held() -> None:
    assert parse_specification("uv_lock", UV_LOCK).constraints == ("pandas==2.2.3", "tomli==2.0.1")


@pytest.mark.parametrize(
    ("kind", "source", "sentence"),
    [
        ("requirements", "pandas\n-e .", "Line 2: '-e' can't be used here. Only names of packages can be listed."),
        ("requirements", "--index-url http://x", "Line 1: '--index-url' can't be used here. Options are set for"),
        ("requirements", "--no-binary x", "Line 1: '--no-binary' can't be used here. Packages are installed as wheels"),
        ("requirements", "x @ git+https://example.org/x", "Line 1: x comes from an address."),
        ("requirements", "./local", "Line 1: './local' is not a package with versions"),
        ("requirements", "# nothing", "The file names no package."),
        ("pyproject", '[project]\ndynamic=["dependencies"]', "The dependencies are dynamic"),
        ("conda", "dependencies: [python=3.11, cudatoolkit=11]", "conda would install cudatoolkit=11."),
        ("conda", "!!python/object/apply:os.system [id]", "The file can't be read as YAML."),
        ("uv_lock", UV_LOCK.replace('registry = "https', 'git = "https'), "pandas does not come from a package index."),
    ],
)
def test_what_would_run_code_or_reach_elsewhere_is_refused(
    kind: SpecificationFormat, source: str, sentence: str
) -> None:
    with pytest.raises(InvalidSpecification) as refused:
        parse_specification(kind, source)
    assert str(refused.value).startswith(sentence)


def test_another_python_than_the_file_allows_is_refused() -> None:
    check_python_version(">=3.11", "3.11")
    check_python_version(">=3.11.4", "3.11")
    check_python_version("", "3.11")
    with pytest.raises(InvalidSpecification, match=r"The file needs Python >=3.12. Python 3.11 was chosen."):
        check_python_version(">=3.12", "3.11")
