/** The tree of a hierarchical clustering: branches below the cut in the color of their cluster. */

import { useElementSize } from "@mantine/hooks";
import type { DendrogramTree as Tree } from "../../../api/artifactViews";
import { formatCount, formatShort } from "../../../lib/format";
import { clusterTexts as texts } from "../../../messages/clusterTexts";
import { computeTicks, createLinearScale, type Scale } from "../../../ui/charts/chartScale";
import { useClusterRows } from "../partRows";
import { getClusterSeriesColor } from "./clusterColors";

const HEIGHT = 340;
const BOX = { left: 52, top: 14, bottom: HEIGHT - 44 };

export function Dendrogram({ tree }: { tree: Tree }) {
  const { ref, width } = useElementSize();
  const right = width - 20;
  const x = createLinearScale([-0.5, tree.leaves.length - 0.5], [BOX.left, right]);
  const y = createLinearScale([0, tree.height * 1.05], [BOX.bottom, BOX.top]);
  return (
    <section className="plot">
      <header className="plot-head">
        <h3>{texts.dendrogram.title}</h3>
      </header>
      <p className="plot-caption">{texts.dendrogram.caption}</p>
      <div ref={ref} className="plot-body">
        {width > 80 && (
          <svg
            width={width}
            height={HEIGHT}
            role="img"
            aria-label={texts.dendrogram.label(formatCount(tree.leaves.length), formatShort(tree.cut))}
          >
            <DendrogramHeights y={y} highest={tree.height} right={right} />
            {tree.merges.map((merge, at) => (
              <path
                key={at}
                d={buildBranchPath(merge, x, y)}
                fill="none"
                stroke={merge.cluster === null ? "var(--ink-3)" : getClusterSeriesColor(merge.cluster)}
                strokeWidth={1.8}
                strokeLinejoin="round"
              />
            ))}
            <DendrogramLeaves leaves={tree.leaves} x={x} />
            <path d={`M${BOX.left} ${y(tree.cut)}H${right}`} className="cut-line" />
            <text x={right} y={y(tree.cut) - 6} textAnchor="end" className="cut-word">
              {`${texts.dendrogram.cut} ${formatShort(tree.cut)}`}
            </text>
          </svg>
        )}
      </div>
    </section>
  );
}

/** Up from the left half, across, and down to the right half. */
function buildBranchPath({ halves: [left, right], height }: Tree["merges"][number], x: Scale, y: Scale): string {
  const at = (value: number) => value.toFixed(1);
  return `M${at(x(left[0]))} ${at(y(left[1]))}V${at(y(height))}H${at(x(right[0]))}V${at(y(right[1]))}`;
}

function DendrogramHeights({ y, highest, right }: { y: Scale; highest: number; right: number }) {
  return (
    <g className="plot-axes">
      {computeTicks([0, highest]).map((tick) => (
        <g key={tick}>
          <path d={`M${BOX.left} ${y(tick)}H${right}`} className="plot-grid" />
          <text x={BOX.left - 7} y={y(tick) + 4} textAnchor="end">
            {formatShort(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}

/** The rows of each branch, and below them the number of each cluster with a line along its branches. */
function DendrogramLeaves({ leaves, x }: { leaves: Tree["leaves"]; x: Scale }) {
  const show = useClusterRows();
  const step = x(1) - x(0);
  return (
    <>
      {step > 15 &&
        leaves.map((leaf, at) => (
          <text key={at} x={x(at)} y={BOX.bottom + 15} textAnchor="middle" className="leaf">
            {formatCount(leaf.rows)}
          </text>
        ))}
      {groupLeaves(leaves).map(({ cluster, from, to }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the names in the table beside it do the same by the keyboard
        <g key={from} className={show ? "cluster-branch" : undefined} onClick={show ? () => show(cluster) : undefined}>
          {show && <title>{texts.showRows(texts.cluster(cluster))}</title>}
          <path
            d={`M${x(from) - step * 0.35} ${BOX.bottom + 22}H${x(to) + step * 0.35}`}
            stroke={getClusterSeriesColor(cluster)}
            strokeWidth={3}
          />
          <text x={(x(from) + x(to)) / 2} y={BOX.bottom + 38} textAnchor="middle" className="cluster-word">
            {to > from ? texts.cluster(cluster) : cluster}
          </text>
        </g>
      ))}
    </>
  );
}

/** Neighboring leaves of one cluster. */
export function groupLeaves(leaves: Tree["leaves"]): { cluster: number; from: number; to: number }[] {
  const found: { cluster: number; from: number; to: number }[] = [];
  leaves.forEach(({ cluster }, at) => {
    const last = found.at(-1);
    if (cluster === null) return;
    if (last && last.cluster === cluster && last.to === at - 1) last.to = at;
    else found.push({ cluster, from: at, to: at });
  });
  return found;
}
