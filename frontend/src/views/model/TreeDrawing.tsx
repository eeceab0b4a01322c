/** The drawing of a tree: boxes with questions, edges as wide as their share of the rows. */

import { useMemo } from "react";
import type { TreeNode } from "../../api/views";
import { modelMessages } from "../../messages/models";
import { seriesColor } from "../charts/marks";
import { type Layout, layout, NODE_HEIGHT, NODE_WIDTH, opens, type Placed } from "./treeLayout";
import { answerWords, fullWords, questionWords, rowsWords } from "./treeWords";

const say = modelMessages.tree;
const MARGIN = 18;
const THICKEST = 16;

interface Props {
  nodes: TreeNode[];
  classes: string[];
  open: ReadonlySet<number>;
  zoom: number;
  onToggle: (at: number) => void;
}

export function TreeDrawing({ nodes, classes, open, zoom, onToggle }: Props) {
  const drawn = useMemo(() => layout(nodes, open), [nodes, open]);
  const values = useMemo(() => range(nodes), [nodes]);
  const [width, height] = [drawn.width + 2 * MARGIN, drawn.height + 2 * MARGIN];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className="tree-scroll" tabIndex={0} aria-label={say.label(drawn.nodes.length)}>
      <div className="tree-canvas" style={{ width: width * zoom, height: height * zoom }}>
        <div className="tree-scaled" style={{ width, height, transform: `scale(${zoom})` }}>
          <Edges drawn={drawn} nodes={nodes} width={width} height={height} />
          {drawn.nodes.map((place) => (
            <Box
              key={place.at}
              node={nodes[place.at]!}
              place={place}
              classes={classes}
              values={values}
              open={open.has(place.at)}
              onToggle={() => onToggle(place.at)}
            />
          ))}
        </div>
      </div>
    </section>
  );
}

function range(nodes: TreeNode[]): [number, number] {
  const values = nodes.map(({ value }) => value ?? 0);
  return [Math.min(...values), Math.max(...values)];
}

interface EdgesProps {
  drawn: Layout;
  nodes: TreeNode[];
  width: number;
  height: number;
}

function Edges({ drawn, nodes, width, height }: EdgesProps) {
  const all = nodes[0]!.rows;
  return (
    <svg width={width} height={height} aria-hidden="true" className="tree-edges">
      {drawn.edges.map(({ from, to, way }) => {
        const [x1, y1] = [from.left + NODE_WIDTH / 2 + MARGIN, from.top + NODE_HEIGHT + MARGIN];
        const [x2, y2] = [to.left + NODE_WIDTH / 2 + MARGIN, to.top + MARGIN];
        const middle = (y1 + y2) / 2;
        return (
          <g key={to.at}>
            <path
              d={`M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`}
              strokeWidth={Math.max(1.2, (THICKEST * nodes[to.at]!.rows) / all)}
            />
            <text x={x2} y={y2 - 6} textAnchor={way === "yes" ? "end" : "start"} dx={way === "yes" ? -10 : 10}>
              {way === "yes" ? say.yes : say.no}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

interface BoxProps {
  node: TreeNode;
  place: Placed;
  classes: string[];
  values: [number, number];
  open: boolean;
  onToggle: () => void;
}

function Box({ node, place, classes, values, open, onToggle }: BoxProps) {
  const style = { left: place.left + MARGIN, top: place.top + MARGIN, width: NODE_WIDTH, height: NODE_HEIGHT };
  const body = (
    <>
      <span className="tree-question">{node.question ? questionWords(node.question) : answerWords(node, classes)}</span>
      <span className="tree-facts">
        {node.question ? `${rowsWords(node)}, ${answerWords(node, classes)}` : rowsWords(node)}
        {node.question && !opens(node) && `, ${say.deeper}`}
      </span>
      <Shares node={node} values={values} />
    </>
  );
  if (!node.question || !opens(node)) {
    return (
      <div className="tree-node" data-leaf={node.question === null || undefined} style={style}>
        {body}
      </div>
    );
  }
  const words = questionWords(node.question);
  return (
    <button
      type="button"
      className="tree-node"
      data-closed={!open || undefined}
      style={style}
      aria-expanded={open}
      aria-label={`${open ? say.close(words) : say.open(words)}, ${rowsWords(node)}, ${answerWords(node, classes)}`}
      title={fullWords(node.question)}
      onClick={onToggle}
    >
      {body}
    </button>
  );
}

const BAR = NODE_WIDTH - 20;

/** The shares of the classes side by side, or the mean on the range of all means. */
function Shares({ node, values: [low, high] }: { node: TreeNode; values: [number, number] }) {
  if (node.value !== null) {
    const left = high > low ? ((node.value - low) / (high - low)) * (BAR - 6) : 0;
    return (
      <svg width={BAR} height={8} aria-hidden="true">
        <rect width={BAR} height={3} y={2.5} className="tree-well" />
        <circle cx={left + 3} cy={4} r={3.6} fill="var(--series-1)" />
      </svg>
    );
  }
  const starts = node.shares.map((_, at) => node.shares.slice(0, at).reduce((sum, share) => sum + share, 0));
  return (
    <svg width={BAR} height={8} aria-hidden="true">
      {node.shares.map((share, at) => (
        <rect
          key={seriesColor(at) + String(at)}
          x={starts[at]! * BAR}
          width={share * BAR}
          height={8}
          fill={seriesColor(at)}
        />
      ))}
    </svg>
  );
}
