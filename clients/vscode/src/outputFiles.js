// The files that the steps of a run left behind, as a file system to read: designery:/runs/RUN/STEP/file.
"use strict";

const SCHEME = "designery";

/** designery:/runs/ID/NODE/path as its parts. */
function parseOutputPath(uriPath) {
  const [, kind, run, node, ...rest] = uriPath.split("/");
  return kind === "runs" && run ? { run, node: node ?? null, file: rest.filter(Boolean).join("/") } : null;
}

/** What stands right in a folder, of the files of a step: [[name, isFolder]]. */
function listFolder(files, folder) {
  const start = folder === "" ? "" : `${folder}/`;
  const found = new Map();
  for (const { path: file } of files) {
    if (!file.startsWith(start)) continue;
    const [name, ...rest] = file.slice(start.length).split("/");
    found.set(name, found.get(name) || rest.length > 0);
  }
  return [...found].sort(([one], [other]) => one.localeCompare(other));
}

class OutputFiles {
  constructor(connect, vscode) {
    this.connect = connect;
    this.vscode = vscode;
    this.onDidChangeFile = new vscode.EventEmitter().event;
  }

  watch() {
    return { dispose() {} };
  }

  async readDirectory(uri) {
    const { Directory, File } = this.vscode.FileType;
    const { run, node, file } = this.parse(uri);
    if (node === null) {
      const { steps } = await (await this.connect()).getJson(`/api/runs/${run}`);
      return steps.map((step) => [step.node, Directory]);
    }
    return listFolder(await this.listFiles(run, node), file).map(([name, isFolder]) => [name, isFolder ? Directory : File]);
  }

  async stat(uri) {
    const { Directory, File } = this.vscode.FileType;
    const { run, node, file } = this.parse(uri);
    if (node === null || file === "") return { type: Directory, ctime: 0, mtime: 0, size: 0 };
    const files = await this.listFiles(run, node);
    const found = files.find((one) => one.path === file);
    if (found) return { type: File, ctime: 0, mtime: 0, size: found.bytes };
    if (listFolder(files, file).length > 0) return { type: Directory, ctime: 0, mtime: 0, size: 0 };
    throw this.vscode.FileSystemError.FileNotFound(uri);
  }

  async readFile(uri) {
    const { run, node, file } = this.parse(uri);
    const address = file.split("/").map(encodeURIComponent).join("/");
    return (await this.connect()).getBytes(`/api/runs/${run}/steps/${encodeURIComponent(node)}/files/${address}`);
  }

  /** A step without files has none: that is no error of the tree. */
  async listFiles(run, node) {
    const api = await this.connect();
    const listed = await api.getJson(`/api/runs/${run}/steps/${encodeURIComponent(node)}/files`).catch((error) => {
      if (error.status === 404) return { files: [] };
      throw error;
    });
    return listed.files;
  }

  parse(uri) {
    const parts = parseOutputPath(uri.path);
    if (!parts) throw this.vscode.FileSystemError.FileNotFound(uri);
    return parts;
  }

  writeFile(uri) {
    throw this.vscode.FileSystemError.NoPermissions(uri);
  }

  createDirectory(uri) {
    throw this.vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri) {
    throw this.vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri) {
    throw this.vscode.FileSystemError.NoPermissions(uri);
  }
}

module.exports = { OutputFiles, SCHEME, listFolder, parseOutputPath };
