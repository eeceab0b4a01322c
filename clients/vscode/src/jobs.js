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

/** The command line that submits a job and shows its log; everything in it is quoted. */
const writeSubmitCommand = (command, file) =>
  `${quoteForShell(command)} job submit -f ${quoteForShell(file)} --follow`;

module.exports = { writeJobFile, writeSubmitCommand };
