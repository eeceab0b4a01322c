import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const { isLive, readSections } = require("../src/tree.js");
const { locate, checkDesign } = require("../src/problems.js");
const { writeJobFile, writeSubmitCommand } = require("../src/jobs.js");
const { deployModel, findModels, shareDesign, suggestName } = require("../src/sharing.js");
const { findCommand } = require("../src/localServer.js");
const { listFolder, parseOutputPath } = require("../src/outputFiles.js");

const RUN = { id: "r", number: 3, state: "running", design_id: "d", design_name: "Cars", done: 2, total: 5 };
const ANSWERS = {
  "/api/designs?limit=100": [{ id: "d", name: "Cars", modules: 4, last_run: null }],
  "/api/runs?limit=30": [RUN],
  "/api/targets": { targets: [{ id: "t", name: "Cluster", address: "tls://10.0.0.1" }] },
};
const api = {
  getJson: async (path) => {
    if (path in ANSWERS) return ANSWERS[path];
    throw new Error("Endpoints are for editors.");
  },
};

test("the tree shows what the server has, and why a section is empty", async () => {
  const sections = await readSections(api);
  assert.deepEqual(
    sections.map(({ label, failure, entries }) => [label, failure, entries.map((entry) => `${entry.label}: ${entry.description}`)]),
    [
      ["Designs", undefined, ["Cars: 4 modules"]],
      ["Runs and jobs", undefined, ["#3 Cars: 2 of 5 steps"]],
      ["Endpoints", "Endpoints are for editors.", []],
      ["Targets", undefined, ["This machine: ", "Cluster: tls://10.0.0.1"]],
    ],
  );
  assert.equal(isLive(sections), true);
});

const TEXT = JSON.stringify(
  { nodes: { "a.b": { module: "sort" }, split: { module: "split_data", parameters: { fraction: 7 } } } },
  null,
  2,
);

test("a problem stands at its field, else at its node, else at the top", () => {
  const read = (node, field) => {
    const { from, to } = locate(TEXT, node, field);
    return TEXT.slice(from, to);
  };
  assert.equal(read("split", "fraction"), '"fraction"');
  assert.equal(read("a.b", "missing"), '"a.b"');
  assert.equal(read("gone", null), "{");
  assert.equal(read(null, null), "{");
});

test("a file that is no JSON yet says so without asking the server", async () => {
  const [problem] = await checkDesign({}, "{");
  assert.match(problem.message, /^This is no JSON yet/);
});

test("names of scripts are quoted for YAML and for the shell", () => {
  assert.match(writeJobFile("/x/train.py"), /command: python train\.py\n/);
  assert.match(writeJobFile("/x/my; rm -rf.py"), /command: "python 'my; rm -rf\.py'"/);
  assert.equal(writeSubmitCommand("designery", "it's.yml"), "designery job submit -f 'it'\\''s.yml' --follow");
});

test("outputs are folders of files", () => {
  assert.deepEqual(parseOutputPath("/runs/r1/job/a/b.txt"), { run: "r1", node: "job", file: "a/b.txt" });
  assert.deepEqual(parseOutputPath("/runs/r1"), { run: "r1", node: null, file: "" });
  assert.equal(parseOutputPath("/other"), null);
  const files = [{ path: "a/b.txt" }, { path: "c.txt" }];
  assert.deepEqual(listFolder(files, ""), [["a", true], ["c.txt", false]]);
  assert.deepEqual(listFolder(files, "a"), [["b.txt", false]]);
});

test("a command without a folder is that of the project, where it has one", () => {
  const folder = mkdtempSync(join(tmpdir(), "designery-"));
  mkdirSync(join(folder, ".venv", "bin"), { recursive: true });
  assert.equal(findCommand("designery", [folder]), "designery");
  const own = join(folder, ".venv", "bin", "designery");
  writeFileSync(own, "");
  assert.equal(findCommand("designery", ["/none", folder]), own);
  assert.equal(findCommand("/opt/designery", [folder]), "/opt/designery");
  rmSync(folder, { recursive: true });
});

test("a design is shared and the model of a run deployed, at an endpoint that is there as its next version", async () => {
  const asked = [];
  const steps = [
    { node: "split", title: "Split", outputs: { a: { type: "dataset" } } },
    { node: "train", title: "Train", outputs: { a: { type: "trained_model" } } },
  ];
  const server = {
    address: "http://here",
    getJson: async (path) => (path === "/api/endpoints" ? [{ id: "e", name: "known" }] : { steps }),
    postJson: async (path, body) => {
      asked.push([path, body]);
      return { id: "s", token: "t", version: 4 };
    },
  };
  assert.equal(await shareDesign(server, { id: "d", label: "Cars" }), "http://here/s/s#t");
  assert.deepEqual(await findModels(server, "r"), [{ label: "Train", node: "train" }]);
  await deployModel(server, { run: "r", node: "train", name: "known" });
  await deployModel(server, { run: "r", node: "train", name: "new" });
  assert.deepEqual(asked.slice(2).map(([path]) => path), ["/api/endpoints/e/deployments", "/api/models", "/api/endpoints"]);
  assert.deepEqual(asked.at(-1)[1], { name: "new", deploy: { model: "new", version: "4" } });
  assert.equal(suggestName("#12 Three kinds of Pingüin!"), "three-kinds-of-ping-in");
});
