"""What a grayed module says is to be installed is what brings it."""

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from modules.kit import Module, catalog
from modules.kit.requirements import EXTRA_OF_PACKAGE, Tool

PROJECT_METADATA = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
list_distributions = cache(packages_distributions)
MODULES_WITH_REQUIREMENTS = [module for module in catalog().values() if module.requires]


@pytest.mark.parametrize("module", MODULES_WITH_REQUIREMENTS, ids=lambda module: module.name)
def test_every_package_that_a_module_needs_comes_with_an_extra(module: Module) -> None:
    for name in module.requires:
        listed = PROJECT_METADATA["optional-dependencies"][EXTRA_OF_PACKAGE[name]]
        brought = {re.split(r"[><=\[]", requirement)[0].lower() for requirement in listed}
        assert brought & {distribution.lower() for distribution in list_distributions()[name]}


def test_the_commands_name_the_extra_and_the_packages_of_the_system() -> None:
    umap = replace(catalog()["umap_projection"])
    umap.__dict__["missing_packages"] = ("umap",)
    assert umap.install_command == "pip install 'designery[projection]'"
    mixed = replace(umap, tools=(Tool("r-base-core", lambda: False),))
    mixed.__dict__["missing_packages"] = ("torch", "torchvision", "xgboost", "somebodys", "r-base-core")
    assert mixed.install_command == "pip install 'designery[boosting,torch]' somebodys; apt install r-base-core"
