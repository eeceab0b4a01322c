// The page of the editor for design files: a frame with the canvas, and what is said where there is none.
"use strict";

/** Runs in the web view: which sites the frame stands in, only the page itself knows. */
const SCRIPT = `
const vscode = acquireVsCodeApi();
const frame = document.querySelector("iframe");
const note = document.getElementById("note");
const start = document.getElementById("start");
const titles = { start: "Start Designery", connect: "Connect to a server" };
let offered = "start";
const sites = [...new Set([location.origin, ...(location.ancestorOrigins ?? [])])];
let origin = "", asked = 0;
const ask = () => {
  if (Date.now() - asked < 10000) return;
  asked = Date.now();
  vscode.postMessage({ kind: "open", sites });
};
addEventListener("message", ({ source, origin: from, data }) => {
  if (source === frame.contentWindow) {
    if (from !== origin || data?.source !== "designery") return;
    if (data.kind === "ended") ask();
    else vscode.postMessage({ kind: data.kind });
    return;
  }
  if (data?.kind === "address") {
    origin = new URL(data.address).origin;
    frame.src = data.address;
    frame.hidden = false;
    note.textContent = "";
    start.hidden = true;
  } else if (data?.kind === "note") {
    note.textContent = data.text;
    start.hidden = !data.offer;
    if (data.offer) offered = data.offer;
    start.textContent = titles[offered];
    asked = 0;
  }
});
start.addEventListener("click", () => vscode.postMessage({ kind: offered, sites }));
ask();
`;

const STYLE = `html, body { height: 100%; margin: 0; padding: 0; }
iframe { display: block; width: 100%; height: 100vh; border: 0; }
[hidden] { display: none; }
p { margin: 24px 24px 12px; } p:empty { display: none; }
button { margin: 0 24px; padding: 6px 14px; border: 0; color: var(--vscode-button-foreground); background: var(--vscode-button-background); }`;

/** The HTML, in which nothing but this script runs and nothing but the server is framed. */
function writePage(nonce, server) {
  const policy = `default-src 'none'; frame-src ${new URL(server).origin}; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Designery</title><style nonce="${nonce}">${STYLE}</style></head>
<body><p id="note" role="status">Opening the canvas</p><button id="start" hidden>Start Designery</button>
<iframe hidden title="Canvas" referrerpolicy="no-referrer" allow="clipboard-read; clipboard-write"></iframe>
<script nonce="${nonce}">${SCRIPT}</script></body></html>`;
}

module.exports = { writePage };
