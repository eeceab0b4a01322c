/** How many requests came in 24 hours, how fast they were answered, and what went wrong. */

import { useQuery } from "@tanstack/react-query";
import { type Endpoint, type EndpointMinute, endpointQueries } from "../../api/endpoints";
import { formatCount } from "../../lib/format";
import { endpointTexts } from "../../messages/endpointTexts";
import { formatLatency } from "./endpointFacts";
import "./endpointTiles.css";

const texts = endpointTexts.tiles;
const BUCKETS = 96;
const DAY = 24 * 3600_000;
const [WIDTH, HEIGHT] = [222, 46];

/** Values of a quarter of an hour each, from a day ago to now. */
function bucketMinutes(minutes: EndpointMinute[], read: (minute: EndpointMinute) => number, combine: "sum" | "max") {
  const now = Date.now();
  const values = new Array<number>(BUCKETS).fill(0);
  for (const minute of minutes) {
    const place = Math.floor(((Date.parse(minute.minute) - (now - DAY)) / DAY) * BUCKETS);
    if (place < 0) continue;
    const at = Math.min(place, BUCKETS - 1);
    const value = read(minute);
    values[at] = combine === "sum" ? values[at]! + value : Math.max(values[at]!, value);
  }
  return values;
}

export function EndpointTiles({ endpoint }: { endpoint: Endpoint }) {
  const { data } = useQuery(endpointQueries.metrics(endpoint.id));
  const minutes = data?.minutes ?? [];
  const failed = endpoint.failed + endpoint.refused;
  return (
    <div className="endpoint-tiles">
      <Tile
        title={texts.requests}
        base={texts.last}
        figure={formatCount(endpoint.requests)}
        values={bucketMinutes(minutes, (minute) => minute.requests, "sum")}
      />
      <Tile
        title={texts.p50}
        base={texts.half}
        figure={formatLatency(endpoint.p50)}
        values={bucketMinutes(minutes, (minute) => minute.p50 ?? 0, "max")}
      />
      <Tile
        title={texts.p95}
        base={texts.slow}
        figure={formatLatency(endpoint.p95)}
        values={bucketMinutes(minutes, (minute) => minute.p95 ?? 0, "max")}
      />
      <Tile
        title={texts.failed}
        base={texts.of(formatCount(endpoint.requests))}
        figure={formatCount(failed)}
        note={endpoint.refused > 0 ? texts.refused(endpoint.refused) : undefined}
        values={bucketMinutes(minutes, (minute) => minute.failed + minute.refused, "sum")}
        bad
      />
    </div>
  );
}

interface TileProps {
  title: string;
  base: string;
  figure: string;
  note?: string;
  values: number[];
  bad?: boolean;
}

function Tile({ title, base, figure, note, values, bad = false }: TileProps) {
  const largest = Math.max(...values, Number.MIN_VALUE);
  const points = values.map((value, at) => {
    const x = ((at + 0.5) / values.length) * WIDTH;
    return [x, HEIGHT - (value / largest) * (HEIGHT - 2)] as const;
  });
  const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return (
    <div className="endpoint-tile">
      <header>
        <b>{title}</b>
        <span>{base}</span>
      </header>
      <p>
        <strong>{figure}</strong>
        {note && <small>{note}</small>}
      </p>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden data-bad={bad || undefined}>
        {bad ? (
          points.map(([x, y], at) => values[at]! > 0 && <rect key={at} x={x - 1} y={y} width={2} height={HEIGHT - y} />)
        ) : (
          <>
            <polygon points={`0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}`} />
            <polyline points={line} />
          </>
        )}
      </svg>
      <footer>
        <span>{texts.ago}</span>
        <span>{texts.now}</span>
      </footer>
    </div>
  );
}
