/** Every sentence about connections: their page, their dialog, and the field that names one. */

import type { ConnectionKind } from "../api/apiTypes";

const connectionKinds: Record<ConnectionKind, string> = {
  postgresql: "PostgreSQL",
  mysql: "MySQL or MariaDB",
  s3: "S3 storage",
};

export const connectionTexts = {
  title: "Connections",
  about:
    "A connection stores an address and a password under a name. Designs contain only the name, and no one can read the password back.",
  kinds: connectionKinds,
  add: "New connection",
  empty: "No connections yet. Add one to import from a database or object storage.",
  emptyHow: "Then choose it in Import Data or Export Data.",
  name: "Name",
  kind: "Kind",
  where: "Where",
  changed: "Changed",
  undecryptable: "Can't be decrypted: this server's key has changed. Enter the secret again.",
  edit: (name: string) => `Edit ${name}`,
  test: "Test",
  testOf: (name: string) => `Test ${name}`,
  testing: "Connecting…",
  delete: (name: string) => `Delete ${name}`,
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteHelp: "Its secret is deleted for good. Designs that use it show a problem until you choose another connection.",
  deleteDo: "Delete the connection",
  deleted: (name: string) => `${name} was deleted.`,
  saved: (name: string) => `${name} was saved.`,
  newTitle: "New connection",
  editTitle: (name: string) => `Connection ${name}`,
  save: "Save",
  cancel: "Cancel",
  nameHelp: "The name that designs use, for example warehouse.",
  fields: {
    host: "Server",
    port: "Port",
    database: "Database",
    user: "User",
    password: "Password",
    tls: "Encryption",
    endpoint: "Endpoint",
    region: "Region",
    bucket: "Bucket",
    access_key: "Access key",
    secret_key: "Secret key",
  },
  help: {
    user: "Use one that can only read the data that designs need.",
    endpoint: "For example https://storage.example.com. Leave empty for Amazon S3.",
    region: "Leave empty for us-east-1.",
    access_key: "Leave both keys empty to read public data only.",
  },
  keepSecret: "Leave empty to keep the current one.",
  tls: {
    disable: "None",
    prefer: "If the server supports it",
    require: "Always",
    "verify-full": "Always, and verify the certificate",
  },
  choose: "Choose a connection",
  none: "No connections of this kind yet.",
  refresh: {
    now: "Fetch again",
    never: "Uses the data of the first fetch.",
    at: (moment: string) => `Uses data from ${moment} or later.`,
    takeBack: "Undo brings the earlier data back.",
  },
};
