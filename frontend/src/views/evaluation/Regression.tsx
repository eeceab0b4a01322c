/** Numbers: predicted against true, and how far off the predictions are. */

import { useMemo } from "react";
import type { RegressionDetails } from "../../api/views";
import { explore, judging } from "../../messages/looking";
import { resultsMessages as say } from "../../messages/results";
import { Reference, seriesColor } from "../charts/marks";
import { Plot, type Scales } from "../charts/Plot";
import { type Domain, extent } from "../charts/scale";
import { count, short } from "../format";
import type { Charts, Judged } from "./EvaluationView";
import { metricTiles } from "./Multiclass";
import { ResidualQuantiles, ResidualsAgainstPredicted } from "./ResidualCharts";
import { Tiles } from "./Tiles";

export function Regression({ models, focus, besides }: Charts<RegressionDetails>) {
  const histogram = (index: number) => (
    <Residuals
      details={models[index]!.details}
      name={models[index]!.name}
      color={models.length > 1 ? seriesColor(index) : "var(--bar)"}
    />
  );
  const shown = besides ?? [focus];
  return (
    <>
      <Tiles tiles={metricTiles(models)} focus={focus} />
      <div className="regression-row">
        <PredictedAgainstTrue models={models} focus={focus} />
        {histogram(shown[0]!)}
        {shown.length > 1 && <span />}
        {shown.length > 1 && histogram(shown[1]!)}
        {shown.map((index) => (
          <ResidualsAgainstPredicted key={`against ${index}`} model={models[index]!} index={index} />
        ))}
        {shown.map((index) => (
          <ResidualQuantiles key={`quantiles ${index}`} model={models[index]!} index={index} />
        ))}
      </div>
    </>
  );
}

function PredictedAgainstTrue({ models, focus }: Omit<Charts<RegressionDetails>, "besides">) {
  const details = (models[focus] ?? models[0]!).details;
  const domain = useMemo<Domain>(
    () =>
      extent(
        models.flatMap((model) => model.details.points.flat()),
        0.02,
      ),
    [models],
  );
  const shown = details.points.length;
  const words = say.evaluation.predicted;
  return (
    <Plot
      title={words.title}
      caption={shown < details.rows ? words.sampled(count(shown), count(details.rows)) : words.caption}
      label={words.label(count(shown), details.label)}
      xLabel={words.x(details.label)}
      xDomain={domain}
      yDomain={domain}
      height={380}
      table={() => ({
        columns: [judging.model, judging.true, judging.predicted],
        rows: models.flatMap(({ name, details: { points } }) => points.map(([truth, guess]) => [name, truth, guess])),
      })}
    >
      {(scales) => (
        <>
          <Reference from={[domain[0], domain[0]]} to={[domain[1], domain[1]]} scales={scales} />
          {inFront(models, focus).map(({ model, index }) => (
            <Dots key={`${index} ${model.name}`} model={model} index={index} dim={index !== focus} scales={scales} />
          ))}
          <text x={scales.box.right - 22} y={scales.box.top + 12} textAnchor="end">
            {words.diagonal}
          </text>
        </>
      )}
    </Plot>
  );
}

/** The models with their places, the one in focus last, so that it is drawn on top. */
function inFront(models: Judged<RegressionDetails>[], focus: number) {
  const placed = models.map((model, index) => ({ model, index }));
  return [...placed.filter(({ index }) => index !== focus), ...placed.filter(({ index }) => index === focus)];
}

interface DotsProps {
  model: Judged<RegressionDetails>;
  index: number;
  dim: boolean;
  scales: Scales;
}

/** One path with a round cap per point: cheaper than thousands of circles. */
function Dots({ model, index, dim, scales }: DotsProps) {
  const path = model.details.points
    .map(([truth, predicted]) => `M${scales.x(truth).toFixed(1)} ${scales.y(predicted).toFixed(1)}h0`)
    .join("");
  const many = model.details.points.length > 500;
  return (
    <path
      d={path}
      stroke={seriesColor(index)}
      strokeWidth={many ? 4 : 6}
      strokeLinecap="round"
      strokeOpacity={dim ? 0.3 : many ? 0.5 : 0.7}
      fill="none"
    />
  );
}

interface ResidualsProps {
  details: RegressionDetails;
  name: string;
  color: string;
}

function Residuals({ details: { residuals, label, rows }, name, color }: ResidualsProps) {
  const words = say.evaluation.residuals;
  const xDomain: Domain = [residuals.edges[0] ?? -1, residuals.edges.at(-1) ?? 1];
  const most = Math.max(1, ...residuals.counts);
  return (
    <Plot
      title={words.title}
      caption={words.caption(name)}
      label={words.label(count(rows), short(xDomain[0]), short(xDomain[1]))}
      xLabel={words.x(label)}
      xDomain={xDomain}
      yDomain={[0, most]}
      height={380}
      table={() => ({
        columns: [explore.from, explore.to, explore.rows],
        rows: residuals.counts.map((value, at) => [residuals.edges[at]!, residuals.edges[at + 1]!, value]),
      })}
    >
      {({ x, y, box }) => (
        <>
          {residuals.counts.map((value, at) => {
            const [left, right] = [x(residuals.edges[at]!), x(residuals.edges[at + 1]!)];
            return (
              <rect
                key={residuals.edges[at]}
                x={left}
                width={Math.max(1, right - left - 1)}
                y={y(value)}
                height={box.bottom - y(value)}
                fill={color}
              >
                <title>{words.bin(short(residuals.edges[at]!), short(residuals.edges[at + 1]!), count(value))}</title>
              </rect>
            );
          })}
          {xDomain[0] < 0 && xDomain[1] > 0 && <path d={`M${x(0)} ${box.top}V${box.bottom}`} className="reference" />}
        </>
      )}
    </Plot>
  );
}
