import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Module from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** What the extension uses of the editor, which remembers what it was given. */
function createEditor(address) {
  const held = { commands: new Map(), terminals: [], written: new Map(), diagnostics: new Map(), trees: new Map() };
  const disposable = { dispose() {} };
  const listen = () => disposable;
  class Plain {
    constructor(...given) {
      this.given = given;
    }
  }
  const vscode = {
    EventEmitter: class {
      event = listen;
      fire() {}
      dispose() {}
    },
    TreeItem: class {
      constructor(label, state) {
        Object.assign(this, { label, collapsibleState: state });
      }
    },
    ThemeIcon: Plain,
    Range: Plain,
    Diagnostic: class {
      constructor(range, message, severity) {
        Object.assign(this, { range, message, severity });
      }
    },
    DiagnosticSeverity: { Error: 0, Information: 2 },
    TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
    FileType: { File: 1, Directory: 2 },
    Uri: { file: (fsPath) => ({ fsPath }), parse: (text) => ({ text }) },
    languages: {
      createDiagnosticCollection: () => ({ set: (uri, found) => held.diagnostics.set(uri, found), delete() {}, dispose() {} }),
    },
    commands: { registerCommand: (name, perform) => (held.commands.set(name, perform), disposable) },
    window: {
      createTreeView: (id, { treeDataProvider }) => (
        held.trees.set(id, treeDataProvider), { onDidChangeVisibility: listen, dispose() {} }
      ),
      createTerminal: (options) => {
        const terminal = { options, sent: [], show() {}, sendText: (text) => terminal.sent.push(text) };
        held.terminals.push(terminal);
        return terminal;
      },
    },
    workspace: {
      getConfiguration: () => ({ get: (name) => ({ address, command: "designery" })[name] }),
      registerFileSystemProvider: listen,
      onDidChangeConfiguration: listen,
      onDidOpenTextDocument: listen,
      onDidChangeTextDocument: listen,
      onDidCloseTextDocument: listen,
      textDocuments: [],
      fs: {
        readFile: async ({ fsPath }) => {
          if (!held.written.has(fsPath)) throw new Error("there is none");
          return Buffer.from(held.written.get(fsPath));
        },
        writeFile: async ({ fsPath }, content) => held.written.set(fsPath, content.toString()),
      },
    },
  };
  return { vscode, held };
}

function loadExtension(vscode) {
  const load = Module._load;
  Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));
  try {
    return require("../src/extension.js");
  } finally {
    Module._load = load;
  }
}

const { vscode, held } = createEditor("http://127.0.0.1:9");
const context = { subscriptions: [], secrets: { get: async () => undefined, store: async () => {} } };
loadExtension(vscode).activate(context);

test("every command of the manifest is there, and no other", () => {
  assert.deepEqual([...held.commands.keys()].sort(), manifest.contributes.commands.map(({ command }) => command).sort());
});

test("without a server each section says what to do", async () => {
  const tree = held.trees.get("designery.server");
  const sections = await tree.getChildren();
  tree.dispose();
  assert.deepEqual(
    sections.map((section) => tree.getTreeItem(section).description),
    Array(4).fill("http://127.0.0.1:9 does not answer. Start it with: designery serve"),
  );
});

test("a script gets a job file once and is submitted in a terminal", async () => {
  const submit = () => held.commands.get("designery.submit")({ fsPath: "/folder/train.py" });
  held.written.set("/folder/job.yml", "command: python other.py");
  await submit();
  assert.match(held.written.get("/folder/train.job.yml"), /command: python train\.py/);
  held.written.set("/folder/job.yml", "command: python train.py --depth 3");
  await submit();
  assert.deepEqual(
    held.terminals.flatMap(({ sent }) => sent),
    ["designery job submit -f train.job.yml --follow", "designery job submit -f job.yml --follow"],
  );
  assert.equal(held.terminals[0].options.cwd, "/folder");
});
