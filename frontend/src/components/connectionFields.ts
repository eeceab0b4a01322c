/** What the form of a connection asks for, kind by kind. */

import type { NewConnection } from "../api/connections";
import type { Connection, ConnectionKind } from "../api/types";

export type FieldName =
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
  | "secret_key";

export type Draft = Partial<Record<FieldName, string>>;

const DATABASE: FieldName[] = ["host", "port", "database", "tls", "user", "password"];

export const FIELDS: Record<ConnectionKind, FieldName[]> = {
  postgresql: DATABASE,
  mysql: DATABASE,
  s3: ["endpoint", "region", "bucket", "access_key", "secret_key"],
};

export const SECRETS: readonly FieldName[] = ["password", "secret_key"];
const OPTIONAL: readonly FieldName[] = ["endpoint", "region", "access_key", "secret_key", "password", "tls"];
/** How much of a line a field takes: all, two thirds, one third, and half for all others. */
export const WIDTHS: Partial<Record<FieldName, "whole" | "wide" | "narrow">> = {
  host: "wide",
  port: "narrow",
  endpoint: "wide",
  region: "narrow",
  bucket: "whole",
};
const PORTS: Partial<Record<ConnectionKind, string>> = { postgresql: "5432", mysql: "3306" };

/** The form as it opens: of a kept connection all but its secret. */
export function draftOf(kind: ConnectionKind, connection?: Connection): Draft {
  const kept = connection?.kind === kind ? (connection.fields ?? {}) : {};
  const entries = FIELDS[kind].map((name) => [name, kept[name] === undefined ? "" : String(kept[name])]);
  const draft = Object.fromEntries(entries) as Draft;
  return { ...draft, port: draft.port || PORTS[kind], tls: draft.tls || "prefer" };
}

/** Whether all that is needed is there. */
export const isWhole = (kind: ConnectionKind, draft: Draft): boolean =>
  FIELDS[kind].every((name) => OPTIONAL.includes(name) || draft[name]?.trim());

/** The connection as the server takes it. */
export function connectionOf(name: string, kind: ConnectionKind, draft: Draft): NewConnection {
  const entries = FIELDS[kind].map((field) => {
    const value = draft[field] ?? "";
    return [field, field === "port" ? Number(value) : SECRETS.includes(field) ? value : value.trim()];
  });
  return { name: name.trim(), fields: { kind, ...Object.fromEntries(entries) } } as NewConnection;
}

/** Where a connection leads, in a line. */
export function whereOf({ kind, fields }: Connection): string {
  if (!fields) return "";
  if (kind === "s3") return [fields.endpoint || "Amazon S3", fields.bucket].join(", ");
  return `${fields.user}@${fields.host}:${fields.port}/${fields.database}`;
}
