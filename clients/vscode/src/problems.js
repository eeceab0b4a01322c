// The problems of a design file, at the lines of its nodes.
"use strict";

/** {from, to} of what a problem is about: the value of its field, else the name of its node, else the first line. */
function locate(text, node, field) {
  if (node === null || node === undefined) return { from: 0, to: Math.max(0, text.indexOf("\n")) };
  const nodes = findKey(text, "nodes", 0);
  const name = nodes && findKey(text, node, nodes.to);
  if (!name) return { from: 0, to: Math.max(0, text.indexOf("\n")) };
  const end = findKey(text, "nodes", name.to)?.from ?? text.length;
  const found = field ? findKey(text.slice(0, end), field, name.to) : null;
  return found ?? name;
}

/** Where a key stands, at or after a place: the text between its quotes. */
function findKey(text, key, start) {
  const pattern = new RegExp(`${escapeForPattern(JSON.stringify(key))}\\s*:`, "g");
  pattern.lastIndex = start;
  const found = pattern.exec(text);
  return found ? { from: found.index, to: found.index + JSON.stringify(key).length } : null;
}

const escapeForPattern = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What the server says of the text of a design file: [{from, to, message, severity}]. */
async function checkDesign(api, text) {
  let document;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return [{ from: 0, to: Math.max(0, text.indexOf("\n")), message: `This is no JSON yet: ${error.message}`, severity: "error" }];
  }
  const { problems, advice } = await api.postJson("/api/designs/check", { document });
  return [...problems, ...advice].map(({ node, field, message, fix, severity }) => ({
    ...locate(text, node, field),
    message: fix ? `${message} Fix: ${fix.label}.` : message,
    severity: severity === "advice" ? "information" : "error",
  }));
}

module.exports = { checkDesign, locate };
