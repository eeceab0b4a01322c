import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const { buildEdits, findDifference, writeDesign } = require("../src/designText.js");
const { DesignSync } = require("../src/designSync.js");

const FULL_NODE = { inputs: {}, title: null, note: null, disabled: false, bypassed: false, group: null, silenced: [], x: 0, y: 0 };
const toFull = ({ nodes, ...rest }) => ({
  format: 1,
  description: "",
  notes: {},
  ...rest,
  nodes: Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, { parameters: {}, ...FULL_NODE, ...node }])),
});

test("a file keeps its order, its indent, its line ends and what it leaves out", () => {
  const text = '{\r\n    "name": "Cars",\r\n    "nodes": {\r\n        "b": {\r\n            "module": "sort"\r\n        }\r\n    }\r\n}\r\n';
  const document = toFull(JSON.parse(text));
  document.nodes.a = { module: "a", parameters: { x: 1 }, ...FULL_NODE };
  const fresh = writeDesign(text, document);
  assert.deepEqual(Object.keys(JSON.parse(fresh)), ["name", "nodes", "format"]);
  assert.deepEqual(JSON.parse(fresh).nodes, {
    b: { module: "sort", x: 0, y: 0 },
    a: { module: "a", parameters: { x: 1 }, x: 0, y: 0 },
  });
  assert.match(fresh, /^\{\r\n {4}"name": "Cars",\r\n {4}"nodes"/);
  assert.equal(writeDesign(fresh, document), fresh);
  // What is as usual is written where the file had it: this group was there before.
  const titled = '{"nodes": {"b": {"module": "sort", "title": "By price"}}}';
  assert.equal(JSON.parse(writeDesign(titled, toFull({ nodes: { b: { module: "sort" } } }))).nodes.b.title, null);
});

test("values of parameters are never taken for what is as usual", () => {
  const document = toFull({ nodes: { b: { module: "sort", parameters: { title: null, inputs: {} } } } });
  assert.deepEqual(JSON.parse(writeDesign("", document)).nodes.b.parameters, { title: null, inputs: {} });
});

test("one piece of the text is replaced", () => {
  for (const [old, fresh] of [["abc", "axc"], ["aa", "aaa"], ["", "x"], ["x", ""], ["same", "same"], ["aXbXc", "aXc"]]) {
    const found = findDifference(old, fresh) ?? { from: 0, to: 0, text: "" };
    assert.equal(old.slice(0, found.from) + found.text + old.slice(found.to), fresh);
  }
});

/** A server with one design at most, which keeps what was sent. */
function createServer() {
  const server = { document: null, changes: [] };
  server.api = {
    getJson: async () => ({ document: structuredClone(server.document) }),
    postJson: async (path, body) => {
      if (path === "/api/designs/check") return { document: toFull(body.document) };
      if (path === "/api/designs") return { id: "d", document: structuredClone((server.document = toFull(body.document))) };
      server.changes.push(body);
      for (const { path: place, value } of body.edits) {
        const key = place.at(-1);
        const target = place.slice(0, -1).reduce((one, part) => one[part], server.document);
        if (value === undefined) delete target[key];
        else target[key] = value;
      }
      return {};
    },
  };
  return server;
}

test("the canvas changes the file and the file changes the canvas, each once", async () => {
  const server = createServer();
  const held = new Map();
  let text = '{"name": "Cars", "nodes": {"a": {"module": "sort"}}}';
  const file = { key: "k", ids: { get: (key) => held.get(key), set: (key, id) => held.set(key, id) }, read: () => text };
  let writes = 0;
  const write = async (fresh) => {
    writes += 1;
    text = fresh;
    // The editor says of this change what it says of any other.
    void sync.takeFromText();
  };
  const sync = new DesignSync(server.api, { ...file, write });
  assert.equal(await sync.open(), "d");
  await sync.takeFromCanvas();
  assert.deepEqual([writes, server.changes.length], [0, 0]);

  server.document.nodes.a.title = "By price";
  await sync.takeFromCanvas();
  await sync.takeFromCanvas();
  assert.equal(JSON.parse(text).nodes.a.title, "By price");
  assert.deepEqual([writes, server.changes.length], [1, 0]);

  text = text.replace("By price", "By age");
  await sync.takeFromText();
  await sync.takeFromCanvas();
  assert.equal(server.document.nodes.a.title, "By age");
  assert.deepEqual([writes, server.changes.length, server.changes[0].imported], [1, 1, true]);

  text = text.replace("By age", "By price");
  await sync.takeFromText({ undone: true });
  assert.deepEqual([server.document.nodes.a.title, server.changes[1].imported], ["By price", false]);

  const good = text;
  text = "{";
  await assert.rejects(sync.takeFromText());
  text = good.replace('"Cars"', '"Vans"');
  await sync.takeFromText();
  assert.equal(server.document.name, "Vans");

  // Opened again, with a change that git made meanwhile: the same design on the server.
  text = text.replace('"Vans"', '"Buses"');
  assert.equal(await new DesignSync(server.api, { ...file, write }).open(), "d");
  assert.equal(server.document.name, "Buses");
});
