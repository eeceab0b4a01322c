"""Several people on one design: what they do at once, twice, late or offline ends alike for all; nothing is lost."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.event import listen

from server.api.designs.design_edits import EditsCreate, save_edits
from server.auth.principals import Person
from server.graph.document import Design
from server.graph.edits import Document, Edit, apply_edits, delete_value, set_value
from server.storage.database import Database
from server.storage.stores import design_store, event_log
from server.storage.stores.design_store import IdConflict
from tests.database_servers import DATABASES
from tests.live_server import Client

#: Each night there are fifty times as many: tests/nightly/test_histories.py.
HISTORY_COUNT = 100
STEPS_PER_HISTORY = 14
INPUT_PATH = ("nodes", "rows", "inputs", "datasets")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(DATABASES.get_url(tmp_path))
    if DATABASES.postgres is None:
        # That commits outlive a power cut is proven elsewhere; here there are some ten thousand of them.
        listen(made.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    made.migrate()
    yield made
    made.close()


def make_start_document() -> Document:
    nodes = {"data": {"module": "dataset"}, "rows": {"module": "add_rows", "inputs": {"datasets": ["data.dataset"]}}}
    return Design.model_validate({"name": "Start", "nodes": nodes}).model_dump(mode="json")


@dataclass
class SimulatedTab:
    """What a client must do: lay its own changes over the server's order, and send each until it is answered."""

    name: str
    database: Database
    design: str
    chance: random.Random
    base: Document = field(default_factory=make_start_document)
    revision: int = 0
    last_event: int = 0
    unsent: list[EditsCreate] = field(default_factory=list)
    #: Requests that the network still holds a copy of.
    copies: list[EditsCreate] = field(default_factory=list)
    change_count: int = 0
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def document(self) -> Document:
        return apply_edits(self.base, [edit for change in self.unsent for edit in change.edits])

    def make_change(self) -> None:
        self.change_count += 1
        edits = self._make_edits()
        self.unsent.append(EditsCreate(client=self.name, id=f"{self.name}.{self.change_count}", label="", edits=edits))

    def _make_edits(self) -> list[Edit]:
        nodes = self.document["nodes"]
        node, number = self.chance.choice([*nodes, "gone"]), self.chance.randrange(1000)
        fresh = next(name for index in range(99) if (name := f"clean_{index}") not in nodes)
        return self.chance.choice(
            [
                [set_value(number, "nodes", node, "parameters", self.chance.choice("ab"))],
                [delete_value("nodes", node, "parameters", self.chance.choice("ab"))],
                [set_value(number, "nodes", node, "x"), set_value(number, "nodes", node, "y")],
                [Edit(path=("nodes", fresh), value={"module": "clean", "title": self.name}, new=True)],
                [delete_value(*INPUT_PATH, f"{node}.dataset"), delete_value("nodes", node)],
                [set_value(None, *INPUT_PATH, f"{node}.dataset")],
                [delete_value(*INPUT_PATH, f"{node}.dataset")],
                [set_value(f"{self.name} {number}", "name")],
            ]
        )

    def send(self) -> None:
        """The request may not arrive, the answer may not come back, and a copy may arrive at any later time."""
        if not self.unsent or self.chance.random() < 0.15:
            return
        change = self.unsent[0]
        if self.chance.random() < 0.2:
            self.copies.append(change)
        answer = self._apply_on_server(change)
        if self.chance.random() < 0.15:
            return
        self.unsent.pop(0)
        if isinstance(answer, IdConflict):
            self.refused.append(change.id)
            self.change_count += 1
            other = [
                edit.model_copy(update={"path": ("nodes", f"{self.name}_{self.change_count}")}) for edit in change.edits
            ]
            self.unsent.insert(0, change.model_copy(update={"id": f"{self.name}.{self.change_count}", "edits": other}))
        else:
            self.acknowledged.append(change.id)

    def resend_copy(self) -> None:
        if self.copies:
            self._apply_on_server(self.copies.pop(self.chance.randrange(len(self.copies))))

    def _apply_on_server(self, change: EditsCreate) -> int | IdConflict:
        with self.database.session() as session:
            return save_edits(session, self.design, change, Person(self.name, self.name.title(), "account"))

    def receive_events(self) -> None:
        """Events since the last one, or the whole state anew."""
        with self.database.read_session() as session:
            if self.chance.random() < 0.2:
                row = design_store.get_design(session, self.design)
                self.base, self.revision = row.document, row.revision
                self.last_event = event_log.get_newest_event_id(session, self.design)
                return
            rows = event_log.list_events_since(session, self.design, self.last_event)
        for row in rows:
            self.last_event = row.id or self.last_event
            if row.body["revision"] <= self.revision:
                continue
            assert row.body["revision"] == self.revision + 1
            self.base = apply_edits(self.base, [Edit.model_validate(edit) for edit in row.body["edits"]])
            self.revision += 1
            self.unsent = [change for change in self.unsent if change.id != row.body["id"]]


def run_history(database: Database, seed: int) -> None:
    chance = random.Random(seed)
    with database.session() as session:
        design = design_store.create_design(session, make_start_document()).id
    tabs = [SimulatedTab(f"tab{number}", database, design, chance) for number in range(chance.randint(2, 4))]
    for _ in range(STEPS_PER_HISTORY):
        tab = chance.choice(tabs)
        what = chance.choices([tab.make_change, tab.send, tab.receive_events, tab.resend_copy], [4, 4, 2, 1])[0]
        for _ in range(chance.choice([1, 1, 1, 5])):  # five changes in a row are an offline span
            what()
    while any(tab.unsent or tab.copies for tab in tabs):
        for tab in tabs:
            tab.send()
            tab.resend_copy()
    for tab in tabs:
        tab.receive_events()
    with database.read_session() as session:
        row = design_store.get_design(session, design)
        log = [event.body for event in event_log.list_events_since(session, design, 0)]
    assert [tab.document for tab in tabs] == [row.document] * len(tabs)
    applied = [body["id"] for body in log]
    assert [body["revision"] for body in log] == list(range(1, row.revision + 1))
    assert len(applied) == len(set(applied))
    made = {f"{tab.name}.{number + 1}" for tab in tabs for number in range(tab.change_count)}
    assert made - {name for tab in tabs for name in tab.refused} == set(applied)
    assert {name for tab in tabs for name in tab.acknowledged} <= set(applied)
    assert all(body["person"]["name"].lower() == body["client"] for body in log)


def run_histories(database: Database, seeds: range) -> None:
    """Fails at the first history that ends other than it should, and names it."""
    for seed in seeds:
        try:
            run_history(database, seed)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}") from error


def test_random_histories_converge_and_no_acknowledged_edit_is_lost(database: Database) -> None:
    run_histories(database, range(HISTORY_COUNT))


def send_edits(client: Client, design: str, key: str, *edits: dict[str, Any]) -> Any:
    body = {"client": "tab", "id": key, "label": "Test", "edits": list(edits)}
    return client.request("POST", f"/api/designs/{design}/edits", json=body)


def make_node_edit(title: str) -> dict[str, Any]:
    return {"path": ["nodes", "clean"], "value": {"module": "clean", "title": title}, "new": True}


def test_something_new_never_takes_the_place_of_what_another_made(client: Client) -> None:
    design = client.create_design({})
    assert send_edits(client, design, "ours", make_node_edit("Ours")).json() == {"revision": 1}
    refused = send_edits(client, design, "theirs", make_node_edit("Theirs"))
    assert (refused.status_code, refused.json()["taken"]) == (409, [["nodes", "clean"]])
    client.edit(design, {"path": ["nodes", "clean"]})
    # A late copy of the refused request finds the same answer: its sender has made the thing under another name.
    assert send_edits(client, design, "theirs", make_node_edit("Theirs")).status_code == 409
    assert send_edits(client, design, "ours", make_node_edit("Ours")).json() == {"revision": 1}
    assert client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"] == {}


def test_requests_that_come_at_once_and_twice_are_each_applied_once(client: Client) -> None:
    design = client.create_design({"rows": {"module": "add_rows", "inputs": {}}})
    edges = [f"data_{number}.dataset" for number in range(40)]

    def connect(edge: str) -> int:
        edit = {"path": [*INPUT_PATH, edge], "value": None}
        revision: int = send_edits(client, design, edge, edit).json()["revision"]
        return revision

    with ThreadPoolExecutor(8) as pool:
        revisions = list(pool.map(connect, [*edges, *edges]))
    assert revisions[:40] == revisions[40:]
    assert sorted(revisions[:40]) == list(range(1, 41))
    held = client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]["rows"]["inputs"]["datasets"]
    assert sorted(held) == sorted(edges)


def test_an_edit_says_whose_it_is(client: Client) -> None:
    design = client.create_design({})
    client.edit(design, {"path": ["name"], "value": "Mine"})
    changes = client.request_json("GET", f"/api/designs/{design}/edits")
    assert [(change["label"], change["person"]["name"]) for change in changes] == [("Test", "You")]
