/** The documentation, in the app. */

import { definePage } from "../lib/pageDeclaration";

export default definePage({
  path: "/help/:guide?/:module?",
  load: () => import("./HelpPage"),
});
