/** What a share link leads to. It needs no session. */

import { definePage } from "../lib/pageDeclaration";

export default definePage({ path: "/s/:shareId", load: () => import("./SharedPage"), audience: "everyone" });
