/** The evaluation of one clustering or of two: tiles, the clusters in the plane, and the table of each cluster. */

import type { ClusteringDetails } from "../../../api/artifactViews";
import { formatCount, formatFixed } from "../../../lib/format";
import { findMetric } from "../../../lib/metrics";
import { clusterTexts as texts } from "../../../messages/clusterTexts";
import { DescribedChart } from "../../../ui/charts/DescribedChart";
import clusterMap from "../../../ui/charts/descriptions/cluster_map.json";
import type { EvaluatedModel, EvaluationChartsProps } from "../evaluation/EvaluationView";
import { type MetricCardData, MetricCards } from "../evaluation/MetricCards";
import { chooseDecimals, formatAligned } from "./clusterAlignment";
import { getDifferenceColor } from "./clusterColors";
import { ClusterName, ClusterProfileTable } from "./Profile";
import "./clusters.css";

/** In this order, as far as they were measured. */
const TILES = [
  "Silhouette",
  "Davies_Bouldin",
  "Calinski_Harabasz",
  "Adjusted_Rand_Index",
  "Average_Distance_to_Cluster_Center",
  "Average_Distance_to_Other_Center",
];

export function Clustering({ models, focus }: EvaluationChartsProps<ClusteringDetails>) {
  const model = models[focus] ?? models[0]!;
  const { details } = model;
  return (
    <>
      <MetricCards tiles={buildCards(models)} focus={focus} />
      <div className="clusters-row">
        {details.points.length > 0 ? (
          <DescribedChart description={clusterMap} data={details} />
        ) : (
          <p className="results-message">{texts.evaluation.noPicture}</p>
        )}
        <PerClusterTable model={model} />
      </div>
      {details.label && <AgainstLabel clusters={details.clusters} label={details.label} />}
      <ClusterProfileTable profile={details.profile} clusters={details.clusters.map(({ cluster }) => cluster)} />
    </>
  );
}

function buildCards(models: EvaluatedModel<ClusteringDetails>[]): MetricCardData[] {
  return TILES.filter((key) => models.some((model) => model.metrics[key] !== undefined)).map((key) => ({
    metric: findMetric(key),
    values: models.map((model) => model.metrics[key]),
  }));
}

function PerClusterTable({ model: { name, details, metrics } }: { model: EvaluatedModel<ClusteringDetails> }) {
  const sampled = details.sampled !== null && details.sampled < details.rows;
  const words = texts.sizes;
  const decimals = chooseDecimals(details.clusters.flatMap((item) => [item.average_other, item.maximal_distance]));
  return (
    <section>
      <header className="plot-head">
        <h3>{texts.evaluation.perCluster}</h3>
      </header>
      <p className="plot-caption">{texts.evaluation.caption(name)}</p>
      <table className="sizes">
        <thead>
          <tr>
            {[words.cluster, words.rows, words.own, words.other, words.farthest, words.silhouette].map((title, at) => (
              <th key={title} scope="col" className={at > 0 ? "number" : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {details.clusters.map((item) => (
            <tr key={item.cluster}>
              <th scope="row">
                <ClusterName cluster={item.cluster} />
              </th>
              <ClusterCells
                values={[item.average_distance, item.average_other, item.maximal_distance]}
                rows={item.rows}
                decimals={decimals}
              />
              <td className="number">{item.silhouette === null ? "–" : formatFixed(item.silhouette, 3)}</td>
            </tr>
          ))}
          <tr className="sizes-all">
            <th scope="row">{texts.evaluation.combined}</th>
            <ClusterCells
              rows={details.rows}
              decimals={decimals}
              values={[
                metrics.Average_Distance_to_Cluster_Center,
                metrics.Average_Distance_to_Other_Center,
                metrics.Maximal_Distance_to_Cluster_Center,
              ]}
            />
            <td className="number">{metrics.Silhouette === undefined ? "–" : formatFixed(metrics.Silhouette, 3)}</td>
          </tr>
        </tbody>
      </table>
      <p className="fine-print">
        {[
          sampled && texts.evaluation.sampled(formatCount(details.sampled ?? 0)),
          details.without > 0 && texts.evaluation.without(formatCount(details.without)),
        ]
          .filter(Boolean)
          .join(" ")}
      </p>
    </section>
  );
}

interface ClusterCellsProps {
  rows: number;
  values: (number | null | undefined)[];
  decimals: number;
}

function ClusterCells({ rows, values, decimals }: ClusterCellsProps) {
  return (
    <>
      <td className="number">{formatCount(rows)}</td>
      {values.map((value, at) => (
        <td key={at} className="number">
          {formatAligned(value, decimals)}
        </td>
      ))}
    </>
  );
}

interface LabelProps {
  clusters: ClusteringDetails["clusters"];
  label: NonNullable<ClusteringDetails["label"]>;
}

/** Rows of each class in each cluster: the larger the share of the class, the stronger. */
function AgainstLabel({ clusters, label }: LabelProps) {
  const totals = label.classes.map((_, at) => label.counts.reduce((sum, row) => sum + (row[at] ?? 0), 0));
  return (
    <section className="profile">
      <header className="plot-head">
        <h3>{texts.evaluation.label(label.name)}</h3>
      </header>
      <p className="plot-caption">{texts.evaluation.labelCaption}</p>
      <div className="profile-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{label.name}</th>
              {clusters.map(({ cluster }) => (
                <th key={cluster} scope="col" className="number">
                  <ClusterName cluster={cluster} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {label.classes.map((name, at) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {clusters.map(({ cluster }, row) => {
                  const value = label.counts[row]?.[at] ?? 0;
                  return (
                    <td
                      key={cluster}
                      className="number"
                      style={{ background: getDifferenceColor(value / Math.max(1, totals[at]!), 1) }}
                    >
                      {formatCount(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
