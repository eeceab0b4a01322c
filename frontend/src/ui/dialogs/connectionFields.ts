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
  | "secret"
  | "account"
  | "container"
  | "account_key"
  | "key_file"
  | "folder"
  | "login"
  | "host_key"
  | "data_source"
  | "warehouse"
  | "db_schema"
  | "project"
  | "dataset";

export type TlsMode = "disable" | "prefer" | "require" | "verify-full";

export type ConnectionDraft = Partial<Record<ConnectionFieldName, string>>;

const DATABASE: ConnectionFieldName[] = ["host", "port", "database", "tls", "user", "password"];

export const CONNECTION_FIELDS: Record<ConnectionKind, ConnectionFieldName[]> = {
  postgresql: DATABASE,
  mysql: DATABASE,
  sqlserver: DATABASE,
  oracle: DATABASE,
  odbc: ["data_source", "user", "password"],
  snowflake: ["account", "warehouse", "database", "db_schema", "user", "password"],
  bigquery: ["project", "dataset", "key_file"],
  s3: ["endpoint", "region", "bucket", "access_key", "secret_key"],
  azure: ["account", "container", "endpoint", "account_key"],
  gcs: ["bucket", "endpoint", "key_file"],
  sftp: ["host", "port", "user", "folder", "login", "host_key"],
  rest: ["base_url", "header", "secret"],
};

/** Which kinds stand together where one is chosen. */
export const CONNECTION_GROUPS: Record<"databases" | "files" | "web", readonly ConnectionKind[]> = {
  databases: ["postgresql", "mysql", "sqlserver", "oracle", "odbc", "snowflake", "bigquery"],
  files: ["s3", "azure", "gcs", "sftp"],
  web: ["rest"],
};

export const CONNECTION_SECRETS: readonly ConnectionFieldName[] = [
  "password",
  "secret_key",
  "secret",
  "account_key",
  "key_file",
  "login",
];
/** The kinds that hold tables, and those that hold files. */
export const DATABASE_KINDS: readonly ConnectionKind[] = [
  "postgresql",
  "mysql",
  "sqlserver",
  "oracle",
  "odbc",
  "snowflake",
  "bigquery",
];
export const STORAGE_KINDS: readonly ConnectionKind[] = ["s3", "azure", "gcs", "sftp"];
/** Secrets of several lines: a key file, or a private key in place of a password. */
export const MULTILINE_SECRETS: readonly ConnectionFieldName[] = ["key_file", "login"];
/** What else is encrypted than a password, in the words of the server. */
export const TLS_MODES: Partial<Record<ConnectionKind, readonly TlsMode[]>> = {
  postgresql: ["disable", "prefer", "require", "verify-full"],
  mysql: ["disable", "prefer", "require", "verify-full"],
  sqlserver: ["disable", "prefer", "require"],
  oracle: ["disable", "verify-full"],
};
const OPTIONAL: readonly ConnectionFieldName[] = [
  "endpoint",
  "region",
  "access_key",
  "secret_key",
  "password",
  "tls",
  "secret",
  "account_key",
  "key_file",
  "folder",
  "login",
  "host_key",
  "warehouse",
  "db_schema",
  "dataset",
];
/** How much of a line a field takes: all, two thirds, one third, and half for all others. */
export const CONNECTION_FIELD_WIDTHS: Partial<Record<ConnectionFieldName, "whole" | "wide" | "narrow">> = {
  host: "wide",
  port: "narrow",
  endpoint: "wide",
  region: "narrow",
  bucket: "whole",
  base_url: "whole",
  data_source: "whole",
  key_file: "whole",
  account_key: "whole",
  login: "whole",
  host_key: "whole",
};
const PORTS: Partial<Record<ConnectionKind, string>> = {
  postgresql: "5432",
  mysql: "3306",
  sqlserver: "1433",
  oracle: "1521",
  sftp: "22",
};
/** How a database is reached unless somebody chooses otherwise. */
const TLS: Partial<Record<ConnectionKind, TlsMode>> = { sqlserver: "require", oracle: "disable" };

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
    ...(kind === "rest" ? { header: draft.header || "Authorization" } : { tls: draft.tls || TLS[kind] || "prefer" }),
  };
}

/** Whether all that is needed is there. */
export const isCompleteDraft = (kind: ConnectionKind, draft: ConnectionDraft): boolean =>
  CONNECTION_FIELDS[kind].every((name) => isOptional(kind, name) || draft[name]?.trim());

/** A data source of ODBC may know its user itself. */
const isOptional = (kind: ConnectionKind, name: ConnectionFieldName): boolean =>
  OPTIONAL.includes(name) || (kind === "odbc" && name === "user");

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
  if (kind === "gcs") return [fields.endpoint || "Google Cloud", fields.bucket].join(", ");
  if (kind === "azure")
    return [fields.endpoint || `${fields.account}.blob.core.windows.net`, fields.container].join(", ");
  if (kind === "sftp")
    return `${fields.user}@${fields.host}:${fields.port}/${String(fields.folder).replace(/^\//, "")}`;
  if (kind === "odbc") return String(fields.data_source);
  if (kind === "snowflake") return `${fields.user}@${fields.account}/${fields.database}`;
  if (kind === "bigquery") return [fields.project, fields.dataset].filter(Boolean).join(".");
  return `${fields.user}@${fields.host}:${fields.port}/${fields.database}`;
}
