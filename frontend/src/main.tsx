/** Starts the app: takes the launch token, loads the fonts that cards are measured with, and draws the page. */

import { getCurrentPath } from "./api/basePath";
import "./styles/layers.css";
import "@fontsource-variable/source-sans-3/wght.css";
import "@fontsource-variable/newsreader/wght.css";
import "@fontsource-variable/newsreader/wght-italic.css";
import "@fontsource/ibm-plex-mono/latin-400.css";
import "@fontsource/ibm-plex-mono/latin-500.css";
import "./styles/mantineStyles";
import "@xyflow/react/dist/base.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/mantine.css";
import { createRoot } from "react-dom/client";
import { bootstrap } from "./api/bootstrap";
import { type BrowserSession, openBrowserSession, readLaunchToken } from "./api/browserSession";
import { App } from "./app";
import { TITLE_FONT } from "./canvas/measureCards";
import { watchFailedChunks } from "./lib/lazy";
import { findPage } from "./lib/pages";
import { preventFileNavigation } from "./lib/preventFileNavigation";

const PATIENCE = 800;

async function startApp(): Promise<void> {
  const soon = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const [admission] = await Promise.all([openBrowserSession(), Promise.race([document.fonts.load(TITLE_FONT), soon])]);
  drawApp(admission);
  void followAdmission(admission).catch(() => {});
}

/** At its first start the server still reads the sample data while the page is there already. */
async function followAdmission(admission: BrowserSession): Promise<void> {
  if (!admission.admitted || bootstrap.coming === 0) return;
  const { followSampleImport } = await import("./stores/sampleImport");
  await followSampleImport();
}

const reactRoot = createRoot(document.getElementById("root")!);
const drawApp = (admission: BrowserSession): void => reactRoot.render(<App admission={admission} />);

/** The launch link may be opened in a tab that shows the app already: then only the fragment changes. */
async function enterByFragment(): Promise<void> {
  if (readLaunchToken() === null) return;
  const admission = await openBrowserSession();
  if (admission.admitted) location.reload();
  else drawApp(admission);
}

// Its code is here already, by the page's own links: it is read while we find out whether this browser is let in.
void findPage(getCurrentPath())
  ?.page.load()
  .catch(() => {});

watchFailedChunks();
preventFileNavigation();
addEventListener("hashchange", () => void enterByFragment());

void startApp();
