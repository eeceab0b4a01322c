/** What a fitted transformation will do, one line per column or rule. */

import { Suspense } from "react";
import type { TransformationView } from "../api/views";
import type { Json } from "../graph/types";
import { later } from "../later";
import { resultsMessages as say } from "../messages/results";
import { count, short } from "./format";

const Components = later(() => import("./clusters/Components").then((module) => ({ default: module.Components })));
const Topics = later(() => import("./topics/Topics").then((module) => ({ default: module.Topics })));

export function TransformationRules({ view }: { view: TransformationView }) {
  if (view.details?.kind === "topics") {
    return (
      <Suspense fallback={null}>
        <Topics title={view.title} details={view.details} />
      </Suspense>
    );
  }
  if (view.details) {
    return (
      <Suspense fallback={null}>
        <Components title={view.title} details={view.details} />
      </Suspense>
    );
  }
  const fields = [...new Set(view.records.flatMap((record) => Object.keys(record)))];
  return (
    <div className="rules">
      <h2>{view.title}</h2>
      <p>{say.results.transformation(count(view.records.length))}</p>
      <table>
        <thead>
          <tr>
            {fields.map((field) => (
              <th key={field} scope="col">
                {field.replace(/_/g, " ")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.records.map((record, at) => (
            <tr key={at}>
              {fields.map((field) => (
                <td key={field} className={typeof record[field] === "number" ? "number" : undefined}>
                  {plain(record[field] ?? null)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function plain(value: Json): string {
  if (typeof value === "number") return short(value);
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
