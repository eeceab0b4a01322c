/** What is typical of each cluster: a row per column of the data, a column per cluster. */

import type { ClusterProfile } from "../../api/views";
import { clusterMessages as say } from "../../messages/clusters";
import { percent, short } from "../format";
import { aligned, decimalsFor } from "./aligned";
import { clusterColor, wash } from "./colors";

/** A difference of so many standard deviations, or of such a share, has the full colour. */
const FULL = { number: 2, share: 0.6 };

export function Profile({ profile, clusters }: { profile: ClusterProfile[]; clusters: number[] }) {
  if (profile.length === 0 || clusters.length === 0) return null;
  return (
    <section className="profile">
      <header className="plot-head">
        <h3>{say.profile.title}</h3>
      </header>
      <p className="plot-caption">{say.profile.caption}</p>
      <div className="profile-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{say.profile.feature}</th>
              <th scope="col" className="number">
                {say.profile.all}
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

/** A dot in the cluster's colour and its number. */
export function ClusterName({ cluster }: { cluster: number }) {
  return (
    <span className="cluster-name">
      <svg width={10} height={10} aria-hidden="true">
        <circle cx={5} cy={5} r={4.5} fill={clusterColor(cluster)} />
      </svg>
      {cluster < 0 ? say.outside : cluster}
    </span>
  );
}

function ProfileRow({ record }: { record: ClusterProfile }) {
  const numeric = record.type === "integer" || record.type === "real";
  const decimals = decimalsFor([record.overall, ...record.values].map((value) => (numeric ? Number(value) : 0)));
  return (
    <tr>
      <th scope="row">{record.feature}</th>
      <td className="number profile-all">{text(record.overall, decimals)}</td>
      {record.values.map((value, at) => {
        const difference = record.differences[at] ?? null;
        return (
          <td
            key={at}
            className="number"
            style={{ background: wash(difference, numeric ? FULL.number : FULL.share) }}
            title={difference === null ? undefined : inWords(difference, numeric)}
          >
            {text(value, decimals)}
          </td>
        );
      })}
    </tr>
  );
}

const inWords = (difference: number, numeric: boolean): string =>
  numeric ? say.profile.deviations(short(Number(difference.toFixed(2)))) : say.profile.shares(percent(difference, 0));

const text = (value: number | string | null, decimals: number): string =>
  typeof value === "string" ? value : aligned(value, decimals);
