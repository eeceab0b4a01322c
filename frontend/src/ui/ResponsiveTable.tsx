/** A table of a page with a heading in each row. On a phone its rows are small cards. */

import type { ReactNode } from "react";
import { appTexts } from "../messages/appTexts";
import "./responsiveTable.css";

interface Props {
  headings: readonly string[];
  /** Whether a last column holds what can be done with a row. */
  hasTools?: boolean;
  className?: string;
  children: ReactNode;
}

export function ResponsiveTable({ headings, hasTools = false, className = "", children }: Props) {
  const named = Object.fromEntries(headings.map((head, index) => [`--head-${index + 1}`, JSON.stringify(head)]));
  return (
    <div className="card-scroll">
      <table className={`page-table card-table ${className}`} style={named}>
        <thead>
          <tr>
            {headings.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {hasTools && (
              <th scope="col">
                <span className="visually-hidden">{appTexts.rowTools}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
