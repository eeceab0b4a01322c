"""Designs: written as functions, checked when they are built, stored as the JSON that the browser opens."""

from __future__ import annotations

import copy
import functools
import inspect
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from designery.builder import Builder, building
from designery.connection import Connection, get_connection, require_one, to_problem
from designery.design_history import StoredHistory
from designery.document_edits import build_edits
from designery.errors import DesignError, DesigneryError, NotFound, Problem
from designery.ports import Data, Placed, Port
from designery.records import to_image_address
from designery.values import mark_argument

if TYPE_CHECKING:
    from designery.pipelines import Pipeline
    from designery.runs import Run
    from designery.shares import Share
    from designery.sweeps import SweepPlan


class Design(StoredHistory):
    """A design: its document, and where it is stored, if it is."""

    def __init__(
        self,
        document: Mapping[str, Any],
        *,
        connection: Connection | None = None,
        id: str | None = None,  # noqa: A002  the word of the API
        function: DesignFunction | None = None,
        imported: bool = False,
    ) -> None:
        self.document: dict[str, Any] = dict(document)
        self.id = id
        self._connection = connection
        self._function = function
        #: It comes from a file: its code runs once somebody trusts the design.
        self._imported = imported
        #: What the server said of the document, and the document that it said it of.
        self._check: dict[str, Any] | None = None
        self._checked: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """The name of the design."""
        return str(self.document.get("name", "Untitled design"))

    @property
    def connection(self) -> Connection:
        """Where it is checked, stored and run."""
        if self._connection is None:
            self._connection = get_connection()
        return self._connection

    @property
    def url(self) -> str | None:
        """The address of its canvas; None where it is not stored, or the server is embedded."""
        address = self.connection.address
        return f"{address}/designs/{self.id}" if self.id and address.startswith("http") else None

    # What is known without a run

    def check(self) -> dict[str, Any]:
        """What the server says of the document, without storing or running anything."""
        resolved = resolve_data_names(self.document, self.connection)
        if self._check is None or self._checked != resolved:
            self._check = self.connection.post("designs", "check", body={"document": resolved})
            self._checked = copy.deepcopy(resolved)
            self.document = resolved
        return self._check

    def problems(self) -> list[Problem]:
        """Why it cannot run; empty where it can."""
        return [to_problem(one) for one in self.check()["problems"]]

    def advice(self) -> list[Problem]:
        """What would make it better, each with its reason and, where possible, a fix."""
        return [to_problem(one) for one in self.check()["advice"]]

    def require_valid(self) -> Design:
        """The design itself; raises DesignError with every problem."""
        problems = self.problems()
        if problems:
            raise DesignError(self.name, problems)
        return self

    def require_runnable(self) -> Design:
        """The design itself; raises DesignError where what is stored cannot run, as while nobody trusts its code."""
        problems = [
            to_problem(one) for one in self.connection.get("designs", self._require_id(), "analysis")["problems"]
        ]
        if problems:
            raise DesignError(self.name, problems)
        return self

    def columns(self, reference: str | Port) -> list[str] | None:
        """The names of the columns at `node.output`, or None where only a run can tell."""
        name = reference.reference if isinstance(reference, Port) else reference
        schemas = self.check()["schemas"]
        if name not in schemas:
            raise DesigneryError(f"There is no table at '{name}'. There are: {', '.join(schemas)}.")
        at = schemas[name]
        return None if at is None else [one["name"] for one in self.check()["tables"][at]["columns"]]

    # Storing

    def save(self) -> Design:
        """Store it: as a new design, or as one undoable change of the design of this name.

        Code in it is trusted where this program built the design. Where it came from a file, somebody has to look at
        it first: in the browser, or by `trust`.
        """
        self.document = resolve_data_names(self.document, self.connection)
        if self.id is None:
            self.id = self._find_stored()
        if self.id is None and self._imported:
            self.id = self.connection.post("designs", body={"document": self.document})["id"]
            return self
        if self.id is None:
            self.id = self.connection.post("designs", body={"name": self.name})["id"]
        stored = self.connection.get("designs", self.id)["document"]
        edits = build_edits(stored, self.check()["document"])
        if edits:
            body = {"client": "python", "id": uuid.uuid4().hex, "label": "Saved from Python", "edits": edits}
            self.connection.post("designs", self.id, "edits", body=body)
        return self

    def _find_stored(self) -> str | None:
        listed = self.connection.iterate_pages("designs", text=self.name)
        found = [one for one in listed if one["name"] == self.name]
        return None if not found else str(require_one(found, "design", self.name)["id"])

    def write(self, path: str | Path) -> Path:
        """Write it to a file that the browser, `designery run` and `dy.read_design` open."""
        target = Path(path)
        target.write_text(json.dumps(self.document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        return target

    def code(self) -> str:
        """The design as a Python file that builds it again."""
        from designery.code_writer import write_code

        return write_code(self.document)

    def trust(self) -> Design:
        """Let the code in it run, after it was read: `dy.Design.code` shows it."""
        seen = self.connection.get("designs", self._require_id(), "untrusted-code")
        self.connection.post("designs", self._require_id(), "trust", body={"seen": seen})
        return self

    def delete(self) -> None:
        """Delete the stored design."""
        self.connection.delete("designs", self._require_id())
        self.id = None

    # Running

    def run(
        self,
        *,
        to: Sequence[str] = (),
        target: str | None = None,
        wait: bool = True,
        progress: bool | None = None,
        **arguments: Any,
    ) -> Run:
        """Store it and run it. `arguments` are those of its function; `to` names the nodes to run, `target` where."""
        from designery.runs import Run
        from designery.targets import find_target_name

        chosen = self.with_arguments(**arguments) if arguments else self
        chosen.require_valid().save().require_runnable()
        body: dict[str, Any] = {"targets": list(to), "key": uuid.uuid4().hex}
        if target is not None:
            body["compute_target"] = find_target_name(target, self.connection)
        run = Run(self.connection, self.connection.post("designs", chosen._require_id(), "runs", body=body))
        return run.wait(progress=progress) if wait else run

    def with_arguments(self, **arguments: Any) -> Design:
        """The same design with other arguments of its function."""
        if self._function is None:
            raise DesigneryError(f"'{self.name}' was not built by a function, so it takes no arguments.")
        made = self._function.build(check=False, **arguments)
        made.id, made._connection = self.id, self._connection
        return made

    def sweep(self, settings: Mapping[str, Sequence[Any]] | None = None, /, **values: Sequence[Any]) -> SweepPlan:
        """Every combination of these values: of settings, as in `{"trees.number_of_trees": [10, 50]}`, where each is a
        node and its parameter, or of the function's arguments.
        """
        from designery.sweeps import SweepPlan

        return SweepPlan(self, settings or values, by_setting=settings is not None)

    def publish(self, name: str | None = None, *, note: str = "", default: bool = True) -> Pipeline:
        """Publish it as the next version of a pipeline; the arguments of its function are the pipeline's parameters."""
        from designery.pipelines import Pipeline

        self.require_valid().save()
        body = {"name": name or self.name, "note": note, "make_default": default}
        return Pipeline(self.connection, self.connection.post("designs", self._require_id(), "pipelines", body=body))

    def share(self, name: str | None = None, *, scope: str = "view", shows: str = "metrics", **settings: Any) -> Share:
        """A link that opens it without an account. `settings` are those of the dialog, as days and password."""
        from designery.shares import create_share

        key = self.id or self.save()._require_id()
        return create_share(self.connection, key, name or self.name, scope=scope, shows=shows, **settings)

    def watch(self) -> Any:
        """A picture in a notebook that follows the canvas: what is changed there changes this object, and is drawn."""
        from designery.live_picture import build_picture

        return build_picture(self if self.id else self.save())

    def canvas(self, height: int = 640) -> Any:
        """The canvas itself in a notebook: edits there change this object, and what Python saves is seen there."""
        from designery.canvas_widget import build_canvas

        return build_canvas(self if self.id else self.save(), height)

    def _require_id(self) -> str:
        if self.id is None:
            raise DesigneryError(f"'{self.name}' is not stored yet. Call save() first.")
        return self.id

    def __repr__(self) -> str:
        where = f" {self.id}" if self.id else ""
        return f"<Design{where} {self.name!r}, {len(self.document.get('nodes', {}))} modules>"

    def _repr_html_(self) -> str:
        """Its picture, as the canvas draws it, where it is stored."""
        name = escape(self.name)
        link = f"<p><a href='{escape(self.url)}'>{name}</a></p>" if self.url else f"<p>{name}</p>"
        if self.id is None:
            return link
        picture = to_image_address(self.connection.download("designs", self.id, "picture.svg"))
        return f"{link}<img alt='{name}' style='max-width: 100%' src='{picture}'>"


def resolve_data_names(document: Mapping[str, Any], connection: Connection) -> dict[str, Any]:
    """The document with the ids of datasets in place of their names."""
    nodes: dict[str, Any] = dict(document.get("nodes", {}))
    known: dict[str, str] = {}
    for name, node in nodes.items():
        wanted = node.get("parameters", {}).get("dataset") if node.get("module") == "dataset" else None
        if not isinstance(wanted, str):
            continue
        if wanted not in known:
            known[wanted] = find_dataset_id(wanted, connection)
        nodes[name] = {**node, "parameters": {**node["parameters"], "dataset": known[wanted]}}
    return {**document, "nodes": nodes}


def find_dataset_id(name: str, connection: Connection) -> str:
    """The id of a dataset by its name or id; what nothing is found for stays, and the check names it."""
    if name.startswith("sample:"):
        return name
    found = [one for one in connection.iterate_pages("datasets", text=name) if one["name"] == name]
    if found:
        return str(require_one(found, "dataset", name)["id"])
    return name


class DesignFunction:
    """A function that is a design: calling `build` gives the design, with the arguments as its parameters."""

    def __init__(self, function: Callable[..., Any], head: Mapping[str, Any]) -> None:
        functools.update_wrapper(self, function)
        self._function = function
        self._head = dict(head)

    def __call__(self, *values: Any, **arguments: Any) -> Any:
        """Run the function inside of another design: its modules become part of that."""
        return self._function(*values, **arguments)

    def build(self, *, check: bool = True, **arguments: Any) -> Design:
        """The design; raises DesignError with every problem, unless `check` is off."""
        design = Design(self.build_document(**arguments), function=self)
        return design.require_valid() if check else design

    def build_document(self, **arguments: Any) -> dict[str, Any]:
        """The document, without asking a server."""
        bound = inspect.signature(self._function).bind(**arguments)
        bound.apply_defaults()
        given = {name: self._mark(name, value) for name, value in bound.arguments.items()}
        with building() as builder:
            builder.outputs = _list_outputs(self._function(**given))
        head = {"name": self._function.__name__.replace("_", " ").capitalize(), **self._head}
        declared = head.pop("pipeline", None)
        document = builder.build_document(head)
        pipeline = _declare_arguments(builder, given, declared)
        return {**document, "pipeline": pipeline} if pipeline is not None else document

    def _mark(self, name: str, value: Any) -> Any:
        if isinstance(value, Data):
            marked = Data(value.name, value.version)
            marked.argument = name
            return marked
        return mark_argument(value, name)

    def run(self, **arguments: Any) -> Run:
        """Build, store and run it."""
        return self.build(**arguments).run()


def _list_outputs(returned: Any) -> list[str]:
    items = returned if isinstance(returned, tuple) else (returned,)
    ports = [port for item in items for port in (item if isinstance(item, Placed) else (item,))]
    return [port.reference for port in ports if isinstance(port, Port)]


def _declare_arguments(builder: Builder, given: Mapping[str, Any], declared: Any) -> Any:
    """What the document says of the pipeline: an argument that sets one field or source of data is a parameter."""
    if declared is not None and not isinstance(declared, Mapping):
        return declared
    result: dict[str, Any] = {key: dict(value) for key, value in (declared or {}).items()}
    for name in given:
        uses = builder.arguments.get(name, [])
        if len(uses) == 1:
            node, parameter = uses[0]
            result.setdefault("parameters", {}).setdefault(name, {"node": node, "parameter": parameter})
        if name in builder.data_arguments:
            result.setdefault("inputs", {}).setdefault(name, {"node": builder.data_arguments[name]})
    return result or (declared if declared is not None else None)


@overload
def design(function: Callable[..., Any], /) -> DesignFunction: ...


@overload
def design(
    *, name: str | None = None, description: str = "", **fields: Any
) -> Callable[[Callable[..., Any]], DesignFunction]: ...


def design(
    function: Callable[..., Any] | None = None, /, *, name: str | None = None, description: str = "", **fields: Any
) -> DesignFunction | Callable[[Callable[..., Any]], DesignFunction]:
    """Make a function a design. `fields` are further fields of the document, as `pipeline`."""
    head: dict[str, Any] = {} if name is None else {"name": name}
    head |= {"description": description} if description else {}
    head |= fields
    if function is not None:
        return DesignFunction(function, head)
    return functools.partial(DesignFunction, head=head)


def open_design(name: str) -> Design:
    """A stored design by its name or id."""
    connection = get_connection()
    found = [one for one in connection.iterate_pages("designs", text=name) if one["name"] == name]
    key = str(require_one(found, "design", name)["id"]) if found else name
    try:
        stored = connection.get("designs", key)
    except NotFound:
        raise NotFound(f"There is no design '{name}'.", 404) from None
    return Design(stored["document"], connection=connection, id=stored["id"])


def list_designs(text: str = "", limit: int | None = None) -> list[dict[str, Any]]:
    """The designs, the one edited last first."""
    return list(get_connection().iterate_pages("designs", text=text, limit=limit))


def read_design(path: str | Path) -> Design:
    """A design from a file. Nothing in it runs until it is trusted."""
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise DesigneryError(f"{path} is not a design. It holds no object.")
    return Design(content, imported=True)


def import_design(path: str | Path) -> Design:
    """A stored design of a file of another tool; its report is the note "import_report"."""
    connection, file = get_connection(), Path(path)
    made = connection.upload("design-imports", content=file.read_bytes(), file_name=file.name)
    return open_design(made["id"])


def open_sample(name: str) -> Design:
    """A new design from the gallery of samples."""
    connection = get_connection()
    stored = connection.post("designs", body={"sample": name})
    return Design(stored["document"], connection=connection, id=stored["id"])
