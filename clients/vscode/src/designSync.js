// A design file and its design on the server: what one side changes, the other gets. One thing at a time.
"use strict";

const { randomUUID } = require("node:crypto");
const { isDeepStrictEqual: isEqual } = require("node:util");
const { buildEdits, writeDesign } = require("./designText.js");

class DesignSync {
  /** `ids` remembers the design of each file: get(key) and set(key, id). `write` puts another text into the file. */
  constructor(api, { key, ids, read, write }) {
    Object.assign(this, { api, key, ids, read, write });
    /** The document that both sides have. */
    this.known = null;
    this.waiting = Promise.resolve();
  }

  /** The id of the design of this file: the one from before, brought to what the file says, or a new one. */
  open() {
    return this.takeTurn(async () => {
      const document = await this.readFile();
      const stored = await this.findStored();
      if (stored) await this.send(stored.document, document, true);
      else {
        const made = await this.api.postJson("/api/designs", { document });
        await this.ids.set(this.key, made.id);
        this.id = made.id;
        this.known = made.document;
      }
      return this.id;
    });
  }

  /** The canvas changed something: it goes into the file, which is then to be saved. */
  takeFromCanvas() {
    return this.takeTurn(async () => {
      const { document } = await this.api.getJson(`/api/designs/${this.id}`);
      if (isEqual(document, this.known)) return;
      this.known = document;
      const text = this.read();
      const fresh = writeDesign(text, document);
      if (fresh !== text) await this.write(fresh);
    });
  }

  /** The text changed: it goes to the canvas, as soon as it is a design. What came from elsewhere than the canvas may
   *  bring code, which then waits until somebody looked at it. */
  takeFromText({ undone = false } = {}) {
    return this.takeTurn(async () => {
      if (this.known === null) return;
      await this.send(this.known, await this.readFile(), !undone);
    });
  }

  async findStored() {
    const id = this.ids.get(this.key);
    if (!id) return null;
    const stored = await this.api.getJson(`/api/designs/${id}`).catch((error) => {
      if (error.status === 404) return null;
      throw error;
    });
    if (stored) this.id = id;
    return stored;
  }

  /** The document of the file with all fields that a design has. */
  async readFile() {
    const text = this.read().trim();
    const document = text === "" ? { name: "Untitled design", nodes: {} } : JSON.parse(text);
    return (await this.api.postJson("/api/designs/check", { document })).document;
  }

  async send(from, to, imported) {
    const edits = buildEdits(from, to);
    if (edits.length > 0) {
      const change = { client: "vscode", id: randomUUID(), label: "Changed in the file", edits, imported };
      await this.api.postJson(`/api/designs/${this.id}/edits`, change);
    }
    this.known = to;
  }

  takeTurn(work) {
    const done = this.waiting.then(work);
    this.waiting = done.catch(() => {});
    return done;
  }
}

module.exports = { DesignSync };
