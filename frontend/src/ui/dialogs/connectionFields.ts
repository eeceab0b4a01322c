/** What the form of a connection asks for, kind by kind. */

import type { ConnectionKind, StoredConnection } from "../../api/apiTypes";
import type { ConnectionCreate } from "../../stores/connectionQueries";

export type ConnectionFieldName =
  | "host"
  | "port"
  | "database"
  | "user"
  | "password"
  | "tls"
  | "endpoint"
  | "region"
  | "bucket"
  | "access_key"
  | "secret_key"
  | "base_url"
  | "header"
  | "secret";

export type ConnectionDraft = Partial<Record<ConnectionFieldName, string>>;

const DATABASE: ConnectionFieldName[] = ["host", "port", "database", "tls", "user", "password"];

export const CONNECTION_FIELDS: Record<ConnectionKind, ConnectionFieldName[]> = {
  postgresql: DATABASE,
  mysql: DATABASE,
  s3: ["endpoint", "region", "bucket", "access_key", "secret_key"],
  rest: ["base_url", "header", "secret"],
};

export const CONNECTION_SECRETS: readonly ConnectionFieldName[] = ["password", "secret_key", "secret"];
const OPTIONAL: readonly ConnectionFieldName[] = [
  "endpoint",
  "region",
  "access_key",
  "secret_key",
  "password",
  "tls",
  "secret",
];
/** How much of a line a field takes: all, two thirds, one third, and half for all others. */
export const CONNECTION_FIELD_WIDTHS: Partial<Record<ConnectionFieldName, "whole" | "wide" | "narrow">> = {
  host: "wide",
  port: "narrow",
  endpoint: "wide",
  region: "narrow",
  bucket: "whole",
  base_url: "whole",
};
const PORTS: Partial<Record<ConnectionKind, string>> = { postgresql: "5432", mysql: "3306" };

/** The form as it opens: of a kept connection all but its secret. */
export function createConnectionDraft(kind: ConnectionKind, connection?: StoredConnection): ConnectionDraft {
  const storedFields = connection?.kind === kind ? (connection.fields ?? {}) : {};
  const entries = CONNECTION_FIELDS[kind].map((name) => [
    name,
    storedFields[name] === undefined ? "" : String(storedFields[name]),
  ]);
  const draft = Object.fromEntries(entries) as ConnectionDraft;
  return {
    ...draft,
    port: draft.port || PORTS[kind],
    ...(kind === "rest" ? { header: draft.header || "Authorization" } : { tls: draft.tls || "prefer" }),
  };
}

/** Whether all that is needed is there. */
export const isCompleteDraft = (kind: ConnectionKind, draft: ConnectionDraft): boolean =>
  CONNECTION_FIELDS[kind].every((name) => OPTIONAL.includes(name) || draft[name]?.trim());

/** The connection as the server takes it. */
export function toNewConnection(name: string, kind: ConnectionKind, draft: ConnectionDraft): ConnectionCreate {
  const entries = CONNECTION_FIELDS[kind].map((field) => {
    const value = draft[field] ?? "";
    return [field, field === "port" ? Number(value) : CONNECTION_SECRETS.includes(field) ? value : value.trim()];
  });
  return { name: name.trim(), fields: { kind, ...Object.fromEntries(entries) } } as ConnectionCreate;
}

/** Where a connection leads, in a line. */
export function describeConnectionTarget({ kind, fields }: StoredConnection): string {
  if (!fields) return "";
  if (kind === "rest") return String(fields.base_url);
  if (kind === "s3") return [fields.endpoint || "Amazon S3", fields.bucket].join(", ");
  return `${fields.user}@${fields.host}:${fields.port}/${fields.database}`;
}
