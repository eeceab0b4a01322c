// The editor for *.design.json: the real canvas in a frame, and the file beside it as the document of the editor.
"use strict";

const { randomBytes } = require("node:crypto");
const { DesignSync } = require("./designSync.js");
const { findDifference } = require("./designText.js");
const { writePage } = require("./canvasPage.js");
const { isLocal } = require("./localServer.js");

const VIEW_TYPE = "designery.canvas";
const TYPING_MS = 300;
/** Not what version control shows of the past: that is compared as text. */
const EDITED_SCHEMES = ["file", "untitled", "vscode-remote", "vscode-vfs"];
const NOT_HERE = "This is not a file that can be changed. To see it, reopen it with the text editor.";
const IDS_KEY = "designery.designs";

class CanvasEditor {
  /** `connect` gives the server; `start` starts one on this machine and lets the editor in. */
  constructor(vscode, { connect, start, state }) {
    Object.assign(this, { vscode, connect, start, state });
  }

  async resolveCustomTextEditor(document, panel) {
    const api = await this.connect();
    if (!EDITED_SCHEMES.includes(document.uri.scheme)) {
      panel.webview.html = `<!doctype html><p>${NOT_HERE}</p>`;
      return null;
    }
    panel.webview.options = { enableScripts: true };
    panel.webview.html = writePage(randomBytes(16).toString("base64"), api.address);
    const editing = this.createSession(document, panel);
    const heard = panel.webview.onDidReceiveMessage((message) => void editing.hear(message));
    const changed = this.vscode.workspace.onDidChangeTextDocument((change) => {
      if (change.document.uri.toString() === document.uri.toString()) editing.plan(change.reason !== undefined);
    });
    panel.onDidDispose(() => {
      heard.dispose();
      changed.dispose();
      editing.end();
    });
    return editing;
  }

  /** What happens between one file and its canvas. */
  createSession(document, panel) {
    const { vscode } = this;
    let sync = null;
    let timer;
    const say = (text, offer = null) => panel.webview.postMessage({ kind: "note", text, offer });
    const open = async ({ sites }) => {
      const api = await this.connect();
      try {
        sync ??= new DesignSync(api, { ...this.remember(document, api), ...this.openText(document) });
        const id = await sync.open();
        const { path } = await api.postJson(`/api/designs/${id}/embeds`, { origins: sites });
        const [page, key] = path.split("#");
        const address = `${new URL(api.address).origin}${page}&undo=host#${key}`;
        panel.webview.postMessage({ kind: "address", address });
      } catch (error) {
        sync = null;
        const canStart = error.status === 0 && isLocal(api.address);
        say(error.message, error.status === 401 ? "connect" : canStart ? "start" : null);
      }
    };
    const perform = {
      open,
      opened: () => sync?.takeFromCanvas(),
      changed: () => sync?.takeFromCanvas(),
      undo: () => vscode.commands.executeCommand("undo"),
      redo: () => vscode.commands.executeCommand("redo"),
      connect: async (message) => {
        await vscode.commands.executeCommand("designery.connect");
        await open(message);
      },
      start: async (message) => {
        say("Starting Designery");
        await this.start().then(
          () => open(message),
          (error) => say(error.message, "start"),
        );
      },
    };
    return {
      hear: (message) => Promise.resolve(perform[message.kind]?.(message)).catch((error) => say(error.message)),
      /** While somebody types, the file is no design half of the time. */
      plan: (undone) => {
        clearTimeout(timer);
        timer = setTimeout(() => void sync?.takeFromText({ undone }).catch(() => {}), TYPING_MS);
      },
      end: () => clearTimeout(timer),
    };
  }

  /** Which design a file has on a server, kept with the workspace. */
  remember(document, api) {
    const key = `${api.address} ${document.uri.toString()}`;
    const all = () => this.state.get(IDS_KEY, {});
    return { key, ids: { get: (one) => all()[one], set: (one, id) => this.state.update(IDS_KEY, { ...all(), [one]: id }) } };
  }

  openText(document) {
    const { vscode } = this;
    return {
      read: () => document.getText(),
      write: async (text) => {
        const found = findDifference(document.getText(), text);
        if (!found) return;
        const edit = new vscode.WorkspaceEdit();
        const range = new vscode.Range(document.positionAt(found.from), document.positionAt(found.to));
        edit.replace(document.uri, range, found.text);
        await vscode.workspace.applyEdit(edit);
      },
    };
  }
}

module.exports = { CanvasEditor, VIEW_TYPE };
