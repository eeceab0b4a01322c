/** Start a tour, or take it up again where it was left. On a page without a design, it begins with a new one. */

import { IconRoute } from "@tabler/icons-react";
import { createDesign } from "../api/queries";
import { navigate } from "../lib/navigation";
import { homeTexts } from "../messages/homeTexts";
import { onboardingTexts } from "../messages/onboardingTexts";
import { useDesign } from "../stores/designStore";
import { startTour, type TourName } from "../stores/tourStore";
import { type Action, isAlwaysEnabled } from "../ui/actions/action";

export async function launchTour(name: TourName): Promise<void> {
  startTour(name);
  if (useDesign.getState().document !== null) return;
  const made = await createDesign(name === "result" ? { sample: "automobile_price" } : { name: homeTexts.untitled });
  navigate(`/designs/${made.id}`);
}

const createTourAction = (id: string, name: string, which: TourName, order: number, place: number): Action => ({
  id,
  name,
  group: "view",
  order,
  menus: { design: place },
  membersOnly: true,
  icon: IconRoute,
  isEnabled: isAlwaysEnabled,
  perform: () => launchTour(which),
});

export const takeTourAction = createTourAction("takeTour", onboardingTexts.tours.startFirst, "first", 600, 315);
export const readTourAction = createTourAction("readTour", onboardingTexts.tours.startResult, "result", 610, 320);
