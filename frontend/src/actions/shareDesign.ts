/** Opens the dialog in which links to the design are made and ended. */

import { IconShare3 } from "@tabler/icons-react";
import { useDesign } from "../stores/designStore";
import { type Action, hasDesign } from "../ui/actions/action";
import { openDialog } from "../ui/dialogs/dialogStore";
import { shareActionNames } from "./shareActionNames";

export const shareAction: Action = {
  id: "share",
  name: shareActionNames.share,
  group: "design",
  order: 660,
  menus: { design: 205 },
  membersOnly: true,
  beyondDesign: true,
  requiredRole: "editor",
  icon: IconShare3,
  isEnabled: hasDesign,
  perform: async () => {
    const { id, document } = useDesign.getState();
    if (id && document)
      await openDialog(() =>
        import("../features/sharing/ShareDialog").then((one) => one.createShareDialog(id, document.name)),
      );
  },
};
