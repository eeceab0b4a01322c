/** What stands in the bar of a result: its tabs, its size, and the way to have it as a file. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconDownload, IconLayoutDashboard } from "@tabler/icons-react";
import { addToDashboard } from "../../actions/addToDashboard";
import type { Artifact } from "../../api/apiTypes";
import { toUrl } from "../../api/basePath";
import { hasRole } from "../../api/permissions";
import { formatCount, formatSize } from "../../lib/format";
import { notifyFailure } from "../../lib/toasts";
import { appTexts } from "../../messages/appTexts";
import { tableTexts as looking } from "../../messages/chartTexts";
import { resultTexts as texts } from "../../messages/resultTexts";
import { useDesign } from "../../stores/designStore";
import { getOutput } from "../../stores/runStore";
import { SegmentedSwitch } from "../../ui/Segments";
import { buildSelectionQuery, serializeSelection, useTableViewState } from "./dataset/tableViewState";
import type { ResultTab } from "./resultTabs";

export function TabSwitch({
  tabs,
  shown,
  onChange,
}: {
  tabs: ResultTab[];
  shown: ResultTab;
  onChange: (tab: ResultTab) => void;
}) {
  if (tabs.length < 2) return null;
  return (
    <SegmentedSwitch
      size="xs"
      aria-label={texts.results.view}
      data={tabs.map((value) => ({ value, label: texts.results[value] }))}
      value={shown}
      onChange={onChange}
    />
  );
}

/** The size of the result in a few words. */
export function describeResultSize({ view }: Artifact): string {
  if (view.kind === "dataset") {
    const missing = view.columns.reduce((sum, column) => sum + column.missing, 0);
    return `${formatSize(view.rows, view.columns.length)}, ${missing === 0 ? texts.dataset.noneMissing : texts.dataset.missingCells(formatCount(missing))}`;
  }
  return "";
}

/** Puts what is shown on a dashboard of the design, where whoever is here may change it. */
export function AddToDashboardButton({ node, port }: { node: string; port: string }) {
  if (!hasRole("editor") || !canShowOnDashboard(node, port)) return null;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={appTexts.topbar.addToDashboard}
      title={appTexts.topbar.addToDashboard}
      onClick={() => void addToDashboard(node, port).catch(notifyFailure)}
    >
      <IconLayoutDashboard size={17} stroke={1.6} />
    </ActionIcon>
  );
}

/** On pages without a canvas there is no design to put it on. */
const canShowOnDashboard = (node: string, port: string): boolean =>
  useDesign.getState().document?.nodes[node] !== undefined && getOutput(node, port) !== undefined;

const DOWNLOAD_FORMATS = ["csv", "csv-excel", "parquet", "xlsx"] as const;

export function DownloadButton({ artifact }: { artifact: string }) {
  const look = useTableViewState(artifact);
  const selection = serializeSelection(look);
  const items = (selected: string) =>
    DOWNLOAD_FORMATS.map((format) => (
      <Menu.Item
        key={format}
        component="a"
        href={toUrl(`/api/artifacts/${artifact}/download?${buildSelectionQuery(selected, { format })}`)}
        download
      >
        {texts.results.formats[format]}
      </Menu.Item>
    ));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.results.download} title={texts.results.download}>
          <IconDownload size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {selection !== "" && <Menu.Label>{looking.downloadSelected}</Menu.Label>}
        {selection !== "" && items(selection)}
        {selection !== "" && <Menu.Label>{looking.downloadAll}</Menu.Label>}
        {items("")}
      </Menu.Dropdown>
    </Menu>
  );
}
