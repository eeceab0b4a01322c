/** A design that came within an address. */

import { definePage } from "../lib/pageDeclaration";

export default definePage({ path: "/open", load: () => import("./OpenPage") });
