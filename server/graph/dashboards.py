"""Dashboards: pages of a design, composed of results, figures, words, filters and inputs on a grid."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

#: The columns of the grid that tiles stand on.
GRID_COLUMNS: Final = 12
MAX_DASHBOARDS = 50
MAX_TILES = 100

TileKind = Literal["result", "number", "text", "filter", "input"]


class DashboardTile(BaseModel):
    """One part of a dashboard, at a place of the grid.

    A result shows what leaves a port of a node, by one of its tabs; a number shows one figure of its table. A filter
    chooses values of a column for all tiles whose table has it, and an input is a parameter of a node.
    """

    model_config = ConfigDict(extra="allow")

    kind: TileKind
    x: int = 0
    y: int = 0
    width: int = 6
    height: int = 6
    title: str | None = None
    node: str | None = None
    port: str | None = None
    #: Of a result the tab, of a number what is computed.
    show: str | None = None
    column: str | None = None
    parameter: str | None = None
    #: Markdown.
    text: str = ""


class Dashboard(BaseModel):
    """A page of tiles. It changes nothing of what runs."""

    model_config = ConfigDict(extra="allow")

    title: str
    #: What is broken is kept as it is and shown as if it were not there.
    tiles: dict[str, Annotated[DashboardTile | JsonValue, Field(union_mode="left_to_right")]] = Field(
        default={}, max_length=MAX_TILES
    )


def list_tiles(dashboard: Dashboard) -> dict[str, DashboardTile]:
    """The tiles that can be shown."""
    return {name: tile for name, tile in dashboard.tiles.items() if isinstance(tile, DashboardTile)}


def dump_known_dashboard(dashboard: Dashboard) -> dict[str, object]:
    """Only the fields that this version knows, for people who came by a link."""
    tiles = {
        name: tile.model_dump(mode="json", include=set(DashboardTile.model_fields))
        for name, tile in list_tiles(dashboard).items()
    }
    return {"title": dashboard.title, "tiles": tiles}
