/** The dashboards of the open design, for members and for those who came by an edit link. */

import { useMemo } from "react";
import { getGuestAccess } from "../../api/accessMode";
import DashboardsView from "./DashboardsView";
import { type GuestReader, GuestReaderContext } from "./dashboardData";

export default function MemberDashboards() {
  const link = getGuestAccess();
  const reader = useMemo<GuestReader | null>(
    () => link && { id: link.share, shows: link.shows, rows: link.rows },
    [link],
  );
  return (
    <GuestReaderContext value={reader}>
      <DashboardsView />
    </GuestReaderContext>
  );
}
