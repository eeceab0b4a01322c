/** Who works here, and with what rights. */

import { definePage } from "../lib/pageDeclaration";

export default definePage({ path: "/people/:section?", load: () => import("./PeoplePage"), audience: "accounts" });
