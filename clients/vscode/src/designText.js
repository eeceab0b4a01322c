// A design file as text: what the canvas changed is written into it, and everything else stays as it stands.
"use strict";

const { isDeepStrictEqual: isEqual } = require("node:util");

/** Fields that are not written where they are as usual, unless the file has them. */
const DOCUMENT_DEFAULTS = {
  description: "",
  notes: {},
  groups: {},
  modules: {},
  parameters: {},
  pipeline: { parameters: {}, inputs: {}, outputs: {} },
};
const NODE_DEFAULTS = {
  parameters: {},
  inputs: {},
  title: null,
  note: null,
  disabled: false,
  bypassed: false,
  group: null,
  silenced: [],
};
const MAPS = ["nodes", "notes", "groups", "modules"];

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The new value with its fields in the order of the old one; without fields as usual that the old one has not. */
function orderLike(old, fresh, depth) {
  if (!isObject(fresh)) return fresh;
  const before = isObject(old) ? old : {};
  const defaults = depth === 0 ? DOCUMENT_DEFAULTS : depth === 2 ? NODE_DEFAULTS : {};
  const names = [...Object.keys(before).filter((name) => name in fresh), ...Object.keys(fresh).filter((name) => !(name in before))];
  const kept = names.filter((name) => name in before || !(name in defaults && isEqual(fresh[name], defaults[name])));
  return Object.fromEntries(kept.map((name) => [name, orderLike(before[name], fresh[name], name === "nodes" || depth > 0 ? depth + 1 : 9)]));
}

/** The text of a design file with another document in it. */
function writeDesign(text, document) {
  let old = {};
  try {
    old = JSON.parse(text);
  } catch {
    // An empty file, or one that is being written: there is no order to keep.
  }
  const indent = /^\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? "  ";
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const end = text === "" || /\n$/.test(text) ? lineEnd : "";
  return JSON.stringify(orderLike(old, document, 0), null, indent).replaceAll("\n", lineEnd) + end;
}

/** What makes the old document the new one: an edit for each node, note or group that is another. */
function buildEdits(old, fresh) {
  const edits = [];
  for (const field of new Set([...Object.keys(old), ...Object.keys(fresh)])) {
    const [before, after] = [old[field], fresh[field]];
    if (isEqual(before, after)) continue;
    if (MAPS.includes(field) && isObject(before) && isObject(after)) {
      edits.push(...Object.keys(before).filter((key) => !(key in after)).map((key) => ({ path: [field, key] })));
      const changed = Object.keys(after).filter((key) => !isEqual(before[key], after[key]));
      edits.push(...changed.map((key) => ({ path: [field, key], value: after[key] })));
    } else edits.push(after === undefined ? { path: [field] } : { path: [field], value: after });
  }
  return edits;
}

/** The one piece of a text that differs: {from, to, text}; null where nothing does. */
function findDifference(old, fresh) {
  if (old === fresh) return null;
  let from = 0;
  while (from < old.length && from < fresh.length && old[from] === fresh[from]) from += 1;
  let end = 0;
  while (end < old.length - from && end < fresh.length - from && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  return { from, to: old.length - end, text: fresh.slice(from, fresh.length - end) };
}

module.exports = { writeDesign, buildEdits, findDifference };
