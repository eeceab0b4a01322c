/** A decision tree, or one tree of a forest: drawn, or as a list. */

import { ActionIcon, Button, Select } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { ModelView, Tree, TreeNode } from "../../api/views";
import { Segments } from "../../components/Segments";
import { modelMessages } from "../../messages/models";
import { seriesColor } from "../charts/marks";
import { count } from "../format";
import { TreeDrawing } from "./TreeDrawing";
import { opens, openTo } from "./treeLayout";
import { answerWords, rowsWords, wayWords } from "./treeWords";
import "./tree.css";

const say = modelMessages.tree;
/** Levels that are open at first. */
const FIRST_LEVELS = 3;
const ZOOMS = [0.4, 0.55, 0.75, 1, 1.25];

export default function TreeView({ view }: { view: ModelView }) {
  const { count: all, shown } = view.trees!;
  const [which, setWhich] = useState(0);
  const [form, setForm] = useState<"drawing" | "list">("drawing");
  const tree = shown[which] ?? shown[0]!;
  return (
    <article className="tree-view">
      <header>
        <div>
          <h2>{say.title(view.learner)}</h2>
          <p>{detail(tree, all)}</p>
        </div>
        <Legend classes={view.classes} />
        <div className="tree-tools">
          {shown.length > 1 && (
            <Select
              size="xs"
              w={110}
              allowDeselect={false}
              aria-label={say.which}
              data={shown.map((_, at) => ({ value: String(at), label: say.tree(at + 1) }))}
              value={String(which)}
              onChange={(value) => setWhich(Number(value))}
            />
          )}
          <Segments
            size="xs"
            aria-label={say.form}
            data={[
              { value: "drawing", label: say.drawing },
              { value: "list", label: say.list },
            ]}
            value={form}
            onChange={(value) => setForm(value === "list" ? "list" : "drawing")}
          />
        </div>
      </header>
      {form === "list" ? (
        <ul className="tree-list">
          <Item nodes={tree.nodes} at={0} way={say.all} classes={view.classes} />
        </ul>
      ) : (
        <Drawing key={which} tree={tree} view={view} />
      )}
    </article>
  );
}

function detail(tree: Tree, trees: number): string {
  const sentences = [say.size(tree.depth, count(tree.leaves))];
  if (trees > 1) sentences.unshift(say.forest(count(trees)));
  if (tree.hidden > 0) sentences.push(say.hidden(count(tree.hidden)));
  return sentences.join(" ");
}

function Legend({ classes }: { classes: string[] }) {
  if (classes.length === 0) return null;
  return (
    <ul className="tree-legend">
      {classes.slice(0, 6).map((name, at) => (
        <li key={name}>
          <svg width={11} height={11} aria-hidden="true">
            <rect width={11} height={11} rx={2} fill={seriesColor(at)} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

function Drawing({ tree, view }: { tree: Tree; view: ModelView }) {
  const first = useMemo(() => openTo(tree.nodes, FIRST_LEVELS), [tree]);
  const [open, setOpen] = useState<ReadonlySet<number>>(first);
  const [zoom, setZoom] = useState(ZOOMS.indexOf(1));
  const everything = useMemo(() => new Set(tree.nodes.flatMap((node, at) => (opens(node) ? [at] : []))), [tree]);
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
          {open.size < everything.size ? say.expand : say.collapse}
        </Button>
        <ActionIcon size={24} variant="default" aria-label={say.zoomOut} title={say.zoomOut} onClick={() => larger(-1)}>
          <IconMinus size={14} />
        </ActionIcon>
        <ActionIcon size={24} variant="default" aria-label={say.zoomIn} title={say.zoomIn} onClick={() => larger(1)}>
          <IconPlus size={14} />
        </ActionIcon>
      </div>
      <TreeDrawing nodes={tree.nodes} classes={view.classes} open={open} zoom={ZOOMS[zoom]!} onToggle={toggle} />
    </div>
  );
}

interface ItemProps {
  nodes: TreeNode[];
  at: number;
  /** What is so of the rows of this node. */
  way: string;
  classes: string[];
}

function Item({ nodes, at, way, classes }: ItemProps) {
  const node = nodes[at]!;
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
      <span className="tree-facts">{`${rowsWords(node)}, ${answerWords(node, classes)}`}</span>
      {question && (
        <ul>
          {children.map(({ answer, at: child }) =>
            child === null ? (
              <li key={answer}>{`${wayWords(question, answer)}: ${say.deeper}`}</li>
            ) : (
              <Item key={answer} nodes={nodes} at={child} way={wayWords(question, answer)} classes={classes} />
            ),
          )}
        </ul>
      )}
    </li>
  );
}
