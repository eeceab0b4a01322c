/** What the descriptions of charts are given, panel by panel. `server/report/data_charts.py` gives the same. */

import type { ChartView } from "../../../api/artifactViews";
import bars from "../../../ui/charts/descriptions/data_bars.json";
import boxes from "../../../ui/charts/descriptions/data_boxes.json";
import heatMap from "../../../ui/charts/descriptions/data_heat_map.json";
import histogram from "../../../ui/charts/descriptions/data_histogram.json";
import lines from "../../../ui/charts/descriptions/data_lines.json";
import map from "../../../ui/charts/descriptions/data_map.json";
import pie from "../../../ui/charts/descriptions/data_pie.json";
import points from "../../../ui/charts/descriptions/data_points.json";
import { getSeriesColor } from "../../../ui/charts/seriesColors";

export const CHART_DESCRIPTIONS = { bars, lines, points, boxes, histogram, heat_map: heatMap, map, pie };

export interface ChartPicture {
  name: string;
  data: object;
}

/** The data of each panel; of several, each is titled by its own name. */
export const listChartPictures = ({ panels, title, outlines, proportion, hole, ...axes }: ChartView): ChartPicture[] =>
  panels.map(({ name, series }) => ({
    name,
    data: {
      ...{ across: axes.across, upright: axes.upright, outlines: outlines ?? [], proportion: proportion ?? null },
      hole: hole ?? 0,
      ...{ series, title: name || title, caption: "" },
    },
  }));

export interface LegendEntry {
  name: string;
  hue: number;
  color: string;
}

/** The series with their colors, where there are several; what is gray comes last. Slices of a pie have names beside them. */
export function listLegend({ chart, panels }: ChartView): LegendEntry[] {
  const hues = new Map(panels.flatMap(({ series }) => series.map(({ name, hue }) => [name, hue] as const)));
  if (hues.size < 2 || chart === "pie") return [];
  const entries = [...hues].map(([name, hue]) => ({ name, hue, color: getSeriesColor(hue) }));
  return entries.sort((one, other) => Number(one.hue < 0) - Number(other.hue < 0) || one.hue - other.hue);
}
