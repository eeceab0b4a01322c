// A script as a job: the file that says so, and the command that submits it.
"use strict";

const path = require("node:path");

/** The text of job.yml for a script in its folder. */
function writeJobFile(script) {
  const name = path.basename(script, path.extname(script));
  return [
    "type: command",
    `display_name: ${quoteYaml(name)}`,
    "code: .",
    `command: ${quoteYaml(`python ${quoteForShell(path.basename(script))}`)}`,
    "compute: local",
    "",
  ].join("\n");
}

const quoteYaml = (text) => (/^[\w ./-]+$/.test(text) ? text : JSON.stringify(text));
const quoteForShell = (text) => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** The command line that submits a job and shows its log; everything in it is quoted. */
const writeSubmitCommand = (command, file) =>
  `${quoteForShell(command)} job submit -f ${quoteForShell(file)} --follow`;

/** designery:/runs/ID/NODE/path as its parts. */
function parseOutputPath(uriPath) {
  const [, kind, run, node, ...rest] = uriPath.split("/");
  return kind === "runs" && run ? { run, node: node ?? null, file: rest.filter(Boolean).join("/") } : null;
}

/** What stands right in a folder, of the files of a step: [[name, isFolder]]. */
function listFolder(files, folder) {
  const start = folder === "" ? "" : `${folder}/`;
  const found = new Map();
  for (const { path: file } of files) {
    if (!file.startsWith(start)) continue;
    const [name, ...rest] = file.slice(start.length).split("/");
    found.set(name, found.get(name) || rest.length > 0);
  }
  return [...found].sort(([one], [other]) => one.localeCompare(other));
}

module.exports = { writeJobFile, writeSubmitCommand, parseOutputPath, listFolder };
