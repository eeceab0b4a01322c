/** Recommended items: how well they are ordered, and for how many users. */

import type { RankingDetails } from "../../api/views";
import { languageMessages } from "../../messages/language";
import { Plot, type Scales } from "../charts/Plot";
import { count, fixed } from "../format";
import { metricOf } from "../metrics";
import type { Charts } from "./EvaluationView";
import { Tiles } from "./Tiles";

const words = languageMessages.recommendation;

export function Ranking({ models, focus }: Charts<RankingDetails>) {
  const { details } = models[focus] ?? models[0]!;
  return (
    <>
      <Tiles
        tiles={[
          { metric: metricOf("NDCG"), values: [details.ndcg] },
          { metric: { ...metricOf("NDCG"), ...words.chance }, values: [details.by_chance] },
          { metric: { title: words.users.title, hint: "", better: null, unit: "value" }, values: [details.users] },
        ]}
        focus={0}
      />
      <Users details={details} />
    </>
  );
}

function Users({ details }: { details: RankingDetails }) {
  const { edges, counts } = details.by_user;
  return (
    <Plot
      title={words.users.title}
      caption={words.users.caption}
      label={words.users.label(count(details.users))}
      xLabel={words.users.x}
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
                <title>{words.users.bin(fixed(edges[at]!, 2), fixed(edges[at + 1]!, 2), count(users))}</title>
              </rect>
            );
          })}
          <Line at={details.by_chance} label={words.users.chance} row={0} scales={scales} />
          <Line at={details.ndcg} label={words.users.mean} row={1} scales={scales} />
        </>
      )}
    </Plot>
  );
}

/** A named line across the plot; each name stands on a row of its own, on the side where there is room. */
function Line({ at, label, row, scales }: { at: number; label: string; row: number; scales: Scales }) {
  const { x, box } = scales;
  const left = x(at) > (box.left + box.right) / 2;
  return (
    <>
      <path d={`M${x(at)} ${box.top}V${box.bottom}`} className="reference" />
      <text x={x(at) + (left ? -6 : 6)} y={box.top + 12 + 16 * row} textAnchor={left ? "end" : "start"}>
        {label} {fixed(at, 3)}
      </text>
    </>
  );
}
