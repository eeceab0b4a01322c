/** One result as far as it is shared: columns, statistics, first rows, metrics, charts, models. */

import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import type { Output } from "../../api/apiTypes";
import type { SchemaView, SharedView } from "../../api/artifactViews";
import { type GuestRead, readSharedArtifact, readSharedRows } from "../../api/guestSession";
import { TYPE_NAMES } from "../../lib/format";
import { lazyWithRetry } from "../../lib/lazy";
import { sharingTexts } from "../../messages/sharingTexts";
import { ColumnStatistics } from "../results/dataset/ColumnStatistics";
import { NumbersTable } from "../results/evaluation/NumbersTable";
import "../../ui/charts/plot.css";
import "../results/resultsView.css";
import "./shared.css";

const texts = sharingTexts.visitor;
const EvaluationCharts = lazyWithRetry(() =>
  import("../results/evaluation/EvaluationView").then((module) => ({
    default: module.EvaluationCharts,
  })),
);
const DataChartView = lazyWithRetry(() => import("../results/dataChart/DataChartView"));
const ModelDetails = lazyWithRetry(() =>
  import("../results/model/ModelDetails").then((module) => ({ default: module.ModelDetails })),
);
const TransformationRules = lazyWithRetry(() =>
  import("../results/TransformationRules").then((module) => ({ default: module.TransformationRules })),
);

export function SharedResult({ design, output, title }: { design: GuestRead; output: Output; title: string }) {
  const { data, error } = useQuery({
    queryKey: ["shared", design.id, design.run, output.artifact, "view", design.shows],
    queryFn: () => readSharedArtifact(design, output.artifact),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const size = output.rows !== null && output.columns !== null ? texts.size(output.rows, output.columns) : "";
  return (
    <section className="shared-result">
      <h3>
        {title} <span className="shared-quiet">{size}</span>
      </h3>
      {error && <p className="shared-quiet">{error.message}</p>}
      <Suspense fallback={null}>
        {data && (data.view ? <SharedResultView view={data.view} /> : <p className="shared-quiet">{texts.withheld}</p>)}
      </Suspense>
      {design.shows === "rows" && output.type === "dataset" && (
        <SharedFirstRows design={design} artifact={output.artifact} />
      )}
    </section>
  );
}

function SharedResultView({ view }: { view: SharedView }) {
  switch (view.kind) {
    case "schema":
      return <SharedColumns view={view} />;
    case "dataset":
      if (view.shown_as?.kind === "chart") return <DataChartView shown={view.shown_as} />;
      return (
        <div className="shared-statistics">
          <ColumnStatistics view={view} />
        </div>
      );
    case "evaluation": {
      const counted = view.models.some(({ details }) => Object.keys(details).length > 0);
      return counted ? <EvaluationCharts view={view} /> : <NumbersTable view={view} />;
    }
    case "trained_model":
    case "untrained_model":
      return <ModelDetails view={view} />;
    case "transformation":
      return <TransformationRules view={view} />;
    default:
      return <p className="shared-quiet">{texts.withheld}</p>;
  }
}

function SharedColumns({ view }: { view: SchemaView }) {
  return (
    <ul className="shared-columns" aria-label={texts.columns}>
      {view.columns.map(({ name, type, role }) => (
        <li key={name}>
          <b>{name}</b> {TYPE_NAMES[type]}
          {role !== "feature" && role !== "none" ? `, ${role}` : ""}
        </li>
      ))}
    </ul>
  );
}

function SharedFirstRows({ design, artifact }: { design: GuestRead; artifact: string }) {
  const { data } = useQuery({
    queryKey: ["shared", design.id, design.run, artifact, "rows"],
    queryFn: () => readSharedRows(design, artifact),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!data) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className="shared-rows" tabIndex={0} aria-label={texts.firstRows(data.rows.length)}>
      <table>
        <caption>{texts.firstRows(data.rows.length)}</caption>
        <thead>
          <tr>
            {data.columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row, at) => (
            <tr key={data.numbers[at]}>
              {row.map((value, column) => (
                <td key={data.columns[column]}>{value === null ? "" : String(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
