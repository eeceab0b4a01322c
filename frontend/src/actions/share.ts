/** Opens the dialog in which links to the design are made and ended. */

import { IconShare3 } from "@tabler/icons-react";
import { openDialog } from "../dialogs/open";
import { useDesign } from "../stores/design";
import { type Action, hasDesign } from "./action";
import { names } from "./shareWords";

export const share: Action = {
  id: "share",
  name: names.share,
  group: "design",
  members: true,
  needs: "editor",
  icon: IconShare3,
  enabled: hasDesign,
  perform: async () => {
    const { id, document } = useDesign.getState();
    if (id && document)
      await openDialog(() => import("../dialogs/ShareDialog").then((one) => one.shareDialog(id, document.name)));
  },
};
