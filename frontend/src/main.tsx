/** Starts the app: takes the launch token, loads the fonts that cards are measured with, and draws the page. */

import { pathHere } from "./api/base";
import "./styles/layers.css";
import "@fontsource-variable/source-sans-3/wght.css";
import "@fontsource-variable/newsreader/wght.css";
import "@fontsource-variable/newsreader/wght-italic.css";
import "@fontsource/ibm-plex-mono/latin-400.css";
import "@fontsource/ibm-plex-mono/latin-500.css";
import "./styles/mantine";
import "@xyflow/react/dist/base.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { createRoot } from "react-dom/client";
import { type Admission, enter, launchToken } from "./api/admission";
import { bootstrap } from "./api/bootstrap";
import { App } from "./app";
import { TITLE_FONT } from "./canvas/measure";
import { watchParts } from "./later";
import { refuseStrayFiles } from "./stray";

const PATIENCE = 800;

async function start(): Promise<void> {
  const soon = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const [admission] = await Promise.all([enter(), Promise.race([document.fonts.load(TITLE_FONT), soon])]);
  draw(admission);
  void follow(admission).catch(() => {});
}

/** At its first start the server still reads the sample data while the page is there already. */
async function follow(admission: Admission): Promise<void> {
  if (!admission.admitted || bootstrap.coming === 0) return;
  const { followSamples } = await import("./stores/coming");
  await followSamples();
}

const root = createRoot(document.getElementById("root")!);
const draw = (admission: Admission): void => root.render(<App admission={admission} />);

/** The launch link may be opened in a tab that shows the app already: then only the fragment changes. */
async function enterHere(): Promise<void> {
  if (launchToken() === null) return;
  const admission = await enter();
  if (admission.admitted) location.reload();
  else draw(admission);
}

// Its code is here already, by the page's own links: it is read while we find out whether this browser is let in.
if (pathHere().startsWith("/designs/")) void import("./pages/DesignPage").catch(() => {});

watchParts();
refuseStrayFiles();
addEventListener("hashchange", () => void enterHere());

void start();
