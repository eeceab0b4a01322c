/** The tree of a hierarchical clustering: branches below the cut in the colour of their cluster. */

import { useElementSize } from "@mantine/hooks";
import type { Dendrogram as Tree } from "../../api/views";
import { clusterMessages as say } from "../../messages/clusters";
import { linear, type Scale, ticks } from "../charts/scale";
import { count, short } from "../format";
import { clusterColor } from "./colors";

const HEIGHT = 340;
const BOX = { left: 52, top: 14, bottom: HEIGHT - 44 };

export function Dendrogram({ tree }: { tree: Tree }) {
  const { ref, width } = useElementSize();
  const right = width - 20;
  const x = linear([-0.5, tree.leaves.length - 0.5], [BOX.left, right]);
  const y = linear([0, tree.height * 1.05], [BOX.bottom, BOX.top]);
  return (
    <section className="plot">
      <header className="plot-head">
        <h3>{say.dendrogram.title}</h3>
      </header>
      <p className="plot-caption">{say.dendrogram.caption}</p>
      <div ref={ref} className="plot-body">
        {width > 80 && (
          <svg
            width={width}
            height={HEIGHT}
            role="img"
            aria-label={say.dendrogram.label(count(tree.leaves.length), short(tree.cut))}
          >
            <Heights y={y} highest={tree.height} right={right} />
            {tree.merges.map((merge, at) => (
              <path
                key={at}
                d={branch(merge, x, y)}
                fill="none"
                stroke={merge.cluster === null ? "var(--ink-3)" : clusterColor(merge.cluster)}
                strokeWidth={1.8}
                strokeLinejoin="round"
              />
            ))}
            <Leaves leaves={tree.leaves} x={x} />
            <path d={`M${BOX.left} ${y(tree.cut)}H${right}`} className="cut-line" />
            <text x={right} y={y(tree.cut) - 6} textAnchor="end" className="cut-word">
              {`${say.dendrogram.cut} ${short(tree.cut)}`}
            </text>
          </svg>
        )}
      </div>
    </section>
  );
}

/** Up from the left half, across, and down to the right half. */
function branch({ halves: [left, right], height }: Tree["merges"][number], x: Scale, y: Scale): string {
  const at = (value: number) => value.toFixed(1);
  return `M${at(x(left[0]))} ${at(y(left[1]))}V${at(y(height))}H${at(x(right[0]))}V${at(y(right[1]))}`;
}

function Heights({ y, highest, right }: { y: Scale; highest: number; right: number }) {
  return (
    <g className="plot-axes">
      {ticks([0, highest]).map((tick) => (
        <g key={tick}>
          <path d={`M${BOX.left} ${y(tick)}H${right}`} className="plot-grid" />
          <text x={BOX.left - 7} y={y(tick) + 4} textAnchor="end">
            {short(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}

/** The rows of each branch, and below them the number of each cluster with a line along its branches. */
function Leaves({ leaves, x }: { leaves: Tree["leaves"]; x: Scale }) {
  const step = x(1) - x(0);
  return (
    <>
      {step > 15 &&
        leaves.map((leaf, at) => (
          <text key={at} x={x(at)} y={BOX.bottom + 15} textAnchor="middle" className="leaf">
            {count(leaf.rows)}
          </text>
        ))}
      {spans(leaves).map(({ cluster, from, to }) => (
        <g key={from}>
          <path
            d={`M${x(from) - step * 0.35} ${BOX.bottom + 22}H${x(to) + step * 0.35}`}
            stroke={clusterColor(cluster)}
            strokeWidth={3}
          />
          <text x={(x(from) + x(to)) / 2} y={BOX.bottom + 38} textAnchor="middle" className="cluster-word">
            {to > from ? say.cluster(cluster) : cluster}
          </text>
        </g>
      ))}
    </>
  );
}

/** Neighbouring leaves of one cluster. */
export function spans(leaves: Tree["leaves"]): { cluster: number; from: number; to: number }[] {
  const found: { cluster: number; from: number; to: number }[] = [];
  leaves.forEach(({ cluster }, at) => {
    const last = found.at(-1);
    if (cluster === null) return;
    if (last && last.cluster === cluster && last.to === at - 1) last.to = at;
    else found.push({ cluster, from: at, to: at });
  });
  return found;
}
