/** Writes each file of the built app compressed beside it, once and well, so that the server need not do it at each visit. */

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const WORTH_IT = /\.(js|css|svg)$/;
/** Smaller ones fit into the packet that their headers travel in. */
const SMALLEST = 1_000;

const [folder] = process.argv.slice(2);
const files = (await readdir(folder, { recursive: true })).filter((name) => WORTH_IT.test(name));
await Promise.all(files.map((name) => pack(join(folder, name))));

/** @param {string} file */
async function pack(file) {
  const content = await readFile(file);
  if (content.length < SMALLEST) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const [zipped, smallest] = await Promise.all([
    promisify(gzip)(content, { level: 9 }),
    promisify(brotliCompress)(content, { params }),
  ]);
  await Promise.all([writeFile(`${file}.gz`, zipped), writeFile(`${file}.br`, smallest)]);
}
