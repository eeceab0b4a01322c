/** The canvas in a frame of a notebook, an editor or another site. The fragment of the address has the key. */

import { definePage } from "../lib/pageDeclaration";

export default definePage({ path: "/embed", load: () => import("./EmbedPage"), audience: "everyone" });
