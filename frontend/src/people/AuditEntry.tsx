/** One entry of the audit log: what was done in words, and what else is known of it. */

import { Anchor } from "@mantine/core";
import { CardTable } from "../components/CardTable";
import { people as say } from "../messages/people";
import { moment } from "../views/format";
import type { AuditEntry } from "./api";

const words = say.audit;
const told: Record<string, string> = words.actions;

interface Code {
  node: string | null;
  title: string;
  language: string;
  sha256: string;
}

interface Props {
  entry: AuditEntry;
  onDesign: (design: string) => void;
}

export function Entry({ entry, onDesign }: Props) {
  const { at, person, action, subject, isolation, workspace, address } = entry;
  return (
    <tr>
      <td title={at}>{moment(at)}</td>
      <th scope="row">{person || words.nobody}</th>
      <td title={action}>{told[action] ?? action}</td>
      <td>
        {hasDetails(entry) ? (
          <details className="people-details">
            <summary>{subject || words.details}</summary>
            <Details entry={entry} onDesign={onDesign} />
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

function Details({ entry: { design_id, run_id, details }, onDesign }: Props) {
  const { code, ...rest } = details as { code?: Code[] } & Record<string, unknown>;
  return (
    <>
      <dl className="people-facts">
        {run_id !== null && <Fact name={words.run} value={run_id} />}
        {Object.entries(rest).map(([name, value]) => (
          <Fact key={name} name={name.replaceAll("_", " ")} value={value} />
        ))}
      </dl>
      {code && code.length > 0 && <CodeTable code={code} />}
      {design_id !== null && (
        <Anchor component="button" type="button" size="sm" onClick={() => onDesign(design_id)}>
          {words.ofDesign}
        </Anchor>
      )}
    </>
  );
}

function Fact({ name, value }: { name: string; value: unknown }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{plain(value)}</dd>
    </>
  );
}

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/;

const plain = (value: unknown): string => {
  if (value === null || value === "") return words.none;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (Array.isArray(value)) return value.length > 0 ? value.map(plain).join(", ") : words.none;
  if (typeof value === "string" && MOMENT.test(value)) return moment(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

/** The code is told by its hash: whoever has the design can see whether it is the same. */
function CodeTable({ code }: { code: Code[] }) {
  return (
    <CardTable heads={[words.code, words.language, words.hash]}>
      {code.map(({ node, title, language, sha256 }) => (
        <tr key={`${node} ${sha256}`}>
          <th scope="row">{title}</th>
          <td>{language}</td>
          <td title={sha256}>
            <code>{sha256.slice(0, 12)}</code>
          </td>
        </tr>
      ))}
    </CardTable>
  );
}
