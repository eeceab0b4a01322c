// Keeps a file and its design on a real server alike: node canvas.mjs ADDRESS TOKEN DESIGN_FILE
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { Api } = require("../src/api.js");
const { DesignSync } = require("../src/designSync.js");

const [address, token, file] = process.argv.slice(2);
const api = new Api(address, token);
const held = new Map();
let text = readFileSync(file, "utf8");
const sync = new DesignSync(api, {
  key: file,
  ids: { get: (key) => held.get(key), set: (key, id) => held.set(key, id) },
  read: () => text,
  write: async (fresh) => {
    text = fresh;
  },
});
const getTitle = () => JSON.parse(text).nodes.split.title;

const id = await sync.open();
await api.postJson(`/api/designs/${id}/trust`, { seen: await api.getJson(`/api/designs/${id}/untrusted-code`) });
const edits = [{ path: ["nodes", "split", "title"], value: "Parts" }];
await api.postJson(`/api/designs/${id}/edits`, { client: "c", id: "e", edits });
await sync.takeFromCanvas();
const texts = [getTitle()];
text = text.replace('"Parts"', '"Pieces"');
await sync.takeFromText();
texts.push(getTitle());
const { trusted } = await api.getJson(`/api/designs/${id}`);

const document = JSON.parse(text);
document.nodes.script = { module: "execute_python_script", parameters: { python_script: "def azureml_main(a=None, b=None):\n    return a\n" } };
text = JSON.stringify(document);
await sync.takeFromText();
const { path } = await api.postJson(`/api/designs/${id}/embeds`, { origins: ["vscode-webview://0abc"] });
console.log(JSON.stringify({ id, texts, trusted, frame: path }));
