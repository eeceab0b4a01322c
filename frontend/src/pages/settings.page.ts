/** Personal settings. */

import { definePage } from "../lib/pageDeclaration";

export default definePage({
  path: "/settings",
  load: () => import("./SettingsPage"),
});
