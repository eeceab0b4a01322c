import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Module from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** What the extension uses of the editor, which remembers what it was given. */
function createEditor(address) {
  const held = { address, commands: new Map(), terminals: [], written: new Map(), diagnostics: new Map(), trees: new Map(), editors: new Map() };
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
    WorkspaceEdit: class {
      replace(uri, range, text) {
        this.given = [range, text];
      }
    },
    window: {
      registerCustomEditorProvider: (type, editor) => (held.editors.set(type, editor), disposable),
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
      getConfiguration: () => ({ get: (name) => ({ address: held.address, command: "designery" })[name] }),
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
const context = { subscriptions: [], workspaceState: { get: (_, none) => none, update() {} }, secrets: { get: async () => undefined, store: async () => {} } };
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

test("the job file of the project is that of a script in a folder of it, and goes to the server of the tree", async () => {
  vscode.workspace.workspaceFolders = [{ uri: { fsPath: "/project" } }];
  held.written.set("/job.yml", "command: python fit.py");
  held.written.set("/project/job.yml", "command: python fit.py\ncode: src/deep");
  held.written.set("/project/src/job.yml", "command: python refit.py");
  held.address = "https://designery.example.org";
  await held.commands.get("designery.submit")({ fsPath: "/project/src/deep/fit.py" });
  held.address = "http://127.0.0.1:9";
  const { options, sent } = held.terminals.at(-1);
  assert.deepEqual(sent, ["designery job submit -f job.yml --follow --server 'https://designery.example.org'"]);
  assert.equal(options.cwd, "/project");
  vscode.workspace.workspaceFolders = undefined;
});

/** A file of the editor, and the web view beside it. */
function createPanel(text) {
  const panel = { html: "", posted: [], hear: null };
  const document = {
    uri: { scheme: "file", toString: () => "file:///folder/cars.design.json" },
    getText: () => text,
    positionAt: (at) => at,
  };
  const webview = {
    onDidReceiveMessage: (hear) => ((panel.hear = hear), { dispose() {} }),
    postMessage: (message) => panel.posted.push(message),
    set html(page) {
      panel.html = page;
    },
  };
  return { panel, document, view: { webview, onDidDispose() {} } };
}

test("without a server the canvas offers to start one, and frames nothing but that", async () => {
  const { panel, document, view } = createPanel('{"name": "Cars", "nodes": {}}');
  await held.editors.get("designery.canvas").resolveCustomTextEditor(document, view);
  assert.match(panel.html, /default-src 'none'; frame-src http:\/\/127\.0\.0\.1:9; script-src 'nonce-[^']+'/);
  await panel.hear({ kind: "open", sites: ["vscode-webview://a"] });
  // The answer of a request that nobody takes comes after a moment.
  while (panel.posted.length === 0) await new Promise((done) => setImmediate(done));
  const text = "http://127.0.0.1:9 does not answer. Start it with: designery serve";
  assert.deepEqual(panel.posted, [{ kind: "note", text, offer: "start" }]);
});

test("what version control shows of the past is not made a design", async () => {
  const { panel, document, view } = createPanel("{}");
  document.uri.scheme = "git";
  assert.equal(await held.editors.get("designery.canvas").resolveCustomTextEditor(document, view), null);
  assert.match(panel.html, /text editor/);
});
