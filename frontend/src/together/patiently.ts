/** Parts of the page that nobody asked for: without a connection they are waited for, and nothing breaks. */

const AGAIN = 5_000;

/** What is fetched, as soon as it can be. */
export const patiently = <Part>(load: () => Promise<Part>): Promise<Part> =>
  load().catch(() => connection().then(() => patiently(load)));

/** Resolves when the browser says that it is online, or after a while: it may be the server that was away. */
const connection = (): Promise<void> =>
  new Promise((resolve) => {
    addEventListener("online", () => resolve(), { once: true });
    setTimeout(resolve, AGAIN);
  });
