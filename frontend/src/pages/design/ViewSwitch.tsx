/** The two sides of a design: its canvas, and the pages that show what comes of it. */

import { dashboardTexts as texts } from "../../messages/dashboardTexts";
import { showDashboards, useUi } from "../../stores/uiStore";
import "./viewSwitch.css";

export default function ViewSwitch() {
  const composing = useUi((ui) => ui.dashboards !== null);
  const show = (dashboards: boolean) => dashboards !== composing && showDashboards(dashboards ? { shown: null } : null);
  return (
    <nav className="view-switch" aria-label={texts.views}>
      <button type="button" aria-current={composing ? undefined : "page"} onClick={() => show(false)}>
        {texts.canvas}
      </button>
      <button type="button" aria-current={composing ? "page" : undefined} onClick={() => show(true)}>
        {texts.title}
      </button>
    </nav>
  );
}
