/** Several classes: which are taken for which, and how well each is found. */

import type { MulticlassDetails } from "../../api/types";
import { resultsMessages as say } from "../../messages/results";
import { seriesColor } from "../charts/marks";
import { count, fixed, percent } from "../format";
import { metricOf } from "../metrics";
import type { Charts, Judged } from "./EvaluationView";
import { type Tile, Tiles } from "./Tiles";

const MOST_TILES = 6;

export function Multiclass({ models, focus }: Charts<MulticlassDetails>) {
  const model = models[focus] ?? models[0]!;
  return (
    <>
      <Tiles tiles={metricTiles(models)} focus={focus} />
      <div className="multiclass-row">
        <Matrix name={model.name} details={model.details} />
        <PerClass details={model.details} color={models.length > 1 ? seriesColor(focus) : "var(--bar)"} />
      </div>
    </>
  );
}

/** The stored metrics of all models, as tiles in the order of the first. */
export function metricTiles(models: Judged<unknown>[]): Tile[] {
  const keys = Object.keys(models[0]?.metrics ?? {}).slice(0, MOST_TILES);
  return keys.map((key) => ({ metric: metricOf(key), values: models.map((model) => model.metrics[key]) }));
}

function Matrix({ name, details }: { name: string; details: MulticlassDetails }) {
  const words = say.evaluation.matrix;
  return (
    <section className="matrix-section">
      <header className="plot-head">
        <h3>{say.evaluation.confusion.title}</h3>
        <span className="plot-caption confusion-model">{name}</span>
      </header>
      <div className="matrix-scroll">
        <table className="matrix" aria-label={say.evaluation.confusion.title}>
          <thead>
            <tr>
              <td className="matrix-corner">{words.corner}</td>
              {details.classes.map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
              <th scope="col">{words.rows}</th>
            </tr>
          </thead>
          <tbody>
            {details.matrix.map((row, truth) => (
              <MatrixRow key={details.classes[truth]} label={details.classes[truth]!} row={row} truth={truth} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function MatrixRow({ label, row, truth }: { label: string; row: number[]; truth: number }) {
  const all = row.reduce((sum, value) => sum + value, 0);
  return (
    <tr>
      <th scope="row">{label}</th>
      {row.map((value, predicted) => {
        const share = value / Math.max(1, all);
        const key = `column ${predicted}`;
        return (
          <td key={key} style={{ background: heat(share, truth === predicted) }} title={percent(share)}>
            <span className="matrix-count">{count(value)}</span>
            <span className="matrix-share">{value > 0 ? percent(share, 0) : ""}</span>
          </td>
        );
      })}
      <td className="matrix-total">{count(all)}</td>
    </tr>
  );
}

/** The share of the row as the strength of the colour: one hue for right, one for wrong. */
function heat(share: number, right: boolean): string {
  const strength = share === 0 ? 0 : 12 + 88 * share;
  return `color-mix(in srgb, ${right ? "var(--cm-right)" : "var(--cm-wrong)"} ${strength.toFixed(0)}%, var(--cm-0))`;
}

function PerClass({ details, color }: { details: MulticlassDetails; color: string }) {
  const words = say.evaluation.perClass;
  return (
    <section>
      <header className="plot-head">
        <h3>{words.title}</h3>
      </header>
      <table className="per-class">
        <thead>
          <tr>
            <th scope="col">{words.class}</th>
            <th scope="col">{words.precision}</th>
            <th scope="col">{words.recall}</th>
            <th scope="col">{words.f1}</th>
            <th scope="col" className="number">
              {words.rows}
            </th>
          </tr>
        </thead>
        <tbody>
          {details.per_class.map((row) => (
            <tr key={row.class}>
              <th scope="row">{row.class}</th>
              {[row.precision, row.recall, row.f1].map((value, at) => (
                <td key={at}>
                  <ShareBar value={value} color={color} />
                </td>
              ))}
              <td className="number">{count(row.rows)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ShareBar({ value, color }: { value: number; color: string }) {
  return (
    <span className="share-bar">
      <svg width={54} height={8} aria-hidden="true">
        <rect width={54} height={8} className="share-bar-well" />
        <rect width={54 * Math.min(1, Math.max(0, value))} height={8} fill={color} />
      </svg>
      {fixed(value, 3)}
    </span>
  );
}
