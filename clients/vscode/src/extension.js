// Puts the parts into the editor: the tree, the canvas and the problems of design files, jobs in a terminal, outputs.
"use strict";

const vscode = require("vscode");
const path = require("node:path");
const { Api } = require("./api.js");
const { isLive, readSections } = require("./tree.js");
const { checkDesign } = require("./problems.js");
const { doesName, listJobFolders, writeJobFile, writeSubmitCommand } = require("./jobs.js");
const { OutputFiles, SCHEME } = require("./outputFiles.js");
const { CanvasEditor, VIEW_TYPE } = require("./canvasEditor.js");
const { deployModel, findModels, shareDesign, suggestName } = require("./sharing.js");
const { enterByLink, findCommand, isLocal, startServer } = require("./localServer.js");

const TOKEN_KEY = "designery.token";
const LIVE_MS = 2_000;
const RESTING_MS = 15_000;
const CHECK_DELAY_MS = 400;
const DESIGN_FILE = /\.design\.json$/;

const getSetting = (name) => vscode.workspace.getConfiguration("designery").get(name);
const listProjects = () => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath ?? "");
const getCommand = () => findCommand(getSetting("command"), listProjects());
const showError = (error) => void vscode.window.showErrorMessage(error.message);

function activate(context) {
  const connect = async () =>
    new Api(getSetting("address"), (await context.secrets.get(TOKEN_KEY)) ?? process.env.DESIGNERY_TOKEN);
  const tree = new ServerTree(connect);
  const start = () => startLocalServer(context, tree);
  const canvas = new CanvasEditor(vscode, { connect, start, state: context.workspaceState });
  const view = vscode.window.createTreeView("designery.server", { treeDataProvider: tree });
  const files = new OutputFiles(connect, vscode);
  context.subscriptions.push(
    view,
    tree,
    view.onDidChangeVisibility(({ visible }) => tree.setVisible(visible)),
    vscode.window.registerCustomEditorProvider(VIEW_TYPE, canvas, {
      // A hidden tab keeps its place on the canvas, and goes on being changed by others.
      webviewOptions: { retainContextWhenHidden: true },
      supportsMultipleEditorsPerDocument: false,
    }),
    vscode.workspace.registerFileSystemProvider(SCHEME, files, { isReadonly: true, isCaseSensitive: true }),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("designery") && tree.refresh()),
    ...registerCommands(context, connect, tree, start),
    ...watchDesigns(connect),
  );
  return { tree };
}

/** The tree: asked for again every few seconds while it is seen, sooner while something runs. */
class ServerTree {
  constructor(connect) {
    this.connect = connect;
    this.changed = new vscode.EventEmitter();
    this.onDidChangeTreeData = this.changed.event;
    this.visible = false;
  }

  setVisible(visible) {
    this.visible = visible;
    if (visible) this.refresh();
    else clearTimeout(this.timer);
  }

  refresh() {
    this.changed.fire();
  }

  async getChildren(entry) {
    if (entry) return entry.entries ?? [];
    clearTimeout(this.timer);
    const sections = await readSections(await this.connect());
    this.visible = true;
    this.timer = setTimeout(() => this.visible && this.refresh(), isLive(sections) ? LIVE_MS : RESTING_MS);
    return sections;
  }

  getTreeItem(entry) {
    const isSection = entry.entries !== undefined;
    const { Expanded, Collapsed, None } = vscode.TreeItemCollapsibleState;
    const open = entry.label === "Runs and jobs" ? Expanded : Collapsed;
    const item = new vscode.TreeItem(entry.label, isSection ? open : None);
    item.id = isSection ? entry.label : `${entry.kind} ${entry.id}`;
    item.description = isSection ? (entry.failure ?? "") : entry.description;
    item.iconPath = new vscode.ThemeIcon(entry.icon);
    if (!isSection) {
      item.contextValue = entry.kind;
      if (entry.path) item.command = { command: "designery.open", title: "Open in the Browser", arguments: [entry] };
    }
    return item;
  }

  dispose() {
    clearTimeout(this.timer);
    this.changed.dispose();
  }
}

function registerCommands(context, connect, tree, start) {
  const register = (name, perform) =>
    vscode.commands.registerCommand(`designery.${name}`, (...given) => perform(...given)?.catch?.(showError));
  return [
    register("refresh", async () => tree.refresh()),
    register("start", start),
    register("connect", () => askForServer(context, tree)),
    register("open", async ({ path: address }) => {
      await vscode.env.openExternal(vscode.Uri.parse((await connect()).address + address));
    }),
    register("log", async ({ id, label }) => showLog(await connect(), id, label)),
    register("outputs", async ({ id, label }) => {
      const uri = vscode.Uri.parse(`${SCHEME}:/runs/${id}`);
      vscode.workspace.updateWorkspaceFolders(vscode.workspace.workspaceFolders?.length ?? 0, 0, { uri, name: label });
    }),
    register("share", async (entry) => offerLink(await connect(), entry)),
    register("deploy", async (entry) => deployRun(await connect(), tree, entry)),
    register("submit", async (uri) => submitScript(await connect(), uri ?? vscode.window.activeTextEditor?.document.uri)),
  ];
}

async function askForServer(context, tree) {
  const asked = "The address of the server, or the link that `designery serve` or `designery link` printed";
  const address = await vscode.window.showInputBox({ prompt: asked, value: getSetting("address") });
  if (address === undefined) return;
  const entered = await enterByLink(address);
  if (entered) return keepServer(context, tree, entered);
  const prompt = "A token of this server, from API tokens in the menu of your account. Leave it empty to keep the one you have.";
  const token = await vscode.window.showInputBox({ prompt, password: true });
  await keepServer(context, tree, { address, token });
}

async function keepServer(context, tree, { address, token }) {
  if (token) await context.secrets.store(TOKEN_KEY, token);
  if (address !== getSetting("address"))
    await vscode.workspace.getConfiguration("designery").update("address", address, vscode.ConfigurationTarget.Global);
  tree.refresh();
}

/** A server at the address of the settings; it stops with the editor. */
async function startLocalServer(context, tree) {
  const { process: server, token } = await startServer(getCommand(), getSetting("address"));
  context.subscriptions.push({ dispose: () => server.kill() });
  await keepServer(context, tree, { address: getSetting("address"), token });
}

/** The log of each step of a run, in a channel of its own. */
async function showLog(api, run, label) {
  const channel = vscode.window.createOutputChannel(`Designery ${label}`);
  channel.show(true);
  const { steps } = await api.getJson(`/api/runs/${run}`);
  for (const { node, title, state, error } of steps) {
    channel.appendLine(`${title}: ${state}`);
    if (error) channel.appendLine(`  ${error.message ?? error}`);
    for (const { text } of await api.getJson(`/api/runs/${run}/steps/${encodeURIComponent(node)}/log`))
      channel.appendLine(`  ${text}`);
  }
}

async function offerLink(api, entry) {
  await vscode.env.clipboard.writeText(await shareDesign(api, entry));
  void vscode.window.showInformationMessage(`A link to '${entry.label}' is in the clipboard. It opens without an account, for 30 days.`);
}

/** Asks what the model is to be called, and which one where the run trained several. */
async function deployRun(api, tree, { id: run, label }) {
  const models = await findModels(api, run);
  if (models.length === 0) throw new Error(`${label} trained no model.`);
  const chosen = models.length === 1 ? models[0] : await vscode.window.showQuickPick(models, { placeHolder: "The model that answers" });
  if (!chosen) return;
  const prompt = "The name of the model and of its endpoint. Under a name that exists, it becomes the next version.";
  // A run that ends meanwhile moves the focus to the canvas: the question stays.
  const name = await vscode.window.showInputBox({ prompt, value: suggestName(label), ignoreFocusOut: true });
  if (!name) return;
  const endpoint = await deployModel(api, { run, node: chosen.node, name });
  tree.refresh();
  const open = await vscode.window.showInformationMessage(`The endpoint '${name}' answers by this model.`, "Open in the Browser");
  if (open) await vscode.env.openExternal(vscode.Uri.parse(`${api.address}/endpoints/${endpoint.id}`));
}

/** A script is submitted as job.yml says, where that is about it; else by a job file of its own, which is written once. */
async function submitScript({ address, token }, uri) {
  if (!uri) return;
  const { folder, name } = await chooseJobFile(uri.fsPath);
  // A server on this machine has its data in the folder that the command works on; one elsewhere is asked with the same token.
  const elsewhere = isLocal(address) ? null : address;
  const env = elsewhere && token ? { DESIGNERY_TOKEN: token } : {};
  const terminal = vscode.window.createTerminal({ name: `Job ${path.basename(uri.fsPath)}`, cwd: folder, env });
  terminal.show();
  terminal.sendText(writeSubmitCommand(getCommand(), name, elsewhere));
}

async function chooseJobFile(script) {
  const read = async (folder, name) => {
    const file = vscode.Uri.file(path.join(folder, name));
    return vscode.workspace.fs.readFile(file).then(
      (content) => Buffer.from(content).toString("utf8"),
      () => null,
    );
  };
  for (const folder of listJobFolders(script, listProjects())) {
    const text = await read(folder, "job.yml");
    if (text !== null && doesName(text, script)) return { folder, name: "job.yml" };
  }
  const [folder] = listJobFolders(script, []);
  const own = `${path.basename(script, path.extname(script))}.job.yml`;
  if ((await read(folder, own)) === null)
    await vscode.workspace.fs.writeFile(vscode.Uri.file(path.join(folder, own)), Buffer.from(writeJobFile(script)));
  return { folder, name: own };
}

/** Design files are checked when they are opened and as they change. */
function watchDesigns(connect) {
  const found = vscode.languages.createDiagnosticCollection("designery");
  const timers = new Map();
  const check = async (document) => {
    const { version } = document;
    const problems = await checkDesign(await connect(), document.getText()).catch(() => []);
    if (document.version === version) found.set(document.uri, problems.map((problem) => toDiagnostic(document, problem)));
  };
  const plan = (document) => {
    if (!DESIGN_FILE.test(document.fileName)) return;
    clearTimeout(timers.get(document.fileName));
    timers.set(document.fileName, setTimeout(() => void check(document), CHECK_DELAY_MS));
  };
  vscode.workspace.textDocuments.forEach(plan);
  return [
    found,
    vscode.workspace.onDidOpenTextDocument(plan),
    vscode.workspace.onDidChangeTextDocument(({ document }) => plan(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => found.delete(uri)),
  ];
}

function toDiagnostic(document, { from, to, message, severity }) {
  const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
  const { Error: wrong, Information: advice } = vscode.DiagnosticSeverity;
  const diagnostic = new vscode.Diagnostic(range, message, severity === "error" ? wrong : advice);
  diagnostic.source = "Designery";
  return diagnostic;
}

module.exports = { activate, deactivate() {} };
