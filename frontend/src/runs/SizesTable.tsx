/** Rows and columns of every table side by side; tables that are the same in all runs are left out. */

import type { NodeCompared, StepIn } from "../api/types";
import { versionMessages } from "../messages/versions";
import { inWords } from "../messages/words";
import { size } from "../views/format";

const say = versionMessages.compare;
const MOST_NAMED = 6;

interface Row {
  key: string;
  title: string;
  sizes: string[];
  columns: string[];
}

export function SizesTable({ nodes, names }: { nodes: NodeCompared[]; names: string[] }) {
  const rows = sizeRows(nodes);
  return (
    <section className="compare-section">
      <h2>{say.sizes}</h2>
      {rows.length === 0 ? (
        <p>{say.sizesSame}</p>
      ) : (
        <table className="page-table">
          <thead>
            <tr>
              <th scope="col">{say.step}</th>
              {names.map((name) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.title}</th>
                {row.sizes.map((words, at) => (
                  <td key={names[at]} className="number">
                    {words}
                    {row.columns[at] && <small>{row.columns[at]}</small>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** A row for each table that is not the same in all runs, in words. */
export function sizeRows(nodes: readonly NodeCompared[]): Row[] {
  return nodes.flatMap(({ node, title, steps }) => {
    const ports = [...new Set(steps.flatMap((step) => Object.keys(step?.columns ?? {})))];
    return ports.flatMap((port) => {
      const sizes = steps.map((step) => sizeOf(step, port));
      const columns = steps.map((step) => against(steps[0]?.columns[port], step?.columns[port]));
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

function sizeOf(step: StepIn | null, port: string): string {
  const output = step?.outputs[port];
  return output ? size(output.rows ?? 0, output.columns ?? 0) : say.notThere;
}

type Columns = Record<string, string> | undefined;

function against(first: Columns, columns: Columns): string {
  if (!first || !columns) return "";
  const more = Object.keys(columns).filter((name) => first[name] === undefined);
  const less = Object.keys(first).filter((name) => columns[name] === undefined);
  const other = Object.keys(columns).filter((name) => first[name] !== undefined && first[name] !== columns[name]);
  return [
    more.length > 0 ? say.columnsMore(inWords(more, MOST_NAMED)) : "",
    less.length > 0 ? say.columnsLess(inWords(less, MOST_NAMED)) : "",
    other.length > 0 ? say.columnsOther(inWords(other, MOST_NAMED)) : "",
  ]
    .filter((words) => words !== "")
    .join("; ");
}
