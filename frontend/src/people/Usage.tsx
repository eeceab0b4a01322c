/** What the workspace holds and runs of what it may, and what takes the most room. */

import { Alert, Button } from "@mantine/core";
import { CardTable } from "../components/CardTable";
import { people } from "../messages/people";
import { quotas as say } from "../messages/quotas";
import { navigate } from "../navigation";
import { bytes } from "../views/format";
import { type LargestRead, type Me, type Membership, useLargest, useUsage } from "./api";
import { UsageBar } from "./UsageBar";

export function Usage({ me }: { me: Me }) {
  if (!me.workspace) return <p className="page-message">{people.menu.noWorkspace}</p>;
  return <UsageOf workspace={me.workspace} />;
}

function UsageOf({ workspace: { id, name } }: { workspace: Membership }) {
  const { data, error } = useUsage(id);
  const share = data && data.limits.storage > 0 ? data.used / data.limits.storage : 0;
  return (
    <>
      <header className="page-head">
        <h1>{people.sections.usage}</h1>
      </header>
      <p className="people-about">{say.about(name)}</p>
      {error && <p className="page-message">{error.message}</p>}
      {share >= 0.9 && (
        <Alert color={share >= 1 ? "red" : "yellow"} mt="md">
          {share >= 1 ? say.full : say.nearly}
        </Alert>
      )}
      {data && (
        <dl className="usage-facts">
          <dt>{say.storage}</dt>
          <dd>
            <UsageBar used={data.used} limit={data.limits.storage} />
          </dd>
          <dt>{say.steps}</dt>
          <dd>
            {say.running(data.running, data.limits.steps)}
            {data.waiting > 0 && `, ${say.waiting(data.waiting)}`}
          </dd>
          <dt>{say.runs}</dt>
          <dd>{say.runsNow(data.runs, data.limits.runs)}</dd>
        </dl>
      )}
      <p className="people-note">{say.who}</p>
      <Largest workspace={id} />
    </>
  );
}

function Largest({ workspace }: { workspace: string }) {
  const { data } = useLargest(workspace);
  if (!data) return null;
  return (
    <section className="people-part">
      <div className="page-head">
        <h2>{say.largest}</h2>
        <div className="page-actions">
          <Button variant="default" onClick={() => navigate("/datasets")}>
            {say.toDatasets}
          </Button>
          <Button variant="default" onClick={() => navigate("/runs")}>
            {say.toRuns}
          </Button>
        </div>
      </div>
      {data.datasets.length + data.designs.length === 0 && <p className="page-message">{say.largestEmpty}</p>}
      <Table name={say.datasets} rows={data.datasets} />
      <Table name={say.designs} rows={data.designs} />
    </section>
  );
}

function Table({ name, rows }: { name: string; rows: LargestRead[] }) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3 className="usage-head">{name}</h3>
      <CardTable heads={[say.name, say.size]}>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              {row.name}
              {row.deleted && <span className="people-tag">{say.deleted}</span>}
            </th>
            <td>{bytes(row.bytes)}</td>
          </tr>
        ))}
      </CardTable>
    </>
  );
}
