/** A section of a comparison: a table with a row for each thing that is compared and a column for each run. */

import type { ReactNode } from "react";
import "../../ui/responsiveTable.css";
import "./comparison.css";

export interface ComparisonRow {
  key: string;
  title: ReactNode;
  /** One for each run. */
  cells: ReactNode[];
}

interface Props {
  title: string;
  /** What the rows are, over their names. */
  heading: string;
  runs: string[];
  rows: ComparisonRow[];
  /** What is said in place of a table without rows. */
  nothing: string;
  /** What stands over the table. */
  note?: string;
}

export function ComparisonTable({ title, heading, runs, rows, nothing, note }: Props) {
  return (
    <section className="compare-section">
      <h2>{title}</h2>
      {note && <p className="compare-note">{note}</p>}
      {rows.length === 0 ? (
        <p>{nothing}</p>
      ) : (
        <table className="page-table compare-table">
          <thead>
            <tr>
              <th scope="col">{heading}</th>
              {runs.map((run) => (
                <th key={run} scope="col" className="number">
                  {run}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.title}</th>
                {row.cells.map((cell, at) => (
                  <td key={runs[at]} className="number">
                    {cell}
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
