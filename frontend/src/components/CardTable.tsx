/** A table of a page with a heading in each row. On a phone its rows are small cards. */

import type { ReactNode } from "react";
import { text } from "../messages/en";
import "./pageTable.css";

interface Props {
  heads: readonly string[];
  /** Whether a last column holds what can be done with a row. */
  tools?: boolean;
  className?: string;
  children: ReactNode;
}

export function CardTable({ heads, tools = false, className = "", children }: Props) {
  const named = Object.fromEntries(heads.map((head, index) => [`--head-${index + 1}`, JSON.stringify(head)]));
  return (
    <div className="card-scroll">
      <table className={`page-table card-table ${className}`} style={named}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {tools && (
              <th scope="col">
                <span className="visually-hidden">{text.rowTools}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
