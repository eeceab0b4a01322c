/** The form of an endpoint, for people without an account. The fragment of the address has the token of the link. */

import { definePage } from "../lib/pageDeclaration";

export default definePage({ path: "/form", load: () => import("./FormPage"), audience: "everyone" });
