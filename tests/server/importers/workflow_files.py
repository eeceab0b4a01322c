"""Workflows of other tools as the tests write them: look-alikes of our own."""

import base64
import io
import pickle
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr


class RecentPath:
    """Stands for a class of the other tool, which is not installed where the file is read."""

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)


def write_orange(
    widgets: Sequence[tuple[str, str, Mapping[str, Any]]],
    links: Sequence[tuple[int, str, int, str]],
    title: str = "Flow",
) -> bytes:
    """An Orange workflow of widgets (class, title, settings) and links (widget, channel, widget, channel)."""
    nodes = "".join(
        f'<node id="{at}" qualified_name="Orange.widgets.x.{kind}" title={quoteattr(name)} '
        f'position="({at * 90}.0, 50.0)"/>'
        for at, (kind, name, _) in enumerate(widgets)
    )
    connections = "".join(
        f'<link source_node_id="{source}" source_channel_id="{output}" sink_node_id="{target}" '
        f'sink_channel_id="{taken}"/>'
        for source, output, target, taken in links
    )
    settings = "".join(
        f'<properties node_id="{at}" format="pickle">{base64.b64encode(pickle.dumps(dict(held))).decode()}</properties>'
        for at, (_, _, held) in enumerate(widgets)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><scheme version="2.0" title={quoteattr(title)}>'
        f"<nodes>{nodes}</nodes><links>{connections}</links><annotations>"
        '<text id="0" rect="(1.0, 2.0, 150.0, 60.0)">Look here</text></annotations>'
        f"<node_properties>{settings}</node_properties></scheme>"
    ).encode()


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """An archive of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


IRIS = {
    "recent_paths": [RecentPath(relpath="iris.tab")],
    "context_settings": [RecentPath(class_vars=[("iris", ["a", "b"])])],
}
#: A tutorial as Orange has them: two learners are tested on a file, and rows are looked at.
CROSS_VALIDATION = write_orange(
    [
        ("OWFile", "File", IRIS),
        ("OWTestAndScore", "Test & Score", {"n_folds": 1, "resampling": 0}),
        ("OWLogisticRegression", "Logistic", {}),
        ("OWRandomForest", "Forest", {"n_estimators": 25}),
        ("OWConfusionMatrix", "Confusion", {}),
        ("OWTable", "Table", {}),
        ("OWPaintData", "Paint", {"brush": 3}),
    ],
    [
        (0, "data", 1, "train_data"),
        (2, "learner", 1, "learner"),
        (3, "learner", 1, "learner"),
        (1, "evaluations_results", 4, "evaluation_results"),
        (4, "selected_data", 5, "data"),
        (0, "data", 6, "data"),
    ],
    "Cross validation",
)
