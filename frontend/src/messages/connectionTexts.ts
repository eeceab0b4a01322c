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
    "A connection keeps an address and a password under a name. Designs hold the name only, and no one can read the password back.",
  kinds: connectionKinds,
  add: "New connection",
  empty: "No connections yet. Make one to import from a database or from object storage.",
  emptyHow: "Then choose it in Import Data or Export Data.",
  name: "Name",
  kind: "Kind",
  where: "Where",
  changed: "Changed",
  undecryptable: "Cannot be opened: the key of this server is another one. Enter the secret again.",
  edit: (name: string) => `Edit ${name}`,
  test: "Test",
  testOf: (name: string) => `Test ${name}`,
  testing: "Connecting…",
  delete: (name: string) => `Delete ${name}`,
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteHelp: "Its secret is gone for good. Designs that name it show a problem until they name another.",
  deleteDo: "Delete the connection",
  deleted: (name: string) => `${name} is deleted.`,
  saved: (name: string) => `${name} is kept.`,
  newTitle: "New connection",
  editTitle: (name: string) => `Connection ${name}`,
  save: "Keep it",
  cancel: "Cancel",
  nameHelp: "What designs call it, as warehouse.",
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
    user: "Best one that may only read what designs need.",
    endpoint: "As https://storage.example.com. Empty: Amazon S3.",
    region: "Empty: us-east-1.",
    access_key: "Empty, with the secret key: only what everybody may read.",
  },
  keepSecret: "Empty: the one that is kept.",
  tls: {
    disable: "None",
    prefer: "Where the server has it",
    require: "Always",
    "verify-full": "Always, with a checked certificate",
  },
  choose: "Choose a connection",
  none: "There is no connection of this kind yet.",
  refresh: {
    now: "Fetch again",
    never: "Kept since it was first fetched.",
    at: (moment: string) => `To be as of ${moment} or later.`,
    takeBack: "Undo brings the earlier data back.",
  },
};
