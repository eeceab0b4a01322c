/** Partial dependence: the mean prediction against each of the columns that matter most. */

import { useElementSize } from "@mantine/hooks";
import { useMemo } from "react";
import type { Effect, ModelView } from "../../api/views";
import { modelMessages } from "../../messages/models";
import { Curves, seriesColor } from "../charts/marks";
import { Plot } from "../charts/Plot";
import { type Domain, extent, linear, ticks } from "../charts/scale";
import { short } from "../format";
import "./effects.css";

const say = modelMessages.effects;

export default function Effects({ view }: { view: ModelView }) {
  const effects = view.dependence ?? [];
  const domain = useMemo<Domain>(() => wide(extent(valuesOf(effects), 0.06)), [effects]);
  const names = effects[0]?.series.map(({ name }) => seriesName(view, name)) ?? [];
  return (
    <article className="effects">
      <header>
        <h2>{say.title(view.label ?? "")}</h2>
        <p>{say.caption}</p>
        <p className="plot-caption effects-names">
          {names.map((name, at) => (
            <span key={name} style={{ color: seriesColor(at) }}>
              {name}
            </span>
          ))}
        </p>
      </header>
      <div className="effects-grid">
        {effects.map((effect) =>
          effect.numeric ? (
            <Curve key={effect.feature} effect={effect} domain={domain} />
          ) : (
            <Levels key={effect.feature} effect={effect} domain={domain} />
          ),
        )}
      </div>
    </article>
  );
}

const valuesOf = (effects: Effect[]): number[] =>
  effects.flatMap(({ series }) => series.flatMap(({ values }) => values));

const wide = ([low, high]: Domain): Domain => (low === high ? [low - 0.5, high + 0.5] : [low, high]);

function seriesName(view: ModelView, name: string | null): string {
  if (name === null) return say.prediction(view.label ?? "");
  return view.task === "quantile" ? say.quantile(name) : say.probability(name);
}

interface Props {
  effect: Effect;
  domain: Domain;
}

const label = ({ feature }: Effect, [low, high]: Domain): string => say.label(feature, short(low), short(high));

function Curve({ effect, domain }: Props) {
  const grid = effect.grid as number[];
  const series = effect.series.map(({ values }) => ({
    name: "",
    note: "",
    points: grid.map<[number, number]>((value, place) => [value, values[place]!]),
  }));
  return (
    <Plot
      title={effect.feature}
      caption=""
      label={label(effect, domain)}
      xLabel=""
      xDomain={wide(extent(grid))}
      yDomain={domain}
      height={220}
    >
      {(scales) => (
        <>
          <Curves series={series} scales={scales} />
          {/* Where the training rows are: a tick at each of their percentiles. */}
          {grid.map((value) => (
            <path key={value} d={`M${scales.x(value)} ${scales.box.bottom}v-5`} className="effects-tick" />
          ))}
        </>
      )}
    </Plot>
  );
}

const ROW = 19;
const NAME = 108;

/** A row for each level, with a dot for each series. */
function Levels({ effect, domain }: Props) {
  const { ref, width } = useElementSize();
  const x = linear(domain, [NAME + 10, Math.max(NAME + 60, width - 16)]);
  const height = effect.grid.length * ROW + 26;
  return (
    <section className="plot">
      <header className="plot-head">
        <h3>{effect.feature}</h3>
      </header>
      <div ref={ref} className="plot-body">
        {width > 80 && (
          <svg width={width} height={height} role="img" aria-label={label(effect, domain)}>
            <g className="plot-axes">
              {ticks(domain, 4).map((tick) => (
                <g key={tick}>
                  <path d={`M${x(tick)} 0V${height - 20}`} className="plot-grid" />
                  <text x={x(tick)} y={height - 6} textAnchor="middle">
                    {short(tick)}
                  </text>
                </g>
              ))}
              {effect.grid.map((level, row) => (
                <text key={String(level)} x={NAME} y={row * ROW + 14} textAnchor="end">
                  {shortened(String(level))}
                  <title>{String(level)}</title>
                </text>
              ))}
            </g>
            {effect.series.map(({ name, values }, at) =>
              values.map((value, row) => (
                <circle
                  key={`${name} ${effect.grid[row]}`}
                  cx={x(value)}
                  cy={row * ROW + 10}
                  r={4.5}
                  fill={seriesColor(at)}
                >
                  <title>{`${effect.grid[row]}: ${short(value)}`}</title>
                </circle>
              )),
            )}
          </svg>
        )}
      </div>
    </section>
  );
}

const shortened = (text: string): string => (text.length > 16 ? `${text.slice(0, 15)}…` : text);
