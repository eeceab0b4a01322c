"""Designs of an earlier format go on meaning what they did when defaults change."""

from typing import Any

import pytest

from modules.kit import catalog
from server.graph.document import DOCUMENT_FORMAT, parse_design
from server.graph.upgrades import upgrade_document
from tests.small_designs import make_node


def upgrade_nodes(nodes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return upgrade_document({"format": 1, "name": "Old", "nodes": nodes, **more}, catalog())


def test_a_parameter_that_was_left_out_gets_the_default_that_it_had() -> None:
    made = upgrade_nodes({"clean": make_node("clean_missing_data"), "split": make_node("split_data")})
    assert made["format"] == DOCUMENT_FORMAT
    assert made["nodes"]["clean"]["parameters"] == {"cleaning_mode": "Custom substitution value"}
    assert made["nodes"]["split"] == make_node("split_data")
    parse_design(made)


def test_a_parameter_that_was_given_stays() -> None:
    given = {"cleaning_mode": "Remove entire row"}
    assert upgrade_nodes({"clean": make_node("clean_missing_data", given)})["nodes"]["clean"]["parameters"] == given


@pytest.mark.parametrize(
    "document", [{"nodes": {}}, {"format": DOCUMENT_FORMAT}, {"format": DOCUMENT_FORMAT + 1}, {"format": "1"}]
)
def test_other_documents_stay_as_they_are(document: dict[str, Any]) -> None:
    assert upgrade_document(document, catalog()) is document


@pytest.mark.parametrize(
    "nodes", [[], {"a": 3}, {"a": {"module": 7}}, {"a": {"module": "clean_missing_data", "parameters": 1}}]
)
def test_what_is_no_design_is_left_for_whoever_checks_it(nodes: Any) -> None:
    assert upgrade_nodes(nodes)["nodes"] == nodes


def test_every_former_default_is_a_value_of_its_parameter() -> None:
    for module in catalog().values():
        for design_format in range(1, DOCUMENT_FORMAT):
            former = module.get_former_defaults(design_format, {})
            required = {name: ... for name, field in module.parameters.model_fields.items() if field.is_required()}
            assert not set(former) & set(required), module.name
            fields = module.parameters.model_fields
            assert set(former) <= set(fields), module.name
            assert all(fields[name].default != value for name, value in former.items()), module.name
