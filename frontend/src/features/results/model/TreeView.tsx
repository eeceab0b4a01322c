/** A decision tree, or one tree of a forest: drawn, or as a list. */

import { ActionIcon, Button, Select } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { DecisionTree, DecisionTreeNode, ModelView } from "../../../api/artifactViews";
import { formatCount } from "../../../lib/format";
import { modelKindTexts } from "../../../messages/modelKindTexts";
import { getSeriesColor } from "../../../ui/charts/seriesColors";
import { SegmentedSwitch } from "../../../ui/Segments";
import { useTrainingRows } from "../partRows";
import { TreeDrawing } from "./TreeDrawing";
import { buildTreeConditions } from "./treeConditions";
import { hasHiddenChildren, listNodesToLevel } from "./treeLayout";
import { describeAnswer, describeBranch, describeRows } from "./treeTexts";
import "./treeView.css";

const texts = modelKindTexts.tree;
/** Levels that are open at first. */
const FIRST_LEVELS = 3;
const ZOOMS = [0.4, 0.55, 0.75, 1, 1.25];

export default function TreeView({ view }: { view: ModelView }) {
  const { count: all, shown } = view.trees!;
  const [which, setWhich] = useState(0);
  const [form, setForm] = useState<"drawing" | "list">("drawing");
  const tree = shown[which] ?? shown[0]!;
  const findRows = useFoundRows(tree, view);
  return (
    <article className="tree-view">
      <header>
        <div>
          <h2>{texts.title(view.learner)}</h2>
          <p>{describeTree(tree, all)}</p>
        </div>
        <ClassLegend classes={view.classes} />
        <div className="tree-tools">
          {shown.length > 1 && (
            <Select
              size="xs"
              w={110}
              allowDeselect={false}
              aria-label={texts.which}
              data={shown.map((_, at) => ({ value: String(at), label: texts.tree(at + 1) }))}
              value={String(which)}
              onChange={(value) => setWhich(Number(value))}
            />
          )}
          <SegmentedSwitch
            size="xs"
            aria-label={texts.form}
            data={[
              { value: "drawing", label: texts.drawing },
              { value: "list", label: texts.list },
            ]}
            value={form}
            onChange={(value) => setForm(value === "list" ? "list" : "drawing")}
          />
        </div>
      </header>
      {form === "list" ? (
        <ul className="tree-list">
          <TreeListItem nodes={tree.nodes} at={0} way={texts.all} classes={view.classes} findRows={findRows} />
        </ul>
      ) : (
        <OpenableTree key={which} tree={tree} view={view} findRows={findRows} />
      )}
    </article>
  );
}

type FindRows = (at: number) => (() => void) | null;

/** Shows the training rows of a node. What a model prepares itself has other values in the questions than the table. */
function useFoundRows({ nodes }: DecisionTree, view: ModelView): FindRows {
  const show = useTrainingRows();
  return (at) => {
    const conditions = show && !view.preprocessing ? buildTreeConditions(nodes, at, view.features) : null;
    return show && conditions ? () => show(conditions) : null;
  };
}

function describeTree(tree: DecisionTree, trees: number): string {
  const sentences = [texts.size(tree.depth, formatCount(tree.leaves))];
  if (trees > 1) sentences.unshift(texts.forest(formatCount(trees)));
  if (tree.hidden > 0) sentences.push(texts.hidden(formatCount(tree.hidden)));
  return sentences.join(" ");
}

function ClassLegend({ classes }: { classes: string[] }) {
  if (classes.length === 0) return null;
  return (
    <ul className="tree-legend">
      {classes.slice(0, 6).map((name, at) => (
        <li key={name}>
          <svg width={11} height={11} aria-hidden="true">
            <rect width={11} height={11} rx={2} fill={getSeriesColor(at)} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

interface OpenableTreeProps {
  tree: DecisionTree;
  view: ModelView;
  findRows: FindRows;
}

function OpenableTree({ tree, view, findRows }: OpenableTreeProps) {
  const first = useMemo(() => listNodesToLevel(tree.nodes, FIRST_LEVELS), [tree]);
  const [open, setOpen] = useState<ReadonlySet<number>>(first);
  const [zoom, setZoom] = useState(ZOOMS.indexOf(1));
  const everything = useMemo(
    () => new Set(tree.nodes.flatMap((node, at) => (hasHiddenChildren(node) ? [at] : []))),
    [tree],
  );
  const toggle = (at: number) => {
    const next = new Set(open);
    if (!next.delete(at)) next.add(at);
    setOpen(next);
  };
  const larger = (by: number) => setZoom(Math.min(ZOOMS.length - 1, Math.max(0, zoom + by)));
  return (
    <div className="tree-frame">
      <div className="tree-zoom">
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => setOpen(open.size < everything.size ? everything : new Set([0]))}
        >
          {open.size < everything.size ? texts.expand : texts.collapse}
        </Button>
        <ActionIcon
          size={24}
          variant="default"
          aria-label={texts.zoomOut}
          title={texts.zoomOut}
          onClick={() => larger(-1)}
        >
          <IconMinus size={14} />
        </ActionIcon>
        <ActionIcon
          size={24}
          variant="default"
          aria-label={texts.zoomIn}
          title={texts.zoomIn}
          onClick={() => larger(1)}
        >
          <IconPlus size={14} />
        </ActionIcon>
      </div>
      <TreeDrawing
        {...{ nodes: tree.nodes, classes: view.classes, open, findRows }}
        zoom={ZOOMS[zoom]!}
        onToggle={toggle}
      />
    </div>
  );
}

interface TreeListItemProps {
  nodes: DecisionTreeNode[];
  at: number;
  /** What is so of the rows of this node. */
  way: string;
  classes: string[];
  findRows: FindRows;
}

function TreeListItem({ nodes, at, way, classes, findRows }: TreeListItemProps) {
  const node = nodes[at]!;
  const show = at === 0 ? null : findRows(at);
  const { question } = node;
  const children = question
    ? (["yes", "no"] as const).map((answer) => ({
        answer,
        at: answer === "yes" ? question.left : question.right,
      }))
    : [];
  return (
    <li>
      <span className="tree-way">{way}</span>{" "}
      <span className="tree-facts">{`${describeRows(node)}, ${describeAnswer(node, classes)}`}</span>{" "}
      {show && (
        <button type="button" className="tree-link" title={texts.showRowsHelp} onClick={show}>
          {texts.showRows}
        </button>
      )}
      {question && (
        <ul>
          {children.map(({ answer, at: child }) =>
            child === null ? (
              <li key={answer}>{`${describeBranch(question, answer)}: ${texts.deeper}`}</li>
            ) : (
              <TreeListItem
                key={answer}
                nodes={nodes}
                at={child}
                way={describeBranch(question, answer)}
                classes={classes}
                findRows={findRows}
              />
            ),
          )}
        </ul>
      )}
    </li>
  );
}
