/** The compared metric of each version as a line, oldest left, better up; the champion is marked. */

import { CHAMPION, type RegisteredModel } from "../../api/models";
import { findMetric } from "../../lib/metrics";
import { registryTexts as texts } from "../../messages/registryTexts";
import { layOutHistory } from "./metricHistory";

export const HISTORY_WIDTH = 100;
export const HISTORY_HEIGHT = 28;

export function MetricHistoryLine({ model }: { model: RegisteredModel }) {
  const metric = model.metric === null ? null : findMetric(model.metric);
  const values = model.versions
    .map((version) => ({ version: version.version, value: model.metric ? version.metrics[model.metric] : undefined }))
    .reverse();
  const points = layOutHistory(values, metric?.better === "lower", HISTORY_WIDTH, HISTORY_HEIGHT);
  if (!metric || points.length === 0) return <span />;
  const champion = points.find((point) => point.version === model.aliases[CHAMPION]);
  const last = points.at(-1)!;
  return (
    <svg
      className="metric-history"
      viewBox={`0 0 ${HISTORY_WIDTH} ${HISTORY_HEIGHT}`}
      role="img"
      aria-label={texts.historyLabel(model.name, metric.title)}
    >
      <polyline points={points.map(({ x, y }) => `${x},${y}`).join(" ")} />
      <circle className="history-last" cx={last.x} cy={last.y} r={2} />
      {champion && <circle className="history-champion" cx={champion.x} cy={champion.y} r={3.5} />}
    </svg>
  );
}
