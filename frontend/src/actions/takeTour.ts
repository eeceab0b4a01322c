/** Start a tour, or take it up again where it was left. On a page without a design, it begins with a new one. */

import { IconRoute } from "@tabler/icons-react";
import { createDesign } from "../api/queries";
import { home } from "../messages/home";
import { onboarding } from "../messages/onboarding";
import { navigate } from "../navigation";
import { useDesign } from "../stores/design";
import { startTour, type TourName } from "../tours/store";
import { type Action, always } from "./action";

export async function beginTour(name: TourName): Promise<void> {
  startTour(name);
  if (useDesign.getState().document !== null) return;
  const made = await createDesign(name === "result" ? { sample: "automobile_price" } : { name: home.untitled });
  navigate(`/designs/${made.id}`);
}

const tour = (id: string, name: string, which: TourName): Action => ({
  id,
  name,
  group: "view",
  members: true,
  icon: IconRoute,
  enabled: always,
  perform: () => beginTour(which),
});

export const takeTour = tour("takeTour", onboarding.tours.startFirst, "first");
export const readTour = tour("readTour", onboarding.tours.startResult, "result");
