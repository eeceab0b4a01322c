/** What one is told of, and where. */

import { definePage } from "../lib/pageDeclaration";

export default definePage({ path: "/notifications", load: () => import("./NotificationsPage") });
