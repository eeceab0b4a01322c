/** One design. */

import { definePage } from "../lib/pageDeclaration";

export default definePage({
  path: "/designs/:designId",
  load: () => import("./DesignPage"),
  prefetchedData: ["/api/catalog"],
  prefetchedChunks: ["icons"],
});
