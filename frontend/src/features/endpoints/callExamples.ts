/** How other programs ask an endpoint, with the row that is in the form. */

import type { RequestRow } from "../../api/endpoints";

export const LANGUAGES = ["curl", "Python", "R", "JavaScript"] as const;
export type Language = (typeof LANGUAGES)[number];

const indent = (text: string, by: string): string => text.replaceAll("\n", `\n${by}`);

const quoteShell = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A Python literal. Texts as JSON writes them are Python's too. */
const toPython = (value: RequestRow[string]): string =>
  value === null ? "None" : typeof value === "boolean" ? (value ? "True" : "False") : JSON.stringify(value);

const toR = (value: RequestRow[string]): string =>
  value === null ? "NA" : typeof value === "boolean" ? (value ? "TRUE" : "FALSE") : JSON.stringify(value);

const writeCurl = (url: string, row: RequestRow): string =>
  [
    "curl -X POST \\",
    `  ${url} \\`,
    '  -H "Authorization: Bearer $KEY" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d ${quoteShell(JSON.stringify({ rows: [row] }, null, 2))}`,
  ].join("\n");

const writePython = (url: string, row: RequestRow): string =>
  [
    "import os",
    "",
    "import requests",
    "",
    "row = {",
    ...Object.entries(row).map(([name, value]) => `    ${JSON.stringify(name)}: ${toPython(value)},`),
    "}",
    "answer = requests.post(",
    `    "${url}",`,
    '    headers={"Authorization": f"Bearer {os.environ[\'KEY\']}"},',
    '    json={"rows": [row]},',
    "    timeout=30,",
    ")",
    "answer.raise_for_status()",
    'print(answer.json()["rows"])',
  ].join("\n");

const writeR = (url: string, row: RequestRow): string =>
  [
    "library(httr2)",
    "",
    "row <- list(",
    Object.entries(row)
      .map(([name, value]) => `  \`${name.replaceAll("`", "\\`")}\` = ${toR(value)}`)
      .join(",\n"),
    ")",
    `request("${url}") |>`,
    '  req_auth_bearer_token(Sys.getenv("KEY")) |>',
    "  req_body_json(list(rows = list(row))) |>",
    "  req_perform() |>",
    "  resp_body_json()",
  ].join("\n");

const writeJavaScript = (url: string, row: RequestRow): string =>
  [
    `const answer = await fetch("${url}", {`,
    '  method: "POST",',
    "  headers: {",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is shown
    "    Authorization: `Bearer ${process.env.KEY}`,",
    '    "Content-Type": "application/json",',
    "  },",
    `  body: JSON.stringify(${indent(JSON.stringify({ rows: [row] }, null, 2), "  ")}),`,
    "});",
    "console.log(await answer.json());",
  ].join("\n");

const WRITERS: Record<Language, (url: string, row: RequestRow) => string> = {
  curl: writeCurl,
  Python: writePython,
  R: writeR,
  JavaScript: writeJavaScript,
};

export const writeCall = (language: Language, url: string, row: RequestRow): string => WRITERS[language](url, row);
