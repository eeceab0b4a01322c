/** What the server wrote into the page itself; the development server writes nothing. */

interface Bootstrap {
  /** Whether the page came with a session. */
  known: boolean;
  /** What the server's addresses begin with; empty where it has its host alone. */
  prefix: string;
  /** How many sample datasets were still to be read when the page was written. */
  coming: number;
  /** The workspace of this page; undefined on a personal server, which has neither accounts nor workspaces. */
  workspace?: string | null;
  /** The host of the language model that prompts go to; null where the owner has named none. */
  assistant?: string | null;
  /** What whoever is here may do in that workspace. */
  role?: "viewer" | "runner" | "editor" | "owner" | null;
}

const bootstrapJson = globalThis.document?.getElementById("bootstrap")?.textContent;

export const bootstrap: Bootstrap = {
  known: true,
  prefix: "",
  coming: 0,
  ...(bootstrapJson ? (JSON.parse(bootstrapJson) as Bootstrap) : {}),
};
