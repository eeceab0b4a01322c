/** The small picture of a whole graph: its nodes as blocks, its edges as lines. */

import { memo } from "react";
import type { DesignSummary } from "../api/apiTypes";
import "./graphThumbnail.css";

const NODE = { width: 248, height: 72 };
const MARGIN = 24;
const FRAME = 9;

type GraphThumbnailData = DesignSummary["picture"];

interface Props {
  picture: GraphThumbnailData;
  width: number;
  height: number;
  label: string;
  /** Which of the nodes are framed, by their places. */
  framed?: readonly number[];
}

export const GraphThumbnail = memo(function GraphPicture({ picture, width, height, label, framed = [] }: Props) {
  if (picture.nodes.length === 0) return null;
  const lefts = picture.nodes.map(([x]) => x);
  const tops = picture.nodes.map(([, y]) => y);
  const [left, top] = [Math.min(...lefts) - MARGIN, Math.min(...tops) - MARGIN];
  // A graph of one or two nodes is not blown up to the whole picture.
  const wide = Math.max(Math.max(...lefts) + NODE.width + MARGIN - left, 760);
  const tall = Math.max(Math.max(...tops) + NODE.height + MARGIN - top, 520);
  const [spareX, spareY] = [
    wide - (Math.max(...lefts) + NODE.width + MARGIN - left),
    tall - (Math.max(...tops) + NODE.height + MARGIN - top),
  ];
  return (
    <svg
      className="graph-picture"
      width={width}
      height={height}
      viewBox={`${left - spareX / 2} ${top - spareY / 2} ${wide} ${tall}`}
      role="img"
      aria-label={label}
    >
      <path d={buildEdgesPath(picture)} className="graph-picture-edges" />
      {picture.nodes.map(([x, y, category], at) => (
        <rect
          key={at}
          x={x}
          y={y}
          width={NODE.width}
          height={NODE.height}
          rx={8}
          className={`graph-node graph-${getBlockKind(category)}`}
        />
      ))}
      {framed.map((at) => {
        const [x, y] = picture.nodes[at] ?? [0, 0];
        return (
          <rect
            key={at}
            x={x - FRAME}
            y={y - FRAME}
            width={NODE.width + 2 * FRAME}
            height={NODE.height + 2 * FRAME}
            rx={8 + FRAME}
            className="graph-frame"
          />
        );
      })}
    </svg>
  );
});

/** From the bottom of one block to the top of the next, by right angles. */
function buildEdgesPath({ nodes, edges }: GraphThumbnailData): string {
  return edges
    .flatMap(([from, to]) => {
      const [source, target] = [nodes[from], nodes[to]];
      if (!source || !target) return [];
      const [x1, y1, x2, y2] = [
        source[0] + NODE.width / 2,
        source[1] + NODE.height,
        target[0] + NODE.width / 2,
        target[1],
      ];
      return [`M${x1} ${y1}V${(y1 + y2) / 2}H${x2}V${y2}`];
    })
    .join("");
}

/** Data are gray, what learns is ochre, what judges is purple. */
function getBlockKind(category: string): string {
  const words = category.toLowerCase();
  if (/regression|classification|clustering|anomaly/.test(words)) return "learner";
  if (words.includes("training")) return "training";
  return words.includes("evaluation") ? "evaluation" : "data";
}
