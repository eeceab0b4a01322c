/** All tags of the runs in this workspace. */

import { IconTag } from "@tabler/icons-react";
import { definePage } from "../lib/pageDeclaration";
import { versionTexts } from "../messages/versionTexts";

export default definePage({
  path: "/tags/:tag?",
  load: () => import("./TagsPage"),
  nav: { order: 45, name: versionTexts.runs.tagsLabel, Icon: IconTag },
});
