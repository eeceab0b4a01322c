/** Links to files of the server: in an embedded canvas they are fetched with its key, since the browser would send none. */

import { getCurrentPath } from "../../api/basePath";
import { fetchFromServer } from "../../api/embedding";
import { saveFile } from "../../lib/saveFile";
import { notifyFailure } from "../../lib/toasts";
import { embedTexts as texts } from "../../messages/embedTexts";

/** Take over clicks on such links; returns what ends that. */
export function startKeyedDownloads(): () => void {
  const onClick = (event: MouseEvent) => {
    const link = (event.target as Element | null)?.closest?.<HTMLAnchorElement>("a[href]");
    if (!link || link.origin !== location.origin) return;
    const path = getCurrentPath(link.pathname);
    if (!path.startsWith("/api/")) return;
    event.preventDefault();
    void download(path + link.search, link.download).catch(notifyFailure);
  };
  addEventListener("click", onClick, { capture: true });
  return () => removeEventListener("click", onClick, { capture: true });
}

async function download(path: string, name: string): Promise<void> {
  const answer = await fetchFromServer(path);
  if (!answer.ok) {
    const { detail } = (await answer.json().catch(() => ({}))) as { detail?: string };
    throw new Error(detail ?? texts.noDownload);
  }
  const named = /filename="?([^";]+)"?/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1];
  saveFile(name || named || path.split("/").at(-1)!.split("?")[0]!, await answer.blob(), "");
}
