/** A model that learned without a label: its clusters, or its anomaly scores. */

import type { AnomalyDetails, ClusterDetails, ModelView } from "../../../api/artifactViews";
import { formatCount, formatPercent } from "../../../lib/format";
import { clusterTexts as texts } from "../../../messages/clusterTexts";
import { DescribedChart } from "../../../ui/charts/DescribedChart";
import clusterMap from "../../../ui/charts/descriptions/cluster_map.json";
import { ModelFeatures, ModelParameters } from "../model/ModelParts";
import { AnomalyScores } from "./AnomalyScores";
import { chooseDecimals, formatAligned } from "./clusterAlignment";
import { Dendrogram } from "./Dendrogram";
import { ClusterName, ClusterProfileTable } from "./Profile";
import "./clusters.css";

interface Props {
  view: ModelView;
  details: ClusterDetails | AnomalyDetails;
}

export function UnsupervisedModel({ view, details }: Props) {
  const { title, detail } =
    details.kind === "clusters" ? describeClusters(view, details) : describeAnomalies(view, details);
  return (
    <article className="clusters">
      <header>
        <h2>{title}</h2>
        <p>{detail}</p>
      </header>
      {details.kind === "clusters" ? <FoundClusters details={details} /> : <AnomalyScores details={details} />}
      <div className="clusters-aside">
        <ModelParameters parameters={[...view.parameters, ...(details.kind === "clusters" ? details.figures : [])]} />
        <ModelFeatures features={view.features} />
      </div>
    </article>
  );
}

function describeClusters(view: ModelView, details: ClusterDetails) {
  const sentences = [
    texts.foundIn(formatCount(details.rows), formatCount(view.features.length)),
    details.noise > 0 &&
      texts.noise(formatCount(details.noise), formatPercent(details.noise / Math.max(1, details.rows))),
    details.left_out > 0 && texts.leftOut(formatCount(details.left_out)),
    details.found > details.clusters.length && texts.described(formatCount(details.clusters.length)),
  ];
  return {
    title: details.found > 0 ? texts.found(view.learner, formatCount(details.found)) : texts.foundNone(view.learner),
    detail: sentences.filter(Boolean).join(" "),
  };
}

function describeAnomalies(view: ModelView, details: AnomalyDetails) {
  return {
    title: texts.anomaly.title(view.learner, formatCount(details.anomalies), formatCount(details.rows)),
    detail: texts.anomaly.detail(formatCount(view.features.length)),
  };
}

function FoundClusters({ details }: { details: ClusterDetails }) {
  return (
    <>
      <div className="clusters-row">
        <DescribedChart description={clusterMap} data={details} />
        <ClusterSizes details={details} />
      </div>
      {details.dendrogram && <Dendrogram tree={details.dendrogram} />}
      <ClusterProfileTable profile={details.profile} clusters={details.clusters.map(({ cluster }) => cluster)} />
    </>
  );
}

function ClusterSizes({ details }: { details: ClusterDetails }) {
  const largest = Math.max(1, details.noise, ...details.clusters.map(({ rows }) => rows));
  const decimals = chooseDecimals(details.clusters.map((item) => item.maximal_distance));
  const noise = { cluster: -1, rows: details.noise, average_distance: null, maximal_distance: null };
  return (
    <section>
      <header className="plot-head">
        <h3>{texts.sizes.title}</h3>
      </header>
      <p className="plot-caption">{texts.sizes.caption}</p>
      <table className="sizes">
        <thead>
          <tr>
            {[texts.sizes.cluster, texts.sizes.rows, texts.sizes.share, texts.sizes.own, texts.sizes.farthest].map(
              (title, at) => (
                <th key={title} scope="col" className={at > 0 ? "number" : undefined}>
                  {title}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {[...details.clusters, ...(details.noise > 0 ? [noise] : [])].map((item) => (
            <tr key={item.cluster}>
              <th scope="row">
                <ClusterName cluster={item.cluster} />
              </th>
              <td className="number">{formatCount(item.rows)}</td>
              <td className="number">
                <ShareMeter share={item.rows / Math.max(1, details.rows)} full={largest / Math.max(1, details.rows)} />
              </td>
              <td className="number">{formatAligned(item.average_distance, decimals)}</td>
              <td className="number">{formatAligned(item.maximal_distance, decimals)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A share as a number and a bar of it, the longest for the largest. */
export function ShareMeter({ share, full }: { share: number; full: number }) {
  return (
    <span className="size-share">
      <svg width={70} height={10} aria-hidden="true">
        <rect width={Math.max(1, (70 * share) / Math.max(full, 1e-9))} height={10} className="bar" />
      </svg>
      <span>{formatPercent(share, 0)}</span>
    </span>
  );
}
