"""The model card: a version of a model as Markdown, for those who decide whether to use it."""

from collections.abc import Iterator, Sequence

from modules.kit.views.model_view import PartialDependence
from modules.kit.views.view_model import CellValue
from server.api.models.model_schemas import ModelVersionRead
from server.registry.metric_intervals import VersionInterval
from server.registry.model_signature import ModelSignature, SignatureColumn

#: Under so many rows the card says that there were few.
FEW_ROWS = 1_000
#: The name of the compared metric, and its interval where it has one.
MeasuredInterval = tuple[str | None, VersionInterval | None]
KIND_TITLES = {"trained_model": "Trained model", "transformation": "Transformation"}


def write_model_card(version: ModelVersionRead, effects: Sequence[PartialDependence], sure: MeasuredInterval) -> str:
    """The card of a version. It says only what is known: a section without content is left out.

    `effects` are what the model predicts on average as one column changes, `sure` its compared metric and its interval.
    """
    sections = (
        _write_summary(version),
        _write_metrics(version),
        _write_effects(effects),
        _write_limits(version, sure),
        _write_signature(version.signature),
        _write_origin(version),
    )
    return "\n\n".join("\n".join(lines) for section in sections if (lines := list(section))) + "\n"


def _write_summary(version: ModelVersionRead) -> Iterator[str]:
    yield f"# {version.name}, version {version.version}"
    yield ""
    described = [version.learner or KIND_TITLES[version.kind]]
    described += [f"predicts {version.signature.label.name}"] if version.signature.label else []
    yield f"{', '.join(described)}. Registered by {version.created_by} on {version.created_at:%d %B %Y}."
    if version.aliases:
        yield f"Aliases: {', '.join(version.aliases)}."
    if version.tags:
        yield f"Tags: {', '.join(version.tags)}."
    if version.note:
        yield ""
        yield version.note


def _write_metrics(version: ModelVersionRead) -> Iterator[str]:
    if version.metrics:
        yield "## Metrics"
        yield ""
        yield from _write_table(
            ("Metric", "Value"), [(name, f"{value:.6g}") for name, value in version.metrics.items()]
        )


def _write_effects(effects: Sequence[PartialDependence]) -> Iterator[str]:
    cells = [
        (one.feature + (f", {series.name}" if series.name else ""), *_describe_effect(one, series.values))
        for one in effects
        for series in one.series
        if one.grid and series.values
    ]
    if cells:
        yield "## Effects"
        yield ""
        yield "What it predicts on average when one column takes its values one after the other."
        yield ""
        yield from _write_table(("Column", "Lowest", "At", "Highest", "At"), cells)


def _describe_effect(effect: PartialDependence, values: Sequence[float]) -> Iterator[str]:
    """The lowest and the highest prediction, each with the value that it is for."""
    for value in (min(values), max(values)):
        yield f"{value:,.4g}"
        yield _format_value(effect.grid[values.index(value)])


def _write_limits(version: ModelVersionRead, sure: MeasuredInterval) -> Iterator[str]:
    yield "## Limits"
    yield ""
    metric, interval = sure
    if not version.metrics:
        yield "- It was not evaluated in the run that trained it, so nothing is said of its errors."
    if metric is not None and interval is not None:
        yield (
            f"- {metric} was between {interval.low:,.4g} and {interval.high:,.4g} in 95 % of resamples of the "
            f"{interval.rows:,} test rows. A difference from another version within that may be chance."
        )
    rows = version.signature.rows
    if rows is not None and rows < FEW_ROWS:
        yield f"- It learned from {rows:,} rows only."
    yield "- Beyond the values in training, which stand under Columns, its answers are guesses."
    whole = [column.name for column in version.signature.columns if not column.missing]
    if whole and len(whole) < len(version.signature.columns):
        yield f"- No training row lacked a value of {', '.join(whole)}."


def _write_signature(signature: ModelSignature) -> Iterator[str]:
    yield "## Columns"
    yield ""
    rows = f" Trained on {signature.rows:,} rows." if signature.rows is not None else ""
    yield f"{len(signature.columns)} columns go in.{rows}"
    yield ""
    cells = [(column.name, column.type, _describe_values(column)) for column in signature.columns]
    yield from _write_table(("Column", "Type", "Values in training"), cells)
    if signature.label is not None:
        yield ""
        classes = f": {', '.join(signature.classes)}" if signature.classes else ""
        yield f"Predicted: {signature.label.name} ({signature.label.type}){classes}."


def _write_origin(version: ModelVersionRead) -> Iterator[str]:
    yield "## Origin"
    yield ""
    yield f"- Design: {version.design_name}, run {version.run_number}"
    for source in version.sources:
        known = f"{source.name}, version {source.version}" if source.version else source.name or source.node
        yield f"- Data: {known} (SHA-256 {source.artifact[:12]})"
    yield f"- Model: SHA-256 {version.artifact}"
    if not version.trusted:
        yield "- Code of a user had a hand in this model. It is loaded inside the sandbox only."


def _describe_values(column: SignatureColumn) -> str:
    missing = ", some missing" if column.missing else ""
    if column.levels is not None:
        shown = ", ".join(column.levels[:8])
        return f"{shown}{f' and {len(column.levels) - 8} more' if len(column.levels) > 8 else ''}{missing}"
    if column.minimum is not None and column.maximum is not None:
        return f"{_format_value(column.minimum)} to {_format_value(column.maximum)}{missing}"
    return missing.removeprefix(", ")


def _format_value(value: CellValue) -> str:
    return f"{value:,.6g}" if isinstance(value, int | float) else str(value)


def _write_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(titles)} |"
    yield f"|{' --- |' * len(titles)}"
    for row in rows:
        yield f"| {' | '.join(_escape_cell(cell) for cell in row)} |"


def _escape_cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
