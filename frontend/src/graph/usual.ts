/** Which modules follow which in the samples, the most usual first: written by `python -m tests.document`. */

import usual from "./usual.json";

export const USUAL: Readonly<Record<string, readonly string[]>> = usual;
