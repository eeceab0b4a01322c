/** Partial dependence: the mean prediction against each of the columns that matter most. */

import { useElementSize } from "@mantine/hooks";
import { useMemo } from "react";
import type { ModelView, PartialDependence } from "../../../api/artifactViews";
import { formatShort } from "../../../lib/format";
import { modelKindTexts } from "../../../messages/modelKindTexts";
import { Curves, getSeriesColor } from "../../../ui/charts/chartMarks";
import { computeExtent, computeTicks, createLinearScale, type Domain } from "../../../ui/charts/chartScale";
import { Plot } from "../../../ui/charts/Plot";
import "./featureEffects.css";

const texts = modelKindTexts.effects;

export default function FeatureEffects({ view }: { view: ModelView }) {
  const effects = view.dependence ?? [];
  const domain = useMemo<Domain>(() => widenDomain(computeExtent(listEffectValues(effects), 0.06)), [effects]);
  const names = effects[0]?.series.map(({ name }) => getSeriesName(view, name)) ?? [];
  return (
    <article className="effects">
      <header>
        <h2>{texts.title(view.label ?? "")}</h2>
        <p>{texts.caption}</p>
        <p className="plot-caption effects-names">
          {names.map((name, at) => (
            <span key={name} style={{ color: getSeriesColor(at) }}>
              {name}
            </span>
          ))}
        </p>
      </header>
      <div className="effects-grid">
        {effects.map((effect) =>
          effect.numeric ? (
            <EffectCurve key={effect.feature} effect={effect} domain={domain} />
          ) : (
            <EffectLevels key={effect.feature} effect={effect} domain={domain} />
          ),
        )}
      </div>
    </article>
  );
}

const listEffectValues = (effects: PartialDependence[]): number[] =>
  effects.flatMap(({ series }) => series.flatMap(({ values }) => values));

const widenDomain = ([low, high]: Domain): Domain => (low === high ? [low - 0.5, high + 0.5] : [low, high]);

function getSeriesName(view: ModelView, name: string | null): string {
  if (name === null) return texts.prediction(view.label ?? "");
  return view.task === "quantile" ? texts.quantile(name) : texts.probability(name);
}

interface Props {
  effect: PartialDependence;
  domain: Domain;
}

const getEffectLabel = ({ feature }: PartialDependence, [low, high]: Domain): string =>
  texts.label(feature, formatShort(low), formatShort(high));

function EffectCurve({ effect, domain }: Props) {
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
      label={getEffectLabel(effect, domain)}
      xLabel=""
      xDomain={widenDomain(computeExtent(grid))}
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
function EffectLevels({ effect, domain }: Props) {
  const { ref, width } = useElementSize();
  const x = createLinearScale(domain, [NAME + 10, Math.max(NAME + 60, width - 16)]);
  const height = effect.grid.length * ROW + 26;
  return (
    <section className="plot">
      <header className="plot-head">
        <h3>{effect.feature}</h3>
      </header>
      <div ref={ref} className="plot-body">
        {width > 80 && (
          <svg width={width} height={height} role="img" aria-label={getEffectLabel(effect, domain)}>
            <g className="plot-axes">
              {computeTicks(domain, 4).map((tick) => (
                <g key={tick}>
                  <path d={`M${x(tick)} 0V${height - 20}`} className="plot-grid" />
                  <text x={x(tick)} y={height - 6} textAnchor="middle">
                    {formatShort(tick)}
                  </text>
                </g>
              ))}
              {effect.grid.map((level, row) => (
                <text key={String(level)} x={NAME} y={row * ROW + 14} textAnchor="end">
                  {shortenLevelName(String(level))}
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
                  fill={getSeriesColor(at)}
                >
                  <title>{`${effect.grid[row]}: ${formatShort(value)}`}</title>
                </circle>
              )),
            )}
          </svg>
        )}
      </div>
    </section>
  );
}

const shortenLevelName = (text: string): string => (text.length > 16 ? `${text.slice(0, 15)}…` : text);
