/** Goes to a page: one action for each that declares `goTo`. */

import { navigate } from "../lib/navigation";
import { getPageAddress } from "../lib/pageDeclaration";
import { pages } from "../lib/pages";
import { type Action, isAlwaysEnabled } from "../ui/actions/action";

export const goToPageActions: readonly Action[] = pages.flatMap(({ path, goTo }) =>
  goTo
    ? {
        id: goTo.id,
        name: goTo.name,
        group: "go",
        order: goTo.order,
        membersOnly: true,
        icon: goTo.Icon,
        isEnabled: isAlwaysEnabled,
        perform: () => navigate(getPageAddress({ path })),
      }
    : [],
);
