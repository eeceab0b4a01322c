/** The evaluation of one clustering or of two: tiles, the clusters in the plane, and the table of each cluster. */

import type { ClusteringDetails } from "../../api/views";
import { clusterMessages as say } from "../../messages/clusters";
import type { Charts, Judged } from "../evaluation/EvaluationView";
import { type Tile, Tiles } from "../evaluation/Tiles";
import { count, fixed } from "../format";
import { metricOf } from "../metrics";
import { aligned, decimalsFor } from "./aligned";
import { ClusterMap } from "./ClusterMap";
import { wash } from "./colors";
import { ClusterName, Profile } from "./Profile";
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

export function Clustering({ models, focus }: Charts<ClusteringDetails>) {
  const model = models[focus] ?? models[0]!;
  const { details } = model;
  return (
    <>
      <Tiles tiles={tilesOf(models)} focus={focus} />
      <div className="clusters-row">
        {details.points.length > 0 ? (
          <ClusterMap points={details.points} rows={details.rows} axes={details.axes} clusters={details.clusters} />
        ) : (
          <p className="results-message">{say.evaluation.noPicture}</p>
        )}
        <PerCluster model={model} />
      </div>
      {details.label && <AgainstLabel clusters={details.clusters} label={details.label} />}
      <Profile profile={details.profile} clusters={details.clusters.map(({ cluster }) => cluster)} />
    </>
  );
}

function tilesOf(models: Judged<ClusteringDetails>[]): Tile[] {
  return TILES.filter((key) => models.some((model) => model.metrics[key] !== undefined)).map((key) => ({
    metric: metricOf(key),
    values: models.map((model) => model.metrics[key]),
  }));
}

function PerCluster({ model: { name, details, metrics } }: { model: Judged<ClusteringDetails> }) {
  const sampled = details.sampled !== null && details.sampled < details.rows;
  const words = say.sizes;
  const decimals = decimalsFor(details.clusters.flatMap((item) => [item.average_other, item.maximal_distance]));
  return (
    <section>
      <header className="plot-head">
        <h3>{say.evaluation.perCluster}</h3>
      </header>
      <p className="plot-caption">{say.evaluation.caption(name)}</p>
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
              <Cells
                values={[item.average_distance, item.average_other, item.maximal_distance]}
                rows={item.rows}
                decimals={decimals}
              />
              <td className="number">{item.silhouette === null ? "–" : fixed(item.silhouette, 3)}</td>
            </tr>
          ))}
          <tr className="sizes-all">
            <th scope="row">{say.evaluation.combined}</th>
            <Cells
              rows={details.rows}
              decimals={decimals}
              values={[
                metrics.Average_Distance_to_Cluster_Center,
                metrics.Average_Distance_to_Other_Center,
                metrics.Maximal_Distance_to_Cluster_Center,
              ]}
            />
            <td className="number">{metrics.Silhouette === undefined ? "–" : fixed(metrics.Silhouette, 3)}</td>
          </tr>
        </tbody>
      </table>
      <p className="fine-print">
        {[
          sampled && say.evaluation.sampled(count(details.sampled ?? 0)),
          details.without > 0 && say.evaluation.without(count(details.without)),
        ]
          .filter(Boolean)
          .join(" ")}
      </p>
    </section>
  );
}

interface CellsProps {
  rows: number;
  values: (number | null | undefined)[];
  decimals: number;
}

function Cells({ rows, values, decimals }: CellsProps) {
  return (
    <>
      <td className="number">{count(rows)}</td>
      {values.map((value, at) => (
        <td key={at} className="number">
          {aligned(value, decimals)}
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
        <h3>{say.evaluation.label(label.name)}</h3>
      </header>
      <p className="plot-caption">{say.evaluation.labelCaption}</p>
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
                      style={{ background: wash(value / Math.max(1, totals[at]!), 1) }}
                    >
                      {count(value)}
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
