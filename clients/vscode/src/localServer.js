// A server on this machine: started for the editor, and entered by its launch link.
"use strict";

const { spawn } = require("node:child_process");
const { existsSync } = require("node:fs");
const path = require("node:path");

const START_MS = 300_000;
const LAUNCH_LINK = /https?:\/\/\S+\/#t=[\w-]+/;
const LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]"];

/** Where an environment of a project keeps its commands. */
const COMMAND_PLACES = [".venv", "venv"].flatMap((name) => [path.join(name, "bin"), path.join(name, "Scripts")]);
const WHICH_COMMAND = "Set designery.command to its whole path, such as /home/me/.venv/bin/designery.";

const isLocal = (address) => LOCAL_NAMES.includes(new URL(address).hostname);

/** The command of the settings; one without a folder is looked for in the environment of the project first. */
function findCommand(command, folders) {
  if (path.basename(command) !== command) return command;
  const places = folders.flatMap((folder) => COMMAND_PLACES.map((place) => path.join(folder, place, command)));
  return places.flatMap((place) => [place, `${place}.exe`]).find(existsSync) ?? command;
}

/** {address, token} for a launch link, which works once; null where a text is none. */
async function enterByLink(text) {
  const link = LAUNCH_LINK.exec(text)?.[0];
  if (!link) return null;
  const [page, token] = link.split("#t=");
  const address = page.replace(/\/+$/, "");
  const answer = await fetch(`${address}/api/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Requested-By": "designery" },
    body: JSON.stringify({ token }),
  });
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith("designery_"));
  if (!answer.ok || !cookie) throw new Error("The launch link was used or has expired. Make a new one: designery link");
  return { address, token: cookie.split(";")[0].split("=")[1] };
}

/** Start a server at an address of this machine: {process, token}. It ends with the editor. */
async function startServer(command, address) {
  const port = new URL(address).port || "80";
  const process = spawn(command, ["serve", "--port", port, "--no-browser"], { stdio: ["ignore", "pipe", "pipe"] });
  const text = await new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => reject(new Error(`'${command} serve' did not start. It said: ${said}`)), START_MS);
    const hear = (piece) => {
      said += piece;
      if (LAUNCH_LINK.test(said) && said.endsWith("\n")) resolve(said);
    };
    process.stdout.on("data", hear);
    process.stderr.on("data", hear);
    process.on("error", () => reject(new Error(`There is no command '${command}'. ${WHICH_COMMAND}`)));
    process.on("exit", () => reject(new Error(`'${command} serve' ended: ${said.trim()}`)));
    process.on("exit", () => clearTimeout(timer));
    void timer.unref();
  }).catch((error) => {
    process.kill();
    throw error;
  });
  return { process, ...(await enterByLink(text)) };
}

module.exports = { enterByLink, findCommand, isLocal, startServer };
