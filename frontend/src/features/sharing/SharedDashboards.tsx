/** The dashboards of a design as far as a link shows them: its tiles read what the link lets them read. */

import { useMemo } from "react";
import type { SharedDesign } from "../../api/guestSession";
import { type Dashboard, readDashboards } from "../../graph/dashboards";
import { ClearFilters, DashboardPage, DashboardTabs } from "../dashboards/DashboardsView";
import { type GuestReader, GuestReaderContext } from "../dashboards/dashboardData";

interface Props {
  design: SharedDesign;
  /** The id of the one that is shown. */
  shown: string;
  onShow: (id: string) => void;
}

export default function SharedDashboards({ design, shown, onShow }: Props) {
  const { id, shows, run, rows } = design;
  const reader = useMemo<GuestReader>(
    () => ({ id, shows, rows, ...(run !== undefined && { run }) }),
    [id, shows, rows, run],
  );
  const dashboards = readDashboards(design.document);
  const dashboard = dashboards.get(shown) ?? ([...dashboards.values()][0] as Dashboard);
  return (
    <GuestReaderContext value={reader}>
      <div className="dashboards">
        <div className="dashboards-bar">
          {dashboards.size > 1 && <DashboardTabs shown={shown} dashboards={dashboards} onShow={onShow} />}
          <div className="dashboards-tools">
            <ClearFilters id={shown} dashboard={dashboard} />
          </div>
        </div>
        <DashboardPage key={shown} id={shown} dashboard={dashboard} mayEdit={false} />
      </div>
    </GuestReaderContext>
  );
}
