"""Opening, importing, checking, exporting, sampling and sharing a design runs no line of its code."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.live_server import Client, Server
from tests.server.api.share_links import API_HEADERS, create_share, open_share
from tests.small_designs import SMALL_CSV, make_node

#: What would leave a trace, wherever it is evaluated as Python.
TRACE_EXPRESSION = (
    "__import__('pathlib').Path({file!r}).touch() or __import__('socket').create_connection(('127.0.0.1', {port}), 1)"
)

#: Ways to have Python evaluate an expression without calling the function.
CODE_TEMPLATES = {
    "module": "{trace}\n{function}",
    "default": "def {name}(dataset: DataFrame, *, a: int = {trace}):\n    return dataset\n",
    "lambda": "def {name}(dataset: DataFrame, *, a=(lambda: {trace})()):\n    return dataset\n",
    "decorator": "@({trace})\n{function}",
    "nested_decorator": "def outer():\n    return {trace}\n@outer()\n{function}",
    "annotation": "def {name}(dataset: ({trace})):\n    return dataset\n",
    "parameter_annotation": "def {name}(dataset: DataFrame, *, a: ({trace}) = 1):\n    return dataset\n",
    "field": "def {name}(dataset: DataFrame, *, a: Annotated[int, Field(ge={trace})] = 1):\n    return dataset\n",
    "literal": "def {name}(dataset: DataFrame, *, a: Literal[{trace}] = 1):\n    return dataset\n",
    "returns": "def {name}(dataset: DataFrame) -> ({trace}):\n    return dataset\n",
    "returned_text": 'def {name}(dataset: DataFrame) -> "*, {{{trace}}}: real":\n    return dataset\n',
    "class_body": "class Body:\n    x = {trace}\n{function}",
    "base": "class Body({trace}):\n    pass\n{function}",
    "metaclass": "class Body(metaclass={trace}):\n    pass\n{function}",
    "class_decorator": "@({trace})\nclass Body:\n    pass\n{function}",
    "annotated_name": "x: ({trace}) = 1\n{function}",
    "walrus": "(x := {trace})\n{function}",
    "comprehension": "x = [{trace} for _ in range(1)]\n{function}",
    "formatted": "x = f'{{{trace}}}'\n{function}",
    "condition": "if {trace}:\n    pass\n{function}",
    "loop": "while {trace}:\n    break\n{function}",
    "context": "with {trace}:\n    pass\n{function}",
    "assertion": "assert {trace}\n{function}",
    "exception": "try:\n    raise {trace}\nexcept Exception:\n    pass\n{function}",
    "deletion": "x = {{}}\ndel x[{trace}]\n{function}",
    "exec": "exec({trace!r})\n{function}",
    "docstring": "def {name}(dataset: DataFrame):\n    '''{{{{ {trace} }}}} {{% {trace} %}}'''\n    return dataset\n",
    "named_tuple": "class Out(NamedTuple):\n    a: ({trace})\ndef {name}(d: DataFrame) -> Out:\n    return d\n",
    "reduce": "class Trap:\n    def __reduce__(self):\n        return eval, ({trace!r},)\nx = Trap()\n{function}",
    "module_dunder": "def __getattr__(name):\n    return {trace}\n{function}",
    "generator": "x = next({trace} for _ in [0])\n{function}",
}


@dataclass
class ExecutionAlarm:
    """Goes off when a file appears, or somebody connects."""

    file: Path
    port: int = 0
    connections: list[str] = field(default_factory=list)

    def make_expression(self) -> str:
        return TRACE_EXPRESSION.format(file=str(self.file), port=self.port)

    def is_silent(self) -> bool:
        return not self.file.exists() and self.connections == []


@pytest.fixture
def alarm(tmp_path: Path) -> Iterator[ExecutionAlarm]:
    made = ExecutionAlarm(tmp_path / "canary")
    listening = socket.create_server(("127.0.0.1", 0))
    made.port = listening.getsockname()[1]

    def listen() -> None:
        while True:
            try:
                listening.accept()[0].close()
            except OSError:
                return
            made.connections.append("connected")

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield made
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(5)


def _make_source(place: str, trace: str, name: str) -> str:
    function = f"def {name}(dataset: DataFrame):\n    return dataset\n"
    return CODE_TEMPLATES[place].format(trace=trace, name=name, function=function)


def _make_hostile_document(alarm: ExecutionAlarm) -> dict[str, Any]:
    """One design with all of them: as scripts, as models, as modules of its own, as R, as queries and as words."""
    trace = alarm.make_expression()
    modules = {f"own_{place}": {"code": _make_source(place, trace, place)} for place in CODE_TEMPLATES}
    nodes: dict[str, Any] = {"data": make_node("enter_data_manually", {"data": SMALL_CSV})}
    for place in CODE_TEMPLATES:
        nodes[f"script_{place}"] = make_node(
            "execute_python_script",
            {"python_script": _make_source(place, trace, "azureml_main")},
            dataset1="data.dataset",
        )
        nodes[f"model_{place}"] = make_node(
            "create_python_model", {"python_script": _make_source(place, trace, "DesigneryModel")}
        )
        nodes[f"own_{place}"] = make_node(f"own_{place}", {"a": trace}, dataset="data.dataset")
    in_r = f"system('touch {alarm.file}')\nazureml_main <- function(a, b) a\n"
    nodes["r"] = make_node("execute_r_script", {"r_script": in_r}, dataset1="data.dataset")
    copied = f"COPY (SELECT 1) TO '{alarm.file}'"
    nodes["query"] = make_node("apply_sql_transformation", {"sql_query_script": copied}, t1="data.dataset")
    for words in (f"{{{{ {trace} }}}}", f"${{{trace}}}", f"{{% {trace} %}}", f"<script>{trace}</script>"):
        nodes[f"words_{len(nodes)}"] = make_node("summarize_data", {}, dataset="data.dataset") | {
            "title": words,
            "note": words,
        }
    return {"format": 2, "name": f"{{{{ {trace} }}}}", "description": trace, "nodes": nodes, "modules": modules}


def test_the_alarm_goes_off_where_a_line_is_run(alarm: ExecutionAlarm) -> None:
    eval(alarm.make_expression()).close()
    assert not alarm.is_silent()


@pytest.mark.parametrize("place", CODE_TEMPLATES)
def test_describing_a_module_runs_none_of_it(client: Client, alarm: ExecutionAlarm, place: str) -> None:
    code = _make_source(place, alarm.make_expression(), "own")
    client.post("/api/modules/describe", json={"name": "own_x", "code": code})
    assert alarm.is_silent()


def test_a_foreign_design_is_handled_in_every_way_and_none_of_its_code_runs(
    client: Client, alarm: ExecutionAlarm
) -> None:
    assert len(CODE_TEMPLATES) >= 30
    document = _make_hostile_document(alarm)
    design = client.request_json("POST", "/api/designs", json={"document": document})["id"]
    base = f"/api/designs/{design}"
    reads = (
        "",
        "/analysis",
        "/export",
        "/runs/latest",
        "/untrusted-code",
        "/picture.svg",
        "/scoring-nodes",
        "/versions",
        "/runs",
    )
    forms = [f"/code?form={form}" for form in ("script", "notebook", "pipeline")]
    for path in (*reads, *forms, "/diff?old=now&new=now"):
        assert client.get(base + path).status_code < 500, path
        assert alarm.is_silent(), path
    client.edit(design, {"path": ["nodes", "data", "x"], "value": 3})
    client.request_json("POST", f"{base}/versions", json={"name": "Kept"})
    client.request_json("POST", f"{base}/preview")
    assert client.post(f"{base}/inference-designs", json={}).status_code < 500
    copy = client.request_json("POST", "/api/designs", json={"copy_of": design})
    assert copy["trusted"] is False
    run = client.run(design)
    ran = {step["node"]: step["state"] for step in run["steps"] if not step["node"].startswith("words_")}
    assert {name for name, state in ran.items() if state == "succeeded"} <= {"data", "query"}
    assert client.get(f"/runs/{run['id']}/report").status_code == 200
    assert alarm.is_silent()


def test_a_foreign_design_is_shared_and_none_of_its_code_runs(
    client: Client, server: Server, alarm: ExecutionAlarm
) -> None:
    design = client.request_json("POST", "/api/designs", json={"document": _make_hostile_document(alarm)})["id"]
    link = create_share(client, design, scope="fork", shows="rows", scripts=True, preview=True)
    with httpx.Client(base_url=server.url, headers=API_HEADERS, timeout=60) as stranger:
        assert stranger.get(f"/s/{link['id']}").is_success
        assert stranger.get(f"/s/{link['id']}/picture.png").is_success
        open_share(stranger, link).raise_for_status()
        assert stranger.get(f"/api/shared/{link['id']}").is_success
        copied = stranger.get(f"/api/shared/{link['id']}/download").json()
    assert (
        client.request_json("POST", "/api/designs", json={"document": json.loads(json.dumps(copied))})["trusted"]
        is False
    )
    assert alarm.is_silent()
