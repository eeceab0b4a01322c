/** What the workspace holds and runs of what it may, and what takes the most room. */

import { Alert, Button } from "@mantine/core";
import { type LargestRead, type Me, type Membership, useLargest, useUsage } from "../../api/people";
import { formatFileSize } from "../../lib/format";
import { navigate } from "../../lib/navigation";
import { peopleTexts } from "../../messages/peopleTexts";
import { quotaTexts as texts } from "../../messages/quotaTexts";
import { ResponsiveTable } from "../../ui/ResponsiveTable";
import { UsageBar } from "./UsageBar";
import "../../ui/settings.css";
import "./usage.css";

export function WorkspaceUsagePage({ me }: { me: Me }) {
  if (!me.workspace) return <p className="page-message">{peopleTexts.menu.noWorkspace}</p>;
  return <WorkspaceUsageDetails workspace={me.workspace} />;
}

function WorkspaceUsageDetails({ workspace: { id, name } }: { workspace: Membership }) {
  const { data, error } = useUsage(id);
  const share = data && data.limits.storage > 0 ? data.used / data.limits.storage : 0;
  return (
    <>
      <header className="page-head">
        <h1>{peopleTexts.sections.usage}</h1>
      </header>
      <p className="settings-about">{texts.about(name)}</p>
      {error && <p className="page-message">{error.message}</p>}
      {share >= 0.9 && (
        <Alert color={share >= 1 ? "red" : "yellow"} mt="md">
          {share >= 1 ? texts.full : texts.nearly}
        </Alert>
      )}
      {data && (
        <dl className="usage-facts">
          <dt>{texts.storage}</dt>
          <dd>
            <UsageBar used={data.used} limit={data.limits.storage} />
          </dd>
          <dt>{texts.steps}</dt>
          <dd>
            {texts.running(data.running, data.limits.steps)}
            {data.waiting > 0 && `, ${texts.waiting(data.waiting)}`}
          </dd>
          <dt>{texts.runs}</dt>
          <dd>{texts.runsNow(data.runs, data.limits.runs)}</dd>
        </dl>
      )}
      <p className="settings-note">{texts.who}</p>
      <LargestItems workspace={id} />
    </>
  );
}

function LargestItems({ workspace }: { workspace: string }) {
  const { data } = useLargest(workspace);
  if (!data) return null;
  return (
    <section className="settings-part">
      <div className="page-head">
        <h2>{texts.largest}</h2>
        <div className="page-actions">
          <Button variant="default" onClick={() => navigate("/datasets")}>
            {texts.toDatasets}
          </Button>
          <Button variant="default" onClick={() => navigate("/runs")}>
            {texts.toRuns}
          </Button>
        </div>
      </div>
      {data.datasets.length + data.designs.length === 0 && <p className="page-message">{texts.largestEmpty}</p>}
      <LargestTable name={texts.datasets} rows={data.datasets} />
      <LargestTable name={texts.designs} rows={data.designs} />
    </section>
  );
}

function LargestTable({ name, rows }: { name: string; rows: LargestRead[] }) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3 className="usage-head">{name}</h3>
      <ResponsiveTable headings={[texts.name, texts.size]}>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              {row.name}
              {row.deleted && <span className="settings-tag">{texts.deleted}</span>}
            </th>
            <td>{formatFileSize(row.bytes)}</td>
          </tr>
        ))}
      </ResponsiveTable>
    </>
  );
}
