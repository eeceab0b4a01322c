/** A model that learned without a label: its clusters, or its anomaly scores. */

import type { AnomalyDetails, ClusterDetails, ModelView } from "../../api/views";
import { clusterMessages as say } from "../../messages/clusters";
import { count, percent } from "../format";
import { Features, Parameters } from "../model/ModelParts";
import { AnomalyScores } from "./AnomalyScores";
import { aligned, decimalsFor } from "./aligned";
import { ClusterMap } from "./ClusterMap";
import { Dendrogram } from "./Dendrogram";
import { ClusterName, Profile } from "./Profile";
import "./clusters.css";

interface Props {
  view: ModelView;
  details: ClusterDetails | AnomalyDetails;
}

export function Unsupervised({ view, details }: Props) {
  const { title, detail } = details.kind === "clusters" ? clustersFound(view, details) : anomaliesFound(view, details);
  return (
    <article className="clusters">
      <header>
        <h2>{title}</h2>
        <p>{detail}</p>
      </header>
      {details.kind === "clusters" ? <Clusters details={details} /> : <AnomalyScores details={details} />}
      <div className="clusters-aside">
        <Parameters parameters={[...view.parameters, ...(details.kind === "clusters" ? details.figures : [])]} />
        <Features features={view.features} />
      </div>
    </article>
  );
}

function clustersFound(view: ModelView, details: ClusterDetails) {
  const sentences = [
    say.foundIn(count(details.rows), count(view.features.length)),
    details.noise > 0 && say.noise(count(details.noise), percent(details.noise / Math.max(1, details.rows))),
    details.left_out > 0 && say.leftOut(count(details.left_out)),
    details.found > details.clusters.length && say.described(count(details.clusters.length)),
  ];
  return {
    title: details.found > 0 ? say.found(view.learner, count(details.found)) : say.foundNone(view.learner),
    detail: sentences.filter(Boolean).join(" "),
  };
}

function anomaliesFound(view: ModelView, details: AnomalyDetails) {
  return {
    title: say.anomaly.title(view.learner, count(details.anomalies), count(details.rows)),
    detail: say.anomaly.detail(count(view.features.length)),
  };
}

function Clusters({ details }: { details: ClusterDetails }) {
  return (
    <>
      <div className="clusters-row">
        <ClusterMap points={details.points} rows={details.rows} axes={details.axes} clusters={details.clusters} />
        <Sizes details={details} />
      </div>
      {details.dendrogram && <Dendrogram tree={details.dendrogram} />}
      <Profile profile={details.profile} clusters={details.clusters.map(({ cluster }) => cluster)} />
    </>
  );
}

function Sizes({ details }: { details: ClusterDetails }) {
  const largest = Math.max(1, details.noise, ...details.clusters.map(({ rows }) => rows));
  const decimals = decimalsFor(details.clusters.map((item) => item.maximal_distance));
  const noise = { cluster: -1, rows: details.noise, average_distance: null, maximal_distance: null };
  return (
    <section>
      <header className="plot-head">
        <h3>{say.sizes.title}</h3>
      </header>
      <p className="plot-caption">{say.sizes.caption}</p>
      <table className="sizes">
        <thead>
          <tr>
            {[say.sizes.cluster, say.sizes.rows, say.sizes.share, say.sizes.own, say.sizes.farthest].map(
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
              <td className="number">{count(item.rows)}</td>
              <td className="number">
                <Share share={item.rows / Math.max(1, details.rows)} full={largest / Math.max(1, details.rows)} />
              </td>
              <td className="number">{aligned(item.average_distance, decimals)}</td>
              <td className="number">{aligned(item.maximal_distance, decimals)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A share as a number and a bar of it, the longest for the largest. */
export function Share({ share, full }: { share: number; full: number }) {
  return (
    <span className="size-share">
      <svg width={70} height={10} aria-hidden="true">
        <rect width={Math.max(1, (70 * share) / Math.max(full, 1e-9))} height={10} className="bar" />
      </svg>
      <span>{percent(share, 0)}</span>
    </span>
  );
}
