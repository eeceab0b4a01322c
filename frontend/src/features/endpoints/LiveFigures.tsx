/** Each metric of the live answers: its value, the one at registration, and how it went over time. */

import type { LiveMetrics, LivePeriod } from "../../api/endpoints";
import { formatCount } from "../../lib/format";
import { formatMetric, type Metric } from "../../lib/metrics";
import { endpointLabelTexts as texts } from "../../messages/endpointLabelTexts";
import { MetricName } from "../../ui/MetricName";
import { type LivePoint, layOutMetric, listMetrics } from "./liveMetrics";
import "./liveFigures.css";

const [WIDTH, HEIGHT] = [222, 56];
/** Of more metrics the table shows the first ones. */
const TABLE_METRICS = 5;

export function LiveTiles({ live }: { live: LiveMetrics }) {
  return (
    <ul className="live-tiles">
      {listMetrics(live).map((metric) => (
        <LiveTile key={metric.name} metric={metric} live={live} />
      ))}
    </ul>
  );
}

function LiveTile({ metric, live }: { metric: Metric; live: LiveMetrics }) {
  const registered = live.registered[metric.name];
  const { points, registeredY } = layOutMetric(live.periods, metric.name, registered, WIDTH, HEIGHT);
  return (
    <li className="live-tile">
      <MetricName metric={metric} className="live-metric" />
      <p>
        <strong>{formatMetric(metric, live.metrics[metric.name])}</strong>
        <small>
          {registered === undefined ? texts.noRegistered : texts.registered(formatMetric(metric, registered))}
        </small>
      </p>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={texts.chart(metric.title)}>
        {registeredY !== null && <path className="live-registered" d={`M0 ${registeredY}H${WIDTH}`} />}
        <polyline points={points.map(({ x, y }) => `${x},${y}`).join(" ")} />
        {points.map((point) => (
          <PeriodDot key={point.start} point={point} metric={metric} />
        ))}
      </svg>
    </li>
  );
}

const PeriodDot = ({ point, metric }: { point: LivePoint; metric: Metric }) => (
  <circle cx={point.x} cy={point.y} r={2.6}>
    <title>{`${new Date(point.start).toLocaleString()}: ${formatMetric(metric, point.value)}`}</title>
  </circle>
);

/** "2026-11-30" of a day, "2026-11-30 14:00" of an hour, as the reader's clock has it. */
function formatPeriod({ start }: LivePeriod, isHour: boolean): string {
  const moment = new Date(start);
  if (isHour) return moment.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  return moment.toLocaleDateString(undefined, { dateStyle: "medium", timeZone: "UTC" });
}

export function LabelPeriods({ live }: { live: LiveMetrics }) {
  const metrics = listMetrics(live).slice(0, TABLE_METRICS);
  const isHour = live.hours <= 48;
  return (
    <div className="version-scroll sideways">
      <table className="endpoint-table">
        <thead>
          <tr>
            <th scope="col">{isHour ? texts.heads.hour : texts.heads.day}</th>
            {[texts.heads.answered, texts.heads.labeled, ...metrics.map(({ title }) => title)].map((head) => (
              <th key={head} scope="col" data-number>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...live.periods].reverse().map((period) => (
            <tr key={period.start}>
              <th scope="row">{formatPeriod(period, isHour)}</th>
              <td data-number>{formatCount(period.answered)}</td>
              <td data-number>{formatCount(period.labeled)}</td>
              {metrics.map((metric) => (
                <td key={metric.name} data-number>
                  {period.metrics[metric.name] === undefined ? "–" : formatMetric(metric, period.metrics[metric.name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
