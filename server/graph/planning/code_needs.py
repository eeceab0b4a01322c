"""What a step needs for the code that it runs: its own, and that of models which come to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from modules.kit import Module
from server.graph.document import Design
from server.graph.validation.environment_rules import find_step_environments
from server.graph.validation.secret_rules import find_step_secrets


@dataclass(frozen=True)
class CodeNeeds:
    """The names of the secrets and of the environments that a step may have."""

    secrets: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()


def find_code_needs(design: Design, catalog: Mapping[str, Module]) -> dict[str, CodeNeeds]:
    """{node: what its step needs}, of every node."""
    secrets, environments = find_step_secrets(design, catalog), find_step_environments(design, catalog)
    return {name: CodeNeeds(secrets.get(name, ()), environments.get(name, ())) for name in design.nodes}
