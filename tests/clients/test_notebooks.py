"""Notebooks: live pictures of designs, and cells that are modules."""

import base64
from types import SimpleNamespace
from typing import Any

import designery as dy
import pytest
from designery.cell_magic import define_module
from designery.change_follower import UNSAVED
from designery.live_picture import follow_changes

from tests.live_server import Client, Server
from tests.small_designs import make_regression_nodes

CELL = """import pandas as pd


def double(table: pd.DataFrame, *, times: int = 2) -> pd.DataFrame:
    return table * times"""


def read_picture(shown: SimpleNamespace) -> str:
    return base64.b64decode(shown.picture.partition(",")[2]).decode()


def test_a_picture_follows_the_canvas_and_overwrites_nothing_of_python(server: Server, client: Client) -> None:
    stored = client.create_design(make_regression_nodes(), "Watched")
    dy.connect(server.url, client.cookies[f"designery_{server.port}"])
    try:
        design = dy.open_design(stored)
        shown = SimpleNamespace(picture="", words="")
        look = follow_changes(design, shown)
        assert "Split Data" in read_picture(shown)
        client.edit(stored, {"path": ["nodes", "split", "title"], "value": "Parts"})
        look()
        assert "Parts" in read_picture(shown)
        assert design.document["nodes"]["split"]["title"] == "Parts"

        design.document["nodes"]["split"]["title"] = "Of Python"
        client.edit(stored, {"path": ["nodes", "split", "title"], "value": "Of the canvas"})
        look()
        assert (shown.words, design.document["nodes"]["split"]["title"]) == (UNSAVED, "Of Python")
        design.save()
        look()
        assert shown.words == ""
        assert "Of Python" in read_picture(shown)

        drawn = design._repr_html_()
        assert "<img" in drawn
        assert "<svg" not in drawn, "its styles would be those of the notebook"
        design.delete()
        look()
        assert shown.words
    finally:
        dy.close_connection()


def test_a_cell_is_a_module() -> None:
    cells: dict[str, Any] = {}
    define_module("", CELL, cells)
    define_module("twice", CELL, cells)
    assert list(cells) == ["double", "twice"]

    @dy.design(name="Of a cell")
    def built(rows: dy.Table = dy.data("cars")) -> Any:
        return cells["double"](rows, times=3)

    document = built.build_document()
    assert document["nodes"]["double"]["parameters"] == {"times": 3}
    assert document["modules"]["own_double"]["code"] == f"{CELL}\n"
    for code, words in (("def (", "no Python"), ("x = 1", "no function")):
        with pytest.raises(dy.DesigneryError, match=words):
            define_module("", code, cells)
