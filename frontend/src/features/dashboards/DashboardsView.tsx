/** The dashboards of a design, in the place of its canvas: one after another as tabs, the shown one below. */

import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots, IconPlus, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { getReadOnlyRole } from "../../api/permissions";
import { type Dashboard, readDashboards } from "../../graph/dashboards";
import { dashboardTexts as texts } from "../../messages/dashboardTexts";
import { useDesign } from "../../stores/designStore";
import { showDashboards, useUi } from "../../stores/uiStore";
import { RenameDialog } from "../../ui/dialogs/RenameDialog";
import { EmptyState } from "../../ui/EmptyState";
import { DashboardGrid } from "./DashboardGrid";
import { addDashboard, deleteDashboard, renameDashboard } from "./editDashboards";
import { clearFilters, listConditions, useFilters } from "./filterValues";
import { PartsTray } from "./PartsTray";
import "../../styles/lazyMantine";
import "../../ui/charts/plot.css";
import "../results/resultsView.css";
import "./dashboards.css";

export default function DashboardsView() {
  const document = useDesign((store) => store.document);
  const shown = useUi(({ dashboards }) => dashboards?.shown ?? null);
  const [adding, setAdding] = useState(false);
  if (!document) return null;
  const dashboards = readDashboards(document);
  const id = shown !== null && dashboards.has(shown) ? shown : (dashboards.keys().next().value ?? null);
  const mayEdit = getReadOnlyRole() === null;
  const addNew = () => {
    addDashboard();
    setAdding(true);
  };
  if (id === null) return <NoDashboards mayEdit={mayEdit} onNew={addNew} />;
  const dashboard = dashboards.get(id)!;
  return (
    <div className="dashboards" data-adding={adding || undefined}>
      <DashboardBar
        {...{ id, dashboard, dashboards, mayEdit, adding }}
        onAdding={setAdding}
        onNew={addNew}
        onShow={(one) => showDashboards({ shown: one })}
      />
      <div className="dashboards-body">
        <div className="dashboards-scroll">
          <DashboardPage key={id} id={id} dashboard={dashboard} mayEdit={mayEdit} onAdd={() => setAdding(true)} />
        </div>
        {adding && mayEdit && <PartsTray id={id} dashboard={dashboard} onClose={() => setAdding(false)} />}
      </div>
    </div>
  );
}

function NoDashboards({ mayEdit, onNew }: { mayEdit: boolean; onNew: () => void }) {
  return (
    <div className="dashboards">
      <EmptyState title={texts.none} details={mayEdit ? texts.noneHow : texts.noneReadOnly}>
        {mayEdit && (
          <Button mt="xs" leftSection={<IconPlus size={16} stroke={1.6} />} onClick={onNew}>
            {texts.new}
          </Button>
        )}
      </EmptyState>
    </div>
  );
}

interface PageProps {
  id: string;
  dashboard: Dashboard;
  mayEdit: boolean;
  onAdd?: () => void;
}

/** One dashboard with its title, as it is shown, shared and printed. */
export function DashboardPage({ id, dashboard, mayEdit, onAdd }: PageProps) {
  return (
    <article className="dashboard" aria-label={dashboard.title}>
      <h1 className="dashboard-title">{dashboard.title}</h1>
      {dashboard.tiles.size === 0 && (
        <EmptyState title={texts.empty} {...(mayEdit && { details: texts.emptyHow })}>
          {mayEdit && onAdd && (
            <Button mt="xs" leftSection={<IconPlus size={16} stroke={1.6} />} onClick={onAdd}>
              {texts.showParts}
            </Button>
          )}
        </EmptyState>
      )}
      <DashboardGrid id={id} dashboard={dashboard} mayEdit={mayEdit} />
    </article>
  );
}

interface BarProps extends PageProps {
  dashboards: ReadonlyMap<string, Dashboard>;
  adding: boolean;
  onAdding: (adding: boolean) => void;
  onNew: () => void;
  onShow: (id: string) => void;
}

function DashboardBar({ id, dashboard, dashboards, mayEdit, adding, onAdding, onNew, onShow }: BarProps) {
  return (
    <header className="dashboards-bar">
      <DashboardTabs shown={id} dashboards={dashboards} onShow={onShow} />
      {mayEdit && (
        <ActionIcon aria-label={texts.new} title={texts.new} onClick={onNew}>
          <IconPlus size={16} stroke={1.6} />
        </ActionIcon>
      )}
      <div className="dashboards-tools">
        <ClearFilters id={id} dashboard={dashboard} />
        {mayEdit && (
          <Button variant="default" size="compact-md" onClick={() => onAdding(!adding)} aria-expanded={adding}>
            {adding ? texts.hideParts : texts.showParts}
          </Button>
        )}
        <ActionIcon aria-label={texts.print} title={texts.print} onClick={() => print()}>
          <IconPrinter size={17} stroke={1.6} />
        </ActionIcon>
        {mayEdit && <DashboardMenu id={id} dashboard={dashboard} />}
      </div>
    </header>
  );
}

interface TabsProps {
  shown: string;
  dashboards: ReadonlyMap<string, Dashboard>;
  onShow: (id: string) => void;
}

export function DashboardTabs({ shown, dashboards, onShow }: TabsProps) {
  return (
    <nav className="dashboards-tabs" aria-label={texts.list}>
      {[...dashboards].map(([id, { title }]) => (
        <button key={id} type="button" aria-current={id === shown ? "page" : undefined} onClick={() => onShow(id)}>
          {title}
        </button>
      ))}
    </nav>
  );
}

export function ClearFilters({ id, dashboard }: Pick<PageProps, "id" | "dashboard">) {
  const count = listConditions(useFilters(id), dashboard.tiles).length;
  if (count === 0) return null;
  return (
    <Button variant="subtle" size="compact-md" onClick={() => clearFilters(id)}>
      {texts.clearFilters}
    </Button>
  );
}

function DashboardMenu({ id, dashboard }: Pick<PageProps, "id" | "dashboard">) {
  const [renaming, setRenaming] = useState(false);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon aria-label={texts.more} title={texts.more}>
            <IconDots size={17} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setRenaming(true)}>{texts.rename}</Menu.Item>
          <Menu.Item color="red" onClick={() => deleteDashboard(id, dashboard.title)}>
            {texts.delete}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming && (
        <RenameDialog
          title={texts.rename}
          name={dashboard.title}
          onRename={(title) => renameDashboard(id, title)}
          onClose={() => setRenaming(false)}
        />
      )}
    </>
  );
}
