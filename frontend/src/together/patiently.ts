/** Parts of the page that nobody asked for: without a connection they are waited for, and nothing breaks. */

const AGAIN = 5_000;

/** What is fetched, as soon as it can be. */
export const patiently = <Part>(load: () => Promise<Part>): Promise<Part> =>
  load().catch(async () => {
    await connection();
    fetchStylesAgain();
    return patiently(load);
  });

/** A style that did not come stays away, since it was asked for already: its link begins anew. */
function fetchStylesAgain(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")) {
    if (link.sheet === null) link.replaceWith(link.cloneNode());
  }
}

/** Resolves when the browser says that it is online, or after a while: it may be the server that was away. */
const connection = (): Promise<void> =>
  new Promise((resolve) => {
    addEventListener("online", () => resolve(), { once: true });
    setTimeout(resolve, AGAIN);
  });
