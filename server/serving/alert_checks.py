"""What an alert looks at: drift, errors, latency, a live metric, or that nobody asks."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlmodel import Session

from modules.kit.metrics import find_metric
from server.serving.drift import ColumnDrift, ColumnReference, compare_column
from server.serving.live_metrics import measure_predictions, read_score_facts
from server.serving.request_metrics import find_percentile, list_minutes, sum_columns, sum_latencies
from server.storage.orm.alert_tables import EndpointAlertRow
from server.storage.orm.core_tables import now
from server.storage.orm.endpoint_tables import DeploymentRow, EndpointMinuteRow, EndpointRow
from server.storage.stores import endpoint_store, prediction_store

AlertKind = Literal["drift", "errors", "latency", "metric", "silence"]


@dataclass(frozen=True)
class AlertFinding:
    """What was found: a value, whether it is over the limit (None where it is not known), and a sentence."""

    value: float | None
    is_breached: bool | None
    words: str


@dataclass(frozen=True)
class WatchedEndpoint:
    """An endpoint with what its alerts look at."""

    row: EndpointRow
    main: DeploymentRow
    #: The requests of the period of the alert, without those of shadows.
    minutes: list[EndpointMinuteRow]


def check_alert(session: Session, endpoint: EndpointRow, alert: EndpointAlertRow) -> AlertFinding:
    """Look at what the alert is about. An endpoint that is paused, or has no version that answers, is not judged."""
    deployments = endpoint_store.list_deployments(session, [endpoint.id])[endpoint.id]
    main = max((row for row in deployments if row.share), key=lambda row: row.share, default=None)
    if endpoint.paused_at is not None or main is None:
        return AlertFinding(None, None, "The endpoint does not answer at the moment.")
    shadows = {row.number for row in deployments if row.shadow and not row.share}
    minutes = [one for one in list_minutes(session, endpoint.id, alert.minutes / 60) if one.deployment not in shadows]
    watched = WatchedEndpoint(endpoint, main, minutes)
    if alert.kind == "metric":
        return _check_metric(session, watched, alert)
    checks = {"drift": _check_drift, "errors": _check_errors, "latency": _check_latency, "silence": _check_silence}
    return checks[alert.kind](watched, alert)


def _check_drift(watched: WatchedEndpoint, alert: EndpointAlertRow) -> AlertFinding:
    counted = sum_columns(one for one in watched.minutes if one.deployment == watched.main.number)
    names = [alert.subject] if alert.subject else list(watched.main.reference)
    known = [
        compare_column(name, ColumnReference.model_validate(watched.main.reference[name]), counted.get(name, {}))
        for name in names
        if name in watched.main.reference
    ]
    measured = [one for one in known if one.psi is not None and one.values >= alert.min_count]
    if not measured:
        return AlertFinding(None, None, "There are too few requests to judge drift.")
    worst = max(measured, key=lambda one: (one.psi or 0) - _get_limit(one, alert))
    psi, limit = worst.psi or 0.0, _get_limit(worst, alert)
    if psi > limit:
        return AlertFinding(
            psi, True, f"{worst.name} no longer looks as it did in training: PSI {psi:.2f}, over {limit:.2f}."
        )
    return AlertFinding(psi, False, f"{worst.name} looks as it did in training: PSI {psi:.2f}, up to {limit:.2f}.")


def _get_limit(column: ColumnDrift, alert: EndpointAlertRow) -> float:
    return alert.threshold if alert.threshold is not None else column.limit or 0.0


def _check_errors(watched: WatchedEndpoint, alert: EndpointAlertRow) -> AlertFinding:
    requests = sum(one.requests for one in watched.minutes)
    if requests == 0 or requests < alert.min_count:
        return _say_too_few(requests)
    share = sum(one.failed + one.refused for one in watched.minutes) / requests
    limit = alert.threshold or 0.0
    sides = f"{share * 100:.1f} % of {requests:,} requests failed or were refused"
    return AlertFinding(share, share > limit, f"{sides}{_say_limit(share > limit, f'{limit * 100:.1f} %')}")


def _check_latency(watched: WatchedEndpoint, alert: EndpointAlertRow) -> AlertFinding:
    requests = sum(one.requests for one in watched.minutes)
    seconds = find_percentile(sum_latencies(watched.minutes), 0.95)
    if seconds is None or requests < alert.min_count:
        return _say_too_few(requests)
    limit = alert.threshold or 0.0
    words = f"19 of 20 answers took up to {seconds * 1000:.0f} ms"
    return AlertFinding(seconds, seconds > limit, f"{words}{_say_limit(seconds > limit, f'{limit * 1000:.0f} ms')}")


def _check_silence(watched: WatchedEndpoint, alert: EndpointAlertRow) -> AlertFinding:
    requests = sum(one.requests for one in watched.minutes)
    since = now() - timedelta(minutes=alert.minutes)
    if requests:
        return AlertFinding(requests, False, f"{requests:,} requests came in {_say_period(alert.minutes)}.")
    if max(watched.main.created_at, alert.created_at) > since:
        return AlertFinding(None, None, f"It has not been watched for {_say_period(alert.minutes)} yet.")
    return AlertFinding(0.0, True, f"No request came in {_say_period(alert.minutes)}.")


def _check_metric(session: Session, watched: WatchedEndpoint, alert: EndpointAlertRow) -> AlertFinding:
    facts = read_score_facts(watched.main.scores)
    since = now() - timedelta(minutes=alert.minutes)
    found = prediction_store.list_labeled(session, watched.row.id, since)
    rows = [row for row in found if row.deployment == watched.main.number]
    value = measure_predictions(facts, rows).get(alert.subject) if facts is not None else None
    if value is None or len(rows) < alert.min_count:
        return AlertFinding(None, None, f"There are too few labels: {len(rows):,} of {alert.min_count:,}.")
    metric = find_metric(alert.subject)
    limit = alert.threshold or 0.0
    is_higher_better = metric.better == "higher"
    is_breached = value < limit if is_higher_better else value > limit
    over = "below" if is_higher_better else "over"
    side = over if is_breached else "within the limit of"
    return AlertFinding(
        value, is_breached, f"{metric.title} is {value:.4g} by {len(rows):,} labels, {side} {limit:.4g}."
    )


def _say_limit(is_breached: bool, limit: str) -> str:
    return f", over {limit}." if is_breached else f". The limit is {limit}."


def _say_too_few(requests: int) -> AlertFinding:
    return AlertFinding(None, None, f"There are too few requests: {requests:,}.")


def _say_period(minutes: int) -> str:
    if minutes % 1440 == 0:
        return f"{minutes // 1440} days" if minutes > 1440 else "a day"
    if minutes % 60 == 0:
        return f"{minutes // 60} hours" if minutes > 60 else "an hour"
    return f"{minutes} minutes"
