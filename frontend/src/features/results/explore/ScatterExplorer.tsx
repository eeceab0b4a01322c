/** Two columns against one another, colored and sized by others; a box drawn over it chooses rows. */

import { Select } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Scatter } from "../../../api/apiTypes";
import type { ColumnProfile } from "../../../api/artifactViews";
import { formatCount, formatShort, isNumeric } from "../../../lib/format";
import { exploreTexts as texts } from "../../../messages/chartTexts";
import { computeExtent, type Domain } from "../../../ui/charts/chartScale";
import { Plot } from "../../../ui/charts/Plot";
import { SegmentedSwitch } from "../../../ui/Segments";
import { Brush } from "./Brush";
import { type BrushBox, buildRangeCondition } from "./brushSelection";
import { SelectionBar } from "./ChosenBar";
import type { ColumnPair, ExploredTable } from "./Explore";
import { useScatter } from "./exploreQueries";
import { useExploreState } from "./exploreState";
import { ScatterDensity, ScatterDots } from "./ScatterMarks";
import { choosePointColors, type PointColors } from "./scatterColors";

const isAxis = ({ type }: ColumnProfile): boolean => isNumeric(type) || type === "datetime" || type === "boolean";
const STEPS = 40;

type Props = ExploredTable & { pair: ColumnPair | null; onPair: (pair: ColumnPair) => void };

export function ScatterExplorer({ place, view, look, selection, pair, onPair }: Props) {
  const axes = view.columns.filter(isAxis).map(({ name }) => name);
  const { x, y } = pair ?? { x: axes[0] ?? "", y: axes[1] ?? axes[0] ?? "" };
  const [color, setColor] = useExploreState(place.artifact, "color", findLabelColumn(view.columns));
  const [size, setSize] = useExploreState<string | null>(place.artifact, "size", null);
  const { data, error } = useScatter(place.artifact, selection, { x, y, color, size }, axes.length > 0);
  if (axes.length === 0) return <p className="results-message">{texts.correlationNone}</p>;
  const field = (
    label: string,
    value: string | null,
    names: string[],
    set: (to: string | null) => void,
    optional = false,
  ) => (
    <Select
      size="xs"
      searchable
      limit={200}
      clearable={optional}
      allowDeselect={optional}
      label={label}
      placeholder={optional ? texts.none : ""}
      data={names}
      value={value}
      onChange={set}
    />
  );
  return (
    <div className="explore-row">
      <div className="explore-fields">
        {field(texts.x, x, axes, (to) => to && onPair({ x: to, y }))}
        {field(texts.y, y, axes, (to) => to && onPair({ x, y: to }))}
        {field(
          texts.color,
          color,
          view.columns.map(({ name }) => name),
          setColor,
          true,
        )}
        {field(
          texts.size,
          size,
          view.columns.filter(({ type }) => isNumeric(type)).map(({ name }) => name),
          setSize,
          true,
        )}
      </div>
      <div className="explore-chart">
        {error && <p className="results-message">{error.message}</p>}
        {!error && !data && <p className="results-message">{texts.counting}</p>}
        {!error && data && (
          <ScatterChart
            key={`${x} ${y}`}
            shown={{ place, view, look, selection }}
            pair={{ x, y }}
            data={data}
            color={color}
          />
        )}
      </div>
    </div>
  );
}

const findLabelColumn = (columns: ColumnProfile[]): string | null =>
  columns.find(({ role }) => role === "label")?.name ?? null;

interface ScatterChartProps {
  shown: ExploredTable;
  pair: ColumnPair;
  data: Scatter;
  color: string | null;
}

function ScatterChart({ shown, pair, data, color }: ScatterChartProps) {
  const [box, setBox] = useState<BrushBox | null>(null);
  const [mode, setMode] = useState<"sample" | "density">("sample");
  const { xDomain, yDomain } = useMemo(() => computeDomains(data), [data]);
  const typeOf = (name: string) => shown.view.columns.find((column) => column.name === name)?.type ?? "real";
  const colors = useMemo(() => choosePointColors(data.color), [data.color]);
  const density = mode === "density" && data.cells !== null;
  const conditions = box?.y
    ? [
        buildRangeCondition(pair.x, typeOf(pair.x), box.x, xDomain),
        buildRangeCondition(pair.y, typeOf(pair.y), box.y, yDomain),
      ]
    : [];
  return (
    <>
      <Plot
        title={texts.scatterTitle(pair.y, pair.x)}
        caption={getScatterCaption(data, density)}
        label={texts.scatterLabel(pair.y, pair.x, formatCount(data.rows))}
        xLabel={pair.x}
        xDomain={xDomain}
        yDomain={yDomain}
        xTick={chooseTickFormat(typeOf(pair.x))}
        yTick={chooseTickFormat(typeOf(pair.y))}
        height={330}
        aside={data.cells && <ModeSwitch mode={mode} onChange={setMode} />}
        table={() => buildScatterTable(data, pair, color)}
        over={(scales) => <Brush scales={scales} x={xDomain} y={yDomain} box={box} steps={STEPS} onChange={setBox} />}
      >
        {(scales) =>
          density && data.cells ? (
            <ScatterDensity cells={data.cells} scales={scales} />
          ) : (
            <ScatterDots data={data} colors={colors} scales={scales} />
          )
        }
      </Plot>
      {color && !density && <ColorKey name={color} colors={colors} />}
      <SelectionBar place={shown.place} look={shown.look} conditions={conditions} onClear={() => setBox(null)} />
    </>
  );
}

function ModeSwitch({
  mode,
  onChange,
}: {
  mode: "sample" | "density";
  onChange: (mode: "sample" | "density") => void;
}) {
  return (
    <SegmentedSwitch
      size="xs"
      aria-label={texts.mode}
      value={mode}
      onChange={onChange}
      data={[
        { value: "sample", label: texts.sample },
        { value: "density", label: texts.density },
      ]}
    />
  );
}

function computeDomains(data: Scatter): { xDomain: Domain; yDomain: Domain } {
  const ends = (edges: number[] | undefined, values: number[]): Domain =>
    edges ? [edges[0]!, edges.at(-1)!] : computeExtent(values, 0.03);
  const wide = ([low, high]: Domain): Domain => (low === high ? [low - 0.5, high + 0.5] : [low, high]);
  return { xDomain: wide(ends(data.cells?.x_edges, data.x)), yDomain: wide(ends(data.cells?.y_edges, data.y)) };
}

function getScatterCaption(data: Scatter, density: boolean): string {
  const drawable = data.rows - data.without;
  const drawnText = density
    ? texts.rowsCounted(formatCount(drawable))
    : data.cells
      ? texts.rowsDrawn(formatCount(data.x.length), formatCount(drawable))
      : texts.rowsAll(formatCount(drawable));
  return data.without > 0 ? `${drawnText}, ${texts.without(formatCount(data.without))}` : drawnText;
}

const chooseTickFormat = (type: string) =>
  type === "datetime" ? (value: number) => new Date(value).toISOString().slice(0, 10) : formatShort;

function buildScatterTable(data: Scatter, pair: ColumnPair, color: string | null) {
  const colors = data.color;
  return {
    columns: [pair.x, pair.y, ...(color && colors ? [color] : [])],
    rows: data.x.map((x, at) => [x, data.y[at]!, ...(color && colors ? [colors[at] ?? null] : [])]),
  };
}

/** Which color is which value, beside the chart. */
function ColorKey({ name, colors }: { name: string; colors: PointColors }) {
  return (
    <p className="color-key">
      <b>{name}</b>
      {colors.key.map(({ word, color }) => (
        <span key={word}>
          <svg width={11} height={11} aria-hidden="true">
            <circle cx={5.5} cy={5.5} r={4.5} fill={color} />
          </svg>
          {word}
        </span>
      ))}
    </p>
  );
}
