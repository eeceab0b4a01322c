/** Runs side by side; their ids stand in the address with commas between them. */

import { definePage } from "../lib/pageDeclaration";

export default definePage({ path: "/compare/:runs", load: () => import("./ComparePage") });
