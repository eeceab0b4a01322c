/** The drawing of a tree: boxes with questions, edges as wide as their share of the rows. */

import { IconTable } from "@tabler/icons-react";
import { useMemo } from "react";
import type { DecisionTreeNode } from "../../../api/artifactViews";
import { modelKindTexts } from "../../../messages/modelKindTexts";
import { getSeriesColor } from "../../../ui/charts/seriesColors";
import {
  hasHiddenChildren,
  layoutTree,
  type PlacedTreeNode,
  TREE_NODE_HEIGHT,
  TREE_NODE_WIDTH,
  type TreeLayout,
} from "./treeLayout";
import { describeAnswer, describeQuestion, describeQuestionFully, describeRows } from "./treeTexts";

const texts = modelKindTexts.tree;
const MARGIN = 18;
const THICKEST = 16;

interface Props {
  nodes: DecisionTreeNode[];
  classes: string[];
  open: ReadonlySet<number>;
  zoom: number;
  onToggle: (at: number) => void;
  /** Shows the rows of a node; null where they are not known. */
  findRows: (at: number) => (() => void) | null;
}

export function TreeDrawing({ nodes, classes, open, zoom, onToggle, findRows }: Props) {
  const treeLayout = useMemo(() => layoutTree(nodes, open), [nodes, open]);
  const values = useMemo(() => getValueRange(nodes), [nodes]);
  const [width, height] = [treeLayout.width + 2 * MARGIN, treeLayout.height + 2 * MARGIN];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className="tree-scroll" tabIndex={0} aria-label={texts.label(treeLayout.nodes.length)}>
      <div className="tree-canvas" style={{ width: width * zoom, height: height * zoom }}>
        <div className="tree-scaled" style={{ width, height, transform: `scale(${zoom})` }}>
          <TreeEdges drawn={treeLayout} nodes={nodes} width={width} height={height} />
          {treeLayout.nodes.map((place) => (
            <TreeBox
              key={place.at}
              node={nodes[place.at]!}
              place={place}
              classes={classes}
              values={values}
              open={open.has(place.at)}
              onToggle={() => onToggle(place.at)}
            />
          ))}
          {treeLayout.nodes.map((place) => (
            <TreeRowsButton key={place.at} place={place} onShow={place.at === 0 ? null : findRows(place.at)} />
          ))}
        </div>
      </div>
    </section>
  );
}

function getValueRange(nodes: DecisionTreeNode[]): [number, number] {
  const values = nodes.map(({ value }) => value ?? 0);
  return [Math.min(...values), Math.max(...values)];
}

interface TreeEdgesProps {
  drawn: TreeLayout;
  nodes: DecisionTreeNode[];
  width: number;
  height: number;
}

function TreeEdges({ drawn, nodes, width, height }: TreeEdgesProps) {
  const all = nodes[0]!.rows;
  return (
    <svg width={width} height={height} aria-hidden="true" className="tree-edges">
      {drawn.edges.map(({ from, to, way }) => {
        const [x1, y1] = [from.left + TREE_NODE_WIDTH / 2 + MARGIN, from.top + TREE_NODE_HEIGHT + MARGIN];
        const [x2, y2] = [to.left + TREE_NODE_WIDTH / 2 + MARGIN, to.top + MARGIN];
        const middle = (y1 + y2) / 2;
        return (
          <g key={to.at}>
            <path
              d={`M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`}
              strokeWidth={Math.max(1.2, (THICKEST * nodes[to.at]!.rows) / all)}
            />
            <text x={x2} y={y2 - 6} textAnchor={way === "yes" ? "end" : "start"} dx={way === "yes" ? -10 : 10}>
              {way === "yes" ? texts.yes : texts.no}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

interface TreeBoxProps {
  node: DecisionTreeNode;
  place: PlacedTreeNode;
  classes: string[];
  values: [number, number];
  open: boolean;
  onToggle: () => void;
}

function TreeBox({ node, place, classes, values, open, onToggle }: TreeBoxProps) {
  const style = {
    left: place.left + MARGIN,
    top: place.top + MARGIN,
    width: TREE_NODE_WIDTH,
    height: TREE_NODE_HEIGHT,
  };
  const body = (
    <>
      <span className="tree-question">
        {node.question ? describeQuestion(node.question) : describeAnswer(node, classes)}
      </span>
      <span className="tree-facts">
        {node.question ? `${describeRows(node)}, ${describeAnswer(node, classes)}` : describeRows(node)}
        {node.question && !hasHiddenChildren(node) && `, ${texts.deeper}`}
      </span>
      <ClassShares node={node} values={values} />
    </>
  );
  if (!node.question || !hasHiddenChildren(node)) {
    return (
      <div className="tree-node" data-leaf={node.question === null || undefined} style={style}>
        {body}
      </div>
    );
  }
  const words = describeQuestion(node.question);
  return (
    <button
      type="button"
      className="tree-node"
      data-closed={!open || undefined}
      style={style}
      aria-expanded={open}
      aria-label={`${open ? texts.close(words) : texts.open(words)}, ${describeRows(node)}, ${describeAnswer(node, classes)}`}
      title={describeQuestionFully(node.question)}
      onClick={onToggle}
    >
      {body}
    </button>
  );
}

/** In the corner of a node. */
function TreeRowsButton({ place, onShow }: { place: PlacedTreeNode; onShow: (() => void) | null }) {
  if (!onShow) return null;
  const style = { left: place.left + MARGIN + TREE_NODE_WIDTH - 25, top: place.top + MARGIN + 27 };
  return (
    <button
      type="button"
      className="tree-rows"
      style={style}
      title={texts.showRowsHelp}
      aria-label={texts.showRows}
      onClick={onShow}
    >
      <IconTable size={14} stroke={1.6} aria-hidden="true" />
    </button>
  );
}

const BAR = TREE_NODE_WIDTH - 20;

/** The shares of the classes side by side, or the mean on the range of all means. */
function ClassShares({ node, values: [low, high] }: { node: DecisionTreeNode; values: [number, number] }) {
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
          key={getSeriesColor(at) + String(at)}
          x={starts[at]! * BAR}
          width={share * BAR}
          height={8}
          fill={getSeriesColor(at)}
        />
      ))}
    </svg>
  );
}
