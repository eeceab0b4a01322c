/** Starts the app: takes the launch token, loads the fonts that cards are measured with, and draws the page. */

import "@fontsource-variable/source-sans-3/wght.css";
import "@fontsource-variable/newsreader/opsz.css";
import "@fontsource-variable/newsreader/opsz-italic.css";
import "@fontsource/ibm-plex-mono/latin-400.css";
import "@fontsource/ibm-plex-mono/latin-500.css";
import "./styles/mantine";
import "@mantine/notifications/styles.css";
import "@xyflow/react/dist/base.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { createRoot } from "react-dom/client";
import { post } from "./api/client";
import { App } from "./app";
import { TITLE_FONT } from "./canvas/measure";

const PATIENCE = 800;

async function start(): Promise<void> {
  const soon = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.all([signIn(), Promise.race([document.fonts.load(TITLE_FONT), soon])]);
  createRoot(document.getElementById("root")!).render(<App />);
}

/** The launch link ends in #t=TOKEN: a fragment, so that no log and no Referer header ever holds it. */
async function signIn(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get("t");
  if (!token) return;
  history.replaceState(null, "", location.pathname + location.search);
  // A used or wrong token shows as "not signed in" on the page itself.
  await post("/api/session", { token }).catch(() => undefined);
}

void start();
