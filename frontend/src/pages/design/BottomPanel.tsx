/** Problems, results, log and what else is written in `bottomTabs`, as tabs of one panel under the canvas. */

import "../../styles/lazyMantine";
import { ActionIcon, Tabs } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { getGuestAccess } from "../../api/accessMode";
import { appTexts } from "../../messages/appTexts";
import { useUi } from "../../stores/uiStore";
import { EmptyState } from "../../ui/EmptyState";
import { bottomTabs } from "./bottomTabs/allTabs";
import "./bottomPanel.css";

const LOWEST = 180;
const HIGHEST = 0.7;

export function BottomPanel() {
  const tab = useUi((ui) => ui.bottomTab);
  const height = useUi((ui) => ui.bottomHeight);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const link = getGuestAccess();
  if (tab === null) return null;
  return (
    <section className="bottom" aria-label={appTexts.bottom.title} style={{ height }}>
      <PanelResizer />
      <Tabs
        className="bottom-tabs"
        classNames={{ list: "bottom-tab-list", tab: "bottom-tab" }}
        value={tab}
        keepMounted={false}
        onChange={(to) => useUi.setState({ bottomTab: to })}
      >
        <div className="bottom-bar">
          <Tabs.List>
            {bottomTabs.map(
              ({ name, title, Badges, isOfferedTo }) =>
                (!link || !isOfferedTo || isOfferedTo(link)) && (
                  <Tabs.Tab key={name} value={name}>
                    {title}
                    {Badges && <Badges />}
                  </Tabs.Tab>
                ),
            )}
          </Tabs.List>
          <div className="bottom-slot" ref={setSlot} />
          <ActionIcon
            size={28}
            className="bottom-close"
            aria-label={appTexts.bottom.close}
            onClick={() => useUi.setState({ bottomTab: null })}
          >
            <IconX size={17} stroke={1.6} />
          </ActionIcon>
        </div>
        {bottomTabs.map(({ name, Content }) => (
          <Tabs.Panel key={name} value={name} className="bottom-content">
            <Suspense fallback={<EmptyState title={appTexts.loading} />}>
              <Content slot={slot} />
            </Suspense>
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
}

/** The upper edge: dragged, or moved by arrow keys. */
function PanelResizer() {
  const height = useUi((ui) => ui.bottomHeight);
  const resize = (to: number) => {
    const highest = Math.round(innerHeight * HIGHEST);
    useUi.setState({ bottomHeight: Math.round(Math.min(highest, Math.max(LOWEST, to))) });
  };
  return (
    <div
      className="bottom-edge"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={appTexts.bottom.resize}
      aria-valuenow={height}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => event.buttons === 1 && resize(innerHeight - event.clientY)}
      onKeyDown={(event) => {
        if (event.key === "ArrowUp") resize(height + 24);
        if (event.key === "ArrowDown") resize(height - 24);
      }}
    />
  );
}
