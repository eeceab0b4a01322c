"""What the evaluation of a clustering says, for a reader: the finding in a sentence."""

from modules.kit.views.cluster_view import ClusteringDetails
from server.formatting import format_fixed, format_number
from server.report.judged_models import JudgedModel

#: From so much mean silhouette on, clusters are called so (Kaufman and Rousseeuw, Finding Groups in Data, page 88).
SEPARATION_WORDS = ((0.7, "clearly"), (0.5, "reasonably"), (0.25, "weakly"), (-1.0, "hardly"))
#: Mean silhouettes closer than this are called alike.
TIE_MARGIN = 0.02


def describe_clustering(
    first: JudgedModel[ClusteringDetails], second: JudgedModel[ClusteringDetails] | None
) -> tuple[str, str]:
    """The finding about one clustering, or which of two keeps its clusters further apart."""
    own = first.metrics.get("Silhouette")
    other = second.metrics.get("Silhouette") if second else None
    count, rows = len(first.details.clusters), format_number(first.details.rows)
    sizes = f"{format_number(count)} {'cluster' if count == 1 else 'clusters'} of {rows} rows."
    if second is not None and own is not None and other is not None:
        better, worse = (first, second) if own >= other else (second, first)
        headline = (
            f"{first.name} and {second.name} keep their clusters about equally far apart"
            if abs(own - other) <= TIE_MARGIN
            else f"{better.name} keeps its clusters further apart than {worse.name}"
        )
        return (
            headline,
            f"Mean silhouette {format_fixed(max(own, other), 3)} against {format_fixed(min(own, other), 3)}.",
        )
    if own is None:
        return f"{first.name} made {format_number(count)} {'cluster' if count == 1 else 'clusters'}", sizes
    how = next(word for least, word in SEPARATION_WORDS if own >= least)
    return f"{first.name} keeps its clusters {how} apart", f"Mean silhouette {format_fixed(own, 3)}. {sizes}"
