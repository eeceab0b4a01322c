/** Two columns against one another, coloured and sized by others; a box drawn over it chooses rows. */

import { Select } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Scatter } from "../../api/types";
import type { ColumnProfile } from "../../api/views";
import { Segments } from "../../components/Segments";
import { explore as say } from "../../messages/looking";
import { Plot } from "../charts/Plot";
import { type Domain, extent } from "../charts/scale";
import { count, isNumeric, short } from "../format";
import { Brush } from "./Brush";
import { ChosenBar } from "./ChosenBar";
import { type Box, rangeCondition } from "./choice";
import { type Colors, colorsOf } from "./colors";
import type { Pair, Shown } from "./Explore";
import { useKept } from "./kept";
import { useScatter } from "./reading";
import { Density, Points } from "./ScatterMarks";

const isAxis = ({ type }: ColumnProfile): boolean => isNumeric(type) || type === "datetime" || type === "boolean";
const STEPS = 40;

type Props = Shown & { pair: Pair | null; onPair: (pair: Pair) => void };

export function ScatterExplorer({ place, view, look, selection, pair, onPair }: Props) {
  const axes = view.columns.filter(isAxis).map(({ name }) => name);
  const { x, y } = pair ?? { x: axes[0] ?? "", y: axes[1] ?? axes[0] ?? "" };
  const [color, setColor] = useKept(place.artifact, "color", labelOf(view.columns));
  const [size, setSize] = useKept<string | null>(place.artifact, "size", null);
  const { data, error } = useScatter(place.artifact, selection, { x, y, color, size }, axes.length > 0);
  if (axes.length === 0) return <p className="results-message">{say.correlationNone}</p>;
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
      placeholder={optional ? say.none : ""}
      data={names}
      value={value}
      onChange={set}
    />
  );
  return (
    <div className="explore-row">
      <div className="explore-fields">
        {field(say.x, x, axes, (to) => to && onPair({ x: to, y }))}
        {field(say.y, y, axes, (to) => to && onPair({ x, y: to }))}
        {field(
          say.color,
          color,
          view.columns.map(({ name }) => name),
          setColor,
          true,
        )}
        {field(
          say.size,
          size,
          view.columns.filter(({ type }) => isNumeric(type)).map(({ name }) => name),
          setSize,
          true,
        )}
      </div>
      <div className="explore-chart">
        {error && <p className="results-message">{error.message}</p>}
        {!error && !data && <p className="results-message">{say.counting}</p>}
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

const labelOf = (columns: ColumnProfile[]): string | null => columns.find(({ role }) => role === "label")?.name ?? null;

interface ChartProps {
  shown: Shown;
  pair: Pair;
  data: Scatter;
  color: string | null;
}

function ScatterChart({ shown, pair, data, color }: ChartProps) {
  const [box, setBox] = useState<Box | null>(null);
  const [mode, setMode] = useState<"sample" | "density">("sample");
  const { xDomain, yDomain } = useMemo(() => domainsOf(data), [data]);
  const typeOf = (name: string) => shown.view.columns.find((column) => column.name === name)?.type ?? "real";
  const colors = useMemo(() => colorsOf(data.color), [data.color]);
  const density = mode === "density" && data.cells !== null;
  const conditions = box?.y
    ? [rangeCondition(pair.x, typeOf(pair.x), box.x, xDomain), rangeCondition(pair.y, typeOf(pair.y), box.y, yDomain)]
    : [];
  return (
    <>
      <Plot
        title={say.scatterTitle(pair.y, pair.x)}
        caption={captionOf(data, density)}
        label={say.scatterLabel(pair.y, pair.x, count(data.rows))}
        xLabel={pair.x}
        xDomain={xDomain}
        yDomain={yDomain}
        xTick={tickOf(typeOf(pair.x))}
        yTick={tickOf(typeOf(pair.y))}
        height={330}
        aside={data.cells && <ModeSwitch mode={mode} onChange={setMode} />}
        table={() => tableOf(data, pair, color)}
        over={(scales) => <Brush scales={scales} x={xDomain} y={yDomain} box={box} steps={STEPS} onChange={setBox} />}
      >
        {(scales) =>
          density && data.cells ? (
            <Density cells={data.cells} scales={scales} />
          ) : (
            <Points data={data} colors={colors} scales={scales} />
          )
        }
      </Plot>
      {color && !density && <ColorKey name={color} colors={colors} />}
      <ChosenBar place={shown.place} look={shown.look} conditions={conditions} onClear={() => setBox(null)} />
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
    <Segments
      size="xs"
      aria-label={say.mode}
      value={mode}
      onChange={onChange}
      data={[
        { value: "sample", label: say.sample },
        { value: "density", label: say.density },
      ]}
    />
  );
}

function domainsOf(data: Scatter): { xDomain: Domain; yDomain: Domain } {
  const ends = (edges: number[] | undefined, values: number[]): Domain =>
    edges ? [edges[0]!, edges.at(-1)!] : extent(values, 0.03);
  const wide = ([low, high]: Domain): Domain => (low === high ? [low - 0.5, high + 0.5] : [low, high]);
  return { xDomain: wide(ends(data.cells?.x_edges, data.x)), yDomain: wide(ends(data.cells?.y_edges, data.y)) };
}

function captionOf(data: Scatter, density: boolean): string {
  const drawable = data.rows - data.without;
  const drawn = density
    ? say.rowsCounted(count(drawable))
    : data.cells
      ? say.rowsDrawn(count(data.x.length), count(drawable))
      : say.rowsAll(count(drawable));
  return data.without > 0 ? `${drawn}, ${say.without(count(data.without))}` : drawn;
}

const tickOf = (type: string) =>
  type === "datetime" ? (value: number) => new Date(value).toISOString().slice(0, 10) : short;

function tableOf(data: Scatter, pair: Pair, color: string | null) {
  const colors = data.color;
  return {
    columns: [pair.x, pair.y, ...(color && colors ? [color] : [])],
    rows: data.x.map((x, at) => [x, data.y[at]!, ...(color && colors ? [colors[at] ?? null] : [])]),
  };
}

/** Which colour is which value, beside the chart. */
function ColorKey({ name, colors }: { name: string; colors: Colors }) {
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
