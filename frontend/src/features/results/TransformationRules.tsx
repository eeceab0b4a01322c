/** What a fitted transformation will do, one line per column or rule. */

import { Suspense } from "react";
import type { TransformationView } from "../../api/artifactViews";
import type { Json } from "../../api/designDocument";
import { formatCount, formatShort } from "../../lib/format";
import { lazyWithRetry } from "../../lib/lazy";
import { resultTexts as texts } from "../../messages/resultTexts";

const Components = lazyWithRetry(() =>
  import("./clusters/Components").then((module) => ({ default: module.PrincipalComponents })),
);
const Topics = lazyWithRetry(() => import("./topics/TopicsView").then((module) => ({ default: module.TopicsView })));

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
      <p>{texts.results.transformation(formatCount(view.records.length))}</p>
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
                  {formatRuleValue(record[field] ?? null)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function formatRuleValue(value: Json): string {
  if (typeof value === "number") return formatShort(value);
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
