/** What is typical of each cluster: a row per column of the data, a column per cluster. */

import type { ClusterProfile } from "../../../api/artifactViews";
import { formatPercent, formatShort } from "../../../lib/format";
import { clusterTexts as texts } from "../../../messages/clusterTexts";
import { useClusterRows } from "../partRows";
import { chooseDecimals, formatAligned } from "./clusterAlignment";
import { getClusterSeriesColor, getDifferenceColor } from "./clusterColors";

/** A difference of so many standard deviations, or of such a share, has the full color. */
const FULL = { number: 2, share: 0.6 };

export function ClusterProfileTable({ profile, clusters }: { profile: ClusterProfile[]; clusters: number[] }) {
  if (profile.length === 0 || clusters.length === 0) return null;
  return (
    <section className="profile">
      <header className="plot-head">
        <h3>{texts.profile.title}</h3>
      </header>
      <p className="plot-caption">{texts.profile.caption}</p>
      <div className="profile-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.profile.feature}</th>
              <th scope="col" className="number">
                {texts.profile.all}
              </th>
              {clusters.map((cluster) => (
                <th key={cluster} scope="col" className="number">
                  <ClusterName cluster={cluster} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {profile.map((record) => (
              <ProfileRow key={record.feature} record={record} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** A dot in the cluster's color and its number; a click shows its rows where there is a table of them. */
export function ClusterName({ cluster }: { cluster: number }) {
  const show = useClusterRows();
  const name = <ClusterDot cluster={cluster} />;
  if (!show) return name;
  return (
    <button
      type="button"
      className="cluster-button"
      title={texts.showRows(cluster < 0 ? texts.outside : texts.cluster(cluster))}
      onClick={() => show(cluster)}
    >
      {name}
    </button>
  );
}

function ClusterDot({ cluster }: { cluster: number }) {
  return (
    <span className="cluster-name">
      <svg width={10} height={10} aria-hidden="true">
        <circle cx={5} cy={5} r={4.5} fill={getClusterSeriesColor(cluster)} />
      </svg>
      {cluster < 0 ? texts.outside : cluster}
    </span>
  );
}

function ProfileRow({ record }: { record: ClusterProfile }) {
  const numeric = record.type === "integer" || record.type === "real";
  const decimals = chooseDecimals([record.overall, ...record.values].map((value) => (numeric ? Number(value) : 0)));
  return (
    <tr>
      <th scope="row">{record.feature}</th>
      <td className="number profile-all">{formatProfileValue(record.overall, decimals)}</td>
      {record.values.map((value, at) => {
        const difference = record.differences[at] ?? null;
        return (
          <td
            key={at}
            className="number"
            style={{ background: getDifferenceColor(difference, numeric ? FULL.number : FULL.share) }}
            title={difference === null ? undefined : describeDifference(difference, numeric)}
          >
            {formatProfileValue(value, decimals)}
          </td>
        );
      })}
    </tr>
  );
}

const describeDifference = (difference: number, numeric: boolean): string =>
  numeric
    ? texts.profile.deviations(formatShort(Number(difference.toFixed(2))))
    : texts.profile.shares(formatPercent(difference, 0));

const formatProfileValue = (value: number | string | null, decimals: number): string =>
  typeof value === "string" ? value : formatAligned(value, decimals);
