"""Writes what follows from code and samples, for documentation and browser app: python -m tests.generate_docs"""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from modules.kit.error_numbers import ERROR_KINDS
from modules.kit.metrics import HEADLINES, METRICS, SAME_AS, Metric
from server.api.core.guest_paths import to_guest_path
from server.api.core.permissions import Route
from server.api.core.route_discovery import list_routes
from server.graph.document import parse_design
from server.main import create_app
from server.settings import Settings
from tests.module_reference import render_modules_page

DOCS_FOLDER = Path(__file__).parent.parent / "docs"
OPENAPI_FILE = DOCS_FOLDER.parent / "frontend" / "openapi.json"
METRIC_TABLE_FILE = DOCS_FOLDER.parent / "frontend" / "src" / "lib" / "metricTable.json"
USUAL_NEIGHBORS_FILE = DOCS_FOLDER.parent / "frontend" / "src" / "graph" / "commonSuccessors.json"


def render_settings_page() -> str:
    """The page about settings."""
    rows = [
        f"| `DESIGNERY_{name.upper()}` | {_format_default(name, field)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    head = [
        "# Settings",
        "",
        "Settings are environment variables. The server does not start with an unknown variable that begins with",
        "`DESIGNERY_`, or with an invalid value, and the error names it. Sizes are in bytes, or have a unit:",
        "`512 MiB`, `2GB`. Times are in seconds, or have a unit: `10 min`, `1.5 h`.",
        "",
        "| variable | default | meaning |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


#: Defaults that differ from machine to machine.
MACHINE_DEFAULTS = {
    "home": "`~/.local/share/designery`",
    "slots": "the number of cores, or one per GiB of three quarters of the memory if that is less",
    "step_memory": "three quarters of the memory of the machine or its container, shared by all steps at once",
    "step_output": "a quarter of the free disk space, between 1 GiB and 20 GiB",
    "disk_reserve": "a twentieth of the disk, at most 1 GiB",
}


def _format_default(name: str, field: Any) -> str:
    if name in MACHINE_DEFAULTS:
        return MACHINE_DEFAULTS[name]
    return "empty" if field.default in ("", None) else f"`{field.default}`"


def render_errors_page() -> str:
    """The page about the numbers of errors."""
    lines = [
        "# Errors",
        "",
        "The errors that a step can fail with. Errors of Azure Machine Learning's designer keep their numbers.",
        "The message of an error names the port, column or parameter.",
        "",
    ]
    for number, kind in ERROR_KINDS.items():
        lines += [f"## {number:04}: {kind.title}", "", kind.meaning, "", f"What to do: {kind.advice}", ""]
    return "\n".join(lines).rstrip() + "\n"


METRICS_HEAD = """# Metrics

How each metric is called on the screen and in reports, what it means, and which way it gets better. The name in code
style is the one that `metrics.json`, `/api/metrics` and the tables of Cross Validate Model use. This page is generated
from `modules/kit/metrics.py`.

Of several models in one evaluation, the best is marked by the first of these that all of them have:
{headlines}.

| metric | name | meaning | |
|---|---|---|---|
"""
DIRECTION_WORDS = {"higher": "higher is better", "lower": "lower is better", None: ""}


def render_metrics_page() -> str:
    """The page about metrics."""
    headlines = ", ".join(METRICS[name].title for name in HEADLINES)
    rows = [
        f"| {metric.title} | `{metric.name}` | {metric.definition} | {DIRECTION_WORDS[metric.better]} |"
        for metric in METRICS.values()
    ]
    return METRICS_HEAD.format(headlines=headlines) + "\n".join(rows) + "\n"


def render_metric_table() -> str:
    """The table of metrics, as the browser app reads it."""
    metrics = ",\n".join(_render_metric(metric) for metric in METRICS.values())
    same = ",\n".join(f"    {json.dumps(other)}: {json.dumps(name)}" for other, name in SAME_AS.items())
    headlines = _format_list('  "headlines": ', list(HEADLINES))
    return f'{{\n  "metrics": [\n{metrics}\n  ],\n  "same_as": {{\n{same}\n  }},\n{headlines}\n}}\n'


def _render_metric(metric: Metric) -> str:
    fields = [
        f"      {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in vars(metric).items()
    ]
    return "    {\n" + ",\n".join(fields) + "\n    }"


PERMISSION_NOTES = {
    "anyone": "No session. The route checks by itself who may.",
    "page": "No session. These are the pages of the browser app, without data; on a team server, people sign in first.",
    "guest": "A guest session of the share link that the address names.",
    "person": "Anybody with an account, about what is their own.",
    "viewer": "Members of the workspace that the address names, else of the one they chose.",
    "runner": "Members who may run.",
    "editor": "Members who may edit.",
    "owner": "Owners of the workspace.",
    "server": "Owners of the server.",
}


GUEST_NOTE = (
    "The same routes as those of members, and they show what the link shows. The address of the link stands in\n"
    "the place of the design's. All other routes do not exist for guests; those under *guest* are theirs alone."
)


def _render_rows(routes: Iterable[tuple[str, Route]]) -> list[str]:
    rows = sorted((path, method) for path, route in routes for method in route.methods or ())
    return [f"| {method} | `{path}` |" for path, method in rows]


def render_permissions_page() -> str:
    """The page about what each route needs."""
    routes = list_routes(Settings(mode="team", oidc_issuer="https://id.invalid"))
    lines = [
        "# Permissions",
        "",
        "What each address needs. [Adding a route](extending/routes.md) tells how a route says so.",
        "This page is generated from the routes.",
        "",
    ]
    for permission, note in PERMISSION_NOTES.items():
        lines += [f"## {permission}", "", note, ""]
        if permission == "page":  # these are the pages of the browser app, and only its build knows them
            continue
        lines += ["| | address |", "|---|---|"]
        lines += [*_render_rows((route.path, route) for route in routes if route.needs == permission), ""]
    shared = [(to_guest_path(route.path), route) for route in routes if route.guests is not None]
    lines += ["## Guests of edit links", "", GUEST_NOTE, "", "| | address for guests |", "|---|---|"]
    lines += _render_rows((path, route) for path, route in shared if route.guests == "edit")
    return "\n".join(lines).rstrip() + "\n"


def render_openapi() -> str:
    """The OpenAPI description from which the types of the browser app are made."""
    described = create_app(Settings(mode="team")).openapi()
    described["info"]["version"] = "0"  # a release does not change the interface
    return json.dumps(described, indent=2) + "\n"


def render_usual_neighbors() -> str:
    """Which modules follow which in the samples, as the browser app reads it."""
    pairs: Counter[tuple[str, str]] = Counter()
    for file in sorted((DOCS_FOLDER.parent / "tests" / "designs").glob("*.json")):
        made = parse_design(json.loads(file.read_text()))
        pairs.update(
            (made.nodes[edge.source].module, node.module)
            for node in made.nodes.values()
            for edge in node.edges()
            if edge.source in made.nodes
        )
    followers: dict[str, list[str]] = {}
    for (source, target), _ in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        followers.setdefault(source, []).append(target)
    lines = [_format_list(f"  {json.dumps(source)}: ", targets) for source, targets in sorted(followers.items())]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _format_list(key: str, names: list[str]) -> str:
    """A list as the formatter of the browser app has it: on one line where it fits."""
    line = f"{key}{json.dumps(names)}"
    return line if len(line) < 120 else key + json.dumps(names, indent=2).replace("\n", "\n  ")


if __name__ == "__main__":
    USUAL_NEIGHBORS_FILE.write_text(render_usual_neighbors())
    METRIC_TABLE_FILE.write_text(render_metric_table())
    (DOCS_FOLDER / "metrics.md").write_text(render_metrics_page())
    (DOCS_FOLDER / "settings.md").write_text(render_settings_page())
    (DOCS_FOLDER / "modules.md").write_text(render_modules_page())
    (DOCS_FOLDER / "errors.md").write_text(render_errors_page())
    (DOCS_FOLDER / "permissions.md").write_text(render_permissions_page())
    OPENAPI_FILE.write_text(render_openapi())
