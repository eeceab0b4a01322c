// Shares a design and deploys the model of a run on a real server, twice: node sharing.mjs ADDRESS TOKEN DESIGN RUN
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { Api } = require("../src/api.js");
const { deployModel, findModels, shareDesign, suggestName } = require("../src/sharing.js");

const [address, token, design, run] = process.argv.slice(2);
const api = new Api(address, token);
const link = await shareDesign(api, { id: design, label: "Cars" });
const [{ node }] = await findModels(api, run);
const name = suggestName("#1 From an editor");
await deployModel(api, { run, node, name });
const { deployments } = await deployModel(api, { run, node, name });
console.log(JSON.stringify({ link, name, versions: deployments.length }));
