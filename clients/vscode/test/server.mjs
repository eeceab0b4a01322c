// Asks a real server what the extension asks: node server.mjs ADDRESS TOKEN DESIGN_FILE
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { Api } = require("../src/api.js");
const { readSections } = require("../src/tree.js");
const { checkDesign } = require("../src/problems.js");

const [address, token, file] = process.argv.slice(2);
const api = new Api(address, token);
const text = readFileSync(file, "utf8");
const sections = await readSections(api);
const problems = (await checkDesign(api, text)).map(({ from, to, message }) => [text.slice(from, to), message]);
const failure = await new Api("http://127.0.0.1:9", "").getJson("/api/designs").catch((error) => error.message);
console.log(JSON.stringify({ sections, problems, failure }));
