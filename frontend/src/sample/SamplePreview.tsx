/** The first rows of a port on the live sample, or why there are none. */

import type { Json } from "../graph/types";
import { sampleText as say } from "../messages/knowing";
import { useSampled } from "./store";
import "./sample.css";

const ROWS = 5;
const COLUMNS = 12;

interface Props {
  node: string;
  port: string;
  title: string;
}

export function SamplePreview({ node, port, title }: Props) {
  const sampled = useSampled(node);
  if (!sampled) return null;
  if (sampled.error || sampled.slow) {
    return (
      <p className="sample-words">
        <span className="sample-chip">{say.sample}</span>
        {sampled.error ? `${say.failed}: ${sampled.error}` : sampled.slow}
      </p>
    );
  }
  const shown = sampled.ports[port];
  if (shown?.kind !== "dataset") return null;
  const columns = (shown.columns ?? []).slice(0, COLUMNS);
  const rest = (shown.width ?? columns.length) - columns.length;
  return (
    <figure className="sample-preview">
      <figcaption>
        <span className="sample-chip">{say.sample}</span>
        {say.rows(shown.rows ?? 0)}
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className="sample-scroll" tabIndex={0} role="region" aria-label={say.table(title)}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.name} scope="col">
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.head.slice(0, ROWS).map((row, index) => (
              <tr key={index}>
                {columns.map((column, place) => (
                  <Cell key={column.name} value={row[place] ?? null} numeric={/integer|real/.test(column.type)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rest > 0 && <p className="sample-words">{say.more(rest)}</p>}
    </figure>
  );
}

function Cell({ value, numeric }: { value: Json; numeric: boolean }) {
  if (value === null) return <td className="sample-missing">·</td>;
  return <td className={numeric ? "number" : undefined}>{typeof value === "number" ? short(value) : String(value)}</td>;
}

const short = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
