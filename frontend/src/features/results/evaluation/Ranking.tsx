/** Recommended items: how well they are ordered, and for how many users. */

import type { RankingDetails } from "../../../api/artifactViews";
import { formatCount, formatFixed } from "../../../lib/format";
import { findMetric } from "../../../lib/metrics";
import { textAnalyticsTexts } from "../../../messages/textAnalyticsTexts";
import { Plot, type PlotScales } from "../../../ui/charts/Plot";
import type { EvaluationChartsProps } from "./EvaluationView";
import { MetricCards } from "./MetricCards";

const texts = textAnalyticsTexts.recommendation;

export function RankingEvaluation({ models, focus }: EvaluationChartsProps<RankingDetails>) {
  const { details } = models[focus] ?? models[0]!;
  return (
    <>
      <MetricCards
        tiles={[
          { metric: findMetric("NDCG"), values: [details.ndcg] },
          { metric: { ...findMetric("NDCG"), ...texts.chance }, values: [details.by_chance] },
          { metric: { title: texts.users.title, hint: "", better: null, unit: "value" }, values: [details.users] },
        ]}
        focus={0}
      />
      <UsersChart details={details} />
    </>
  );
}

function UsersChart({ details }: { details: RankingDetails }) {
  const { edges, counts } = details.by_user;
  return (
    <Plot
      title={texts.users.title}
      caption={texts.users.caption}
      label={texts.users.label(formatCount(details.users))}
      xLabel={texts.users.x}
      xDomain={[edges[0] ?? 0, 1]}
      yDomain={[0, Math.max(1, ...counts)]}
      height={300}
    >
      {(scales) => (
        <>
          {counts.map((users, at) => {
            const [left, right] = [scales.x(edges[at]!), scales.x(edges[at + 1]!)];
            return (
              <rect
                key={edges[at]}
                x={left}
                width={Math.max(1, right - left - 1)}
                y={scales.y(users)}
                height={scales.box.bottom - scales.y(users)}
                fill="var(--bar)"
              >
                <title>
                  {texts.users.bin(formatFixed(edges[at]!, 2), formatFixed(edges[at + 1]!, 2), formatCount(users))}
                </title>
              </rect>
            );
          })}
          <RankingLine at={details.by_chance} label={texts.users.chance} row={0} scales={scales} />
          <RankingLine at={details.ndcg} label={texts.users.mean} row={1} scales={scales} />
        </>
      )}
    </Plot>
  );
}

/** A named line across the plot; each name stands on a row of its own, on the side where there is room. */
function RankingLine({ at, label, row, scales }: { at: number; label: string; row: number; scales: PlotScales }) {
  const { x, box } = scales;
  const left = x(at) > (box.left + box.right) / 2;
  return (
    <>
      <path d={`M${x(at)} ${box.top}V${box.bottom}`} className="reference" />
      <text x={x(at) + (left ? -6 : 6)} y={box.top + 12 + 16 * row} textAnchor={left ? "end" : "start"}>
        {label} {formatFixed(at, 3)}
      </text>
    </>
  );
}
