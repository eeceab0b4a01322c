/** Rows and columns of every table side by side; tables that are the same in all runs are left out. */

import { Fragment } from "react";
import type { ComparedNode, ComparedStep } from "../../api/apiTypes";
import { formatSize } from "../../lib/format";
import { joinWords } from "../../messages/formatting";
import { versionTexts } from "../../messages/versionTexts";
import { ComparisonTable } from "./ComparisonTable";

const texts = versionTexts.compare;
const MOST_NAMED = 6;

interface SizesRow {
  key: string;
  title: string;
  sizes: string[];
  columns: string[];
}

export function SizesTable({ nodes, names }: { nodes: ComparedNode[]; names: string[] }) {
  const rows = buildSizeRows(nodes).map(({ key, title, sizes, columns }) => ({
    key,
    title,
    cells: sizes.map((words, at) => (
      <Fragment key={at}>
        {words}
        {columns[at] && <small>{columns[at]}</small>}
      </Fragment>
    )),
  }));
  return (
    <ComparisonTable title={texts.sizes} heading={texts.step} runs={names} rows={rows} nothing={texts.sizesSame} />
  );
}

/** A row for each table that is not the same in all runs, in words. */
export function buildSizeRows(nodes: readonly ComparedNode[]): SizesRow[] {
  return nodes.flatMap(({ node, title, steps }) => {
    const ports = [...new Set(steps.flatMap((step) => Object.keys(step?.columns ?? {})))];
    return ports.flatMap((port) => {
      const sizes = steps.map((step) => describeOutputSize(step, port));
      const columns = steps.map((step) => describeColumnChanges(steps[0]?.columns[port], step?.columns[port]));
      if (new Set(sizes).size === 1 && columns.every((words) => words === "")) return [];
      return [
        {
          key: `${node}.${port}`,
          title: ports.length > 1 ? `${title}, ${port.replaceAll("_", " ")}` : title,
          sizes,
          columns,
        },
      ];
    });
  });
}

function describeOutputSize(step: ComparedStep | null, port: string): string {
  const output = step?.outputs[port];
  return output ? formatSize(output.rows ?? 0, output.columns ?? 0) : texts.notThere;
}

type Columns = Record<string, string> | undefined;

function describeColumnChanges(first: Columns, columns: Columns): string {
  if (!first || !columns) return "";
  const more = Object.keys(columns).filter((name) => first[name] === undefined);
  const less = Object.keys(first).filter((name) => columns[name] === undefined);
  const other = Object.keys(columns).filter((name) => first[name] !== undefined && first[name] !== columns[name]);
  return [
    more.length > 0 ? texts.columnsMore(joinWords(more, MOST_NAMED)) : "",
    less.length > 0 ? texts.columnsLess(joinWords(less, MOST_NAMED)) : "",
    other.length > 0 ? texts.columnsOther(joinWords(other, MOST_NAMED)) : "",
  ]
    .filter((words) => words !== "")
    .join("; ");
}
