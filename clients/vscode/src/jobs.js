// A script as a job: the file that says so, and the command that submits it.
"use strict";

const path = require("node:path");

/** The text of a job file for a script in its folder. */
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

/** The command line that submits a job and shows its log, to a server elsewhere where one is given; everything is quoted. */
const writeSubmitCommand = (command, file, server = null) =>
  [quoteForShell(command), "job submit -f", quoteForShell(file), "--follow", ...(server ? ["--server", quoteForShell(server)] : [])].join(" ");

/** The folders in which the job file of a script may stand: its own first, then those around it in the same project. */
function listJobFolders(script, projects) {
  const own = path.dirname(script);
  const project = projects.find((folder) => own === folder || own.startsWith(folder + path.sep));
  const folders = [own];
  while (project && folders.at(-1) !== project) folders.push(path.dirname(folders.at(-1)));
  return folders;
}

/** Whether a job file starts a script. */
const doesName = (job, script) => new RegExp(`(^|[\\s/'"])${escapeForPattern(path.basename(script))}($|[\\s'"])`, "m").test(job);

const escapeForPattern = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

module.exports = { doesName, listJobFolders, writeJobFile, writeSubmitCommand };
