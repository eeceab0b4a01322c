/** Each column of the requests beside the training data: bars as in training, a line as asked. */

import { useQuery } from "@tanstack/react-query";
import { type ColumnDrift, type Endpoint, endpointQueries } from "../../api/endpoints";
import { formatCount, formatFixed, formatPercent } from "../../lib/format";
import { endpointTexts } from "../../messages/endpointTexts";
import "./endpointDrift.css";

const texts = endpointTexts.drift;
const [WIDTH, HEIGHT] = [100, 58];
/** So many bars are drawn; bins and levels beyond share the last ones. */
const MAX_BARS = 20;

export function EndpointDriftStrip({ endpoint }: { endpoint: Endpoint }) {
  const { data } = useQuery(endpointQueries.drift(endpoint.id));
  if (!data || data.deployment === 0) return null;
  const values = Math.max(0, ...data.columns.map((column) => column.values));
  const isUnknown = data.columns.every((column) => column.psi === null);
  const help = isUnknown ? texts.helpFew : texts.help;
  const rows = data.training_rows === null ? null : formatCount(data.training_rows);
  return (
    <section className="endpoint-section">
      <header>
        <h2>{texts.title}</h2>
        {data.columns.length > 0 && <span>{help(formatCount(values), rows)}</span>}
      </header>
      {data.columns.length === 0 && <p className="endpoint-quiet">{texts.none}</p>}
      <ul className="drift-strip">
        {data.columns.map((column) => (
          <DriftPicture key={column.name} column={column} hasVerdict={!isUnknown} />
        ))}
      </ul>
    </section>
  );
}

function DriftPicture({ column, hasVerdict }: { column: ColumnDrift; hasVerdict: boolean }) {
  const training = column.training.slice(0, MAX_BARS);
  const requests = column.requests.slice(0, MAX_BARS);
  const largest = Math.max(...training, ...requests, Number.MIN_VALUE);
  const width = WIDTH / Math.max(training.length, 1);
  const scale = (share: number): number => (share / largest) * (HEIGHT - 2);
  const steps = requests
    .map((share, at) => {
      const y = (HEIGHT - scale(share)).toFixed(1);
      return `${(at * width).toFixed(1)},${y} ${((at + 1) * width).toFixed(1)},${y}`;
    })
    .join(" ");
  const outside = column.below + column.above + column.other;
  return (
    <li className="drift-picture" data-drifted={column.verdict === "drifted" || undefined}>
      <b>{column.name}</b>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={texts.picture(column.name)}
      >
        {training.map((share, at) => (
          <rect key={at} x={at * width} y={HEIGHT - scale(share)} width={width * 0.92} height={scale(share)} />
        ))}
        {column.values > 0 && <polyline points={steps} />}
      </svg>
      {hasVerdict && <span>{describeVerdict(column)}</span>}
      {outside > 0.01 && <span>{texts.outside(formatPercent(outside, 0))}</span>}
    </li>
  );
}

function describeVerdict(column: ColumnDrift): string {
  if (column.psi === null || column.limit === null) return texts.few(column.values);
  const psi = formatFixed(column.psi, 2);
  return column.verdict === "drifted" ? texts.over(psi, formatFixed(column.limit, 2)) : texts.psi(psi);
}
