/** One entry of the audit log: what was done in words, and what else is known of it. */

import { Anchor } from "@mantine/core";
import type { AuditEntry } from "../../api/people";
import { formatMoment } from "../../lib/format";
import { peopleTexts as texts } from "../../messages/peopleTexts";
import { ResponsiveTable } from "../../ui/ResponsiveTable";
import "./auditLog.css";

const moreTexts = texts.audit;
const actionTexts: Record<string, string> = moreTexts.actions;

interface AuditedCode {
  node: string | null;
  title: string;
  language: string;
  sha256: string;
}

interface Props {
  auditEntry: AuditEntry;
  onDesign: (design: string) => void;
}

export function AuditEntryRow({ auditEntry, onDesign }: Props) {
  const { at, person, action, subject, isolation, workspace, address } = auditEntry;
  return (
    <tr>
      <td title={at}>{formatMoment(at)}</td>
      <th scope="row">{person || moreTexts.nobody}</th>
      <td title={action}>{actionTexts[action] ?? action}</td>
      <td>
        {hasDetails(auditEntry) ? (
          <details className="people-details">
            <summary>{subject || moreTexts.details}</summary>
            <AuditDetails auditEntry={auditEntry} onDesign={onDesign} />
          </details>
        ) : (
          subject
        )}
      </td>
      <td>{isolation}</td>
      <td>{workspace}</td>
      <td>{address}</td>
    </tr>
  );
}

const hasDetails = ({ details, design_id }: AuditEntry): boolean =>
  design_id !== null || Object.keys(details).length > 0;

function AuditDetails({ auditEntry: { design_id, run_id, details }, onDesign }: Props) {
  const { code, ...rest } = details as { code?: AuditedCode[] } & Record<string, unknown>;
  return (
    <>
      <dl className="people-facts">
        {run_id !== null && <AuditFact name={moreTexts.run} value={run_id} />}
        {Object.entries(rest).map(([name, value]) => (
          <AuditFact key={name} name={name.replaceAll("_", " ")} value={value} />
        ))}
      </dl>
      {code && code.length > 0 && <CodeTable code={code} />}
      {design_id !== null && (
        <Anchor component="button" type="button" size="sm" onClick={() => onDesign(design_id)}>
          {moreTexts.ofDesign}
        </Anchor>
      )}
    </>
  );
}

function AuditFact({ name, value }: { name: string; value: unknown }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{formatAuditValue(value)}</dd>
    </>
  );
}

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/;

const formatAuditValue = (value: unknown): string => {
  if (value === null || value === "") return moreTexts.none;
  if (typeof value === "boolean") return value ? moreTexts.yes : moreTexts.no;
  if (Array.isArray(value)) return value.length > 0 ? value.map(formatAuditValue).join(", ") : moreTexts.none;
  if (typeof value === "string" && MOMENT.test(value)) return formatMoment(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

/** The code is told by its hash: whoever has the design can see whether it is the same. */
function CodeTable({ code }: { code: AuditedCode[] }) {
  return (
    <ResponsiveTable className="people-changed" headings={[moreTexts.code, moreTexts.language, moreTexts.hash]}>
      {code.map(({ node, title, language, sha256 }) => (
        <tr key={`${node} ${sha256}`}>
          <th scope="row">{title}</th>
          <td>{language}</td>
          <td title={sha256}>
            <code>{sha256.slice(0, 12)}</code>
          </td>
        </tr>
      ))}
    </ResponsiveTable>
  );
}
