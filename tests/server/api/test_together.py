"""Several people on one design: what they do at once, twice, late or offline ends alike for all; nothing is lost."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.event import listen

from server.api.designs import EditsIn, edited
from server.graph.document import Design
from server.graph.edits import Document, Edit, apply, delete, put
from server.people.person import Person
from server.storage import designs, events
from server.storage.database import Database
from server.storage.designs import Taken
from tests.databases import DATABASES
from tests.serving import Client

HISTORIES = 500
STEPS = 14
PORT = ("nodes", "rows", "inputs", "datasets")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(DATABASES.url(tmp_path))
    if DATABASES.postgres is None:
        # That commits outlive a power cut is proven elsewhere; here there are some ten thousand of them.
        listen(made.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    made.migrate()
    yield made
    made.close()


def start() -> Document:
    nodes = {"data": {"module": "dataset"}, "rows": {"module": "add_rows", "inputs": {"datasets": ["data.dataset"]}}}
    return Design.model_validate({"name": "Start", "nodes": nodes}).model_dump(mode="json")


@dataclass
class Tab:
    """What a client must do: lay its own changes over the server's order, and send each until it is answered."""

    name: str
    database: Database
    design: str
    chance: random.Random
    base: Document = field(default_factory=start)
    revision: int = 0
    heard: int = 0
    waiting: list[EditsIn] = field(default_factory=list)
    #: Requests that the network still holds a copy of.
    copies: list[EditsIn] = field(default_factory=list)
    made: int = 0
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def document(self) -> Document:
        return apply(self.base, [edit for change in self.waiting for edit in change.edits])

    def change(self) -> None:
        self.made += 1
        edits = self._edits()
        self.waiting.append(EditsIn(client=self.name, id=f"{self.name}.{self.made}", label="", edits=edits))

    def _edits(self) -> list[Edit]:
        nodes = self.document["nodes"]
        node, number = self.chance.choice([*nodes, "gone"]), self.chance.randrange(1000)
        fresh = next(name for index in range(99) if (name := f"clean_{index}") not in nodes)
        return self.chance.choice(
            [
                [put(number, "nodes", node, "parameters", self.chance.choice("ab"))],
                [delete("nodes", node, "parameters", self.chance.choice("ab"))],
                [put(number, "nodes", node, "x"), put(number, "nodes", node, "y")],
                [Edit(path=("nodes", fresh), value={"module": "clean", "title": self.name}, new=True)],
                [delete(*PORT, f"{node}.dataset"), delete("nodes", node)],
                [put(None, *PORT, f"{node}.dataset")],
                [delete(*PORT, f"{node}.dataset")],
                [put(f"{self.name} {number}", "name")],
            ]
        )

    def send(self) -> None:
        """The request may not arrive, the answer may not come back, and a copy may arrive at any later time."""
        if not self.waiting or self.chance.random() < 0.15:
            return
        change = self.waiting[0]
        if self.chance.random() < 0.2:
            self.copies.append(change)
        answer = self._answer(change)
        if self.chance.random() < 0.15:
            return
        self.waiting.pop(0)
        if isinstance(answer, Taken):
            self.refused.append(change.id)
            self.made += 1
            other = [edit.model_copy(update={"path": ("nodes", f"{self.name}_{self.made}")}) for edit in change.edits]
            self.waiting.insert(0, change.model_copy(update={"id": f"{self.name}.{self.made}", "edits": other}))
        else:
            self.acknowledged.append(change.id)

    def arrive_again(self) -> None:
        if self.copies:
            self._answer(self.copies.pop(self.chance.randrange(len(self.copies))))

    def _answer(self, change: EditsIn) -> int | Taken:
        with self.database.session() as session:
            return edited(session, self.design, change, Person(self.name, self.name.title(), "account"))

    def hear(self) -> None:
        """Events since the last one, or the whole state anew."""
        with self.database.reading() as session:
            if self.chance.random() < 0.2:
                row = designs.get(session, self.design)
                self.base, self.revision = row.document, row.revision
                self.heard = events.newest(session, self.design)
                return
            rows = events.since(session, self.design, self.heard)
        for row in rows:
            self.heard = row.id or self.heard
            if row.body["revision"] <= self.revision:
                continue
            assert row.body["revision"] == self.revision + 1
            self.base = apply(self.base, [Edit.model_validate(edit) for edit in row.body["edits"]])
            self.revision += 1
            self.waiting = [change for change in self.waiting if change.id != row.body["id"]]


def history(database: Database, seed: int) -> None:
    chance = random.Random(seed)
    with database.session() as session:
        design = designs.create(session, start()).id
    tabs = [Tab(f"tab{number}", database, design, chance) for number in range(chance.randint(2, 4))]
    for _ in range(STEPS):
        tab = chance.choice(tabs)
        what = chance.choices([tab.change, tab.send, tab.hear, tab.arrive_again], [4, 4, 2, 1])[0]
        for _ in range(chance.choice([1, 1, 1, 5])):  # five changes in a row are an offline span
            what()
    while any(tab.waiting or tab.copies for tab in tabs):
        for tab in tabs:
            tab.send()
            tab.arrive_again()
    for tab in tabs:
        tab.hear()
    with database.reading() as session:
        row = designs.get(session, design)
        log = [event.body for event in events.since(session, design, 0)]
    assert [tab.document for tab in tabs] == [row.document] * len(tabs)
    applied = [body["id"] for body in log]
    assert [body["revision"] for body in log] == list(range(1, row.revision + 1))
    assert len(applied) == len(set(applied))
    made = {f"{tab.name}.{number + 1}" for tab in tabs for number in range(tab.made)}
    assert made - {name for tab in tabs for name in tab.refused} == set(applied)
    assert {name for tab in tabs for name in tab.acknowledged} <= set(applied)
    assert all(body["person"]["name"].lower() == body["client"] for body in log)


def test_500_random_histories_converge_and_no_acknowledged_edit_is_lost(database: Database) -> None:
    for seed in range(HISTORIES):
        try:
            history(database, seed)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}") from error


def sent(client: Client, design: str, key: str, *edits: dict[str, Any]) -> Any:
    body = {"client": "tab", "id": key, "label": "Test", "edits": list(edits)}
    return client.request("POST", f"/api/designs/{design}/edits", json=body)


def node(title: str) -> dict[str, Any]:
    return {"path": ["nodes", "clean"], "value": {"module": "clean", "title": title}, "new": True}


def test_something_new_never_takes_the_place_of_what_another_made(client: Client) -> None:
    design = client.new_design({})
    assert sent(client, design, "ours", node("Ours")).json() == {"revision": 1}
    refused = sent(client, design, "theirs", node("Theirs"))
    assert (refused.status_code, refused.json()["taken"]) == (409, [["nodes", "clean"]])
    client.edit(design, {"path": ["nodes", "clean"]})
    # A late copy of the refused request finds the same answer: its sender has made the thing under another name.
    assert sent(client, design, "theirs", node("Theirs")).status_code == 409
    assert sent(client, design, "ours", node("Ours")).json() == {"revision": 1}
    assert client.checked("GET", f"/api/designs/{design}")["document"]["nodes"] == {}


def test_requests_that_come_at_once_and_twice_are_each_applied_once(client: Client) -> None:
    design = client.new_design({"rows": {"module": "add_rows", "inputs": {}}})
    edges = [f"data_{number}.dataset" for number in range(40)]

    def connect(edge: str) -> int:
        edit = {"path": [*PORT, edge], "value": None}
        revision: int = sent(client, design, edge, edit).json()["revision"]
        return revision

    with ThreadPoolExecutor(8) as pool:
        revisions = list(pool.map(connect, [*edges, *edges]))
    assert revisions[:40] == revisions[40:]
    assert sorted(revisions[:40]) == list(range(1, 41))
    held = client.checked("GET", f"/api/designs/{design}")["document"]["nodes"]["rows"]["inputs"]["datasets"]
    assert sorted(held) == sorted(edges)


def test_an_edit_says_whose_it_is(client: Client) -> None:
    design = client.new_design({})
    client.edit(design, {"path": ["name"], "value": "Mine"})
    changes = client.checked("GET", f"/api/designs/{design}/edits")
    assert [(change["label"], change["person"]["name"]) for change in changes] == [("Test", "You")]
