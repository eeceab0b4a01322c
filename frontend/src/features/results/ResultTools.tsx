/** What stands in the bar of a result: its tabs, its size, and the way to have it as a file. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { Artifact } from "../../api/apiTypes";
import { toUrl } from "../../api/basePath";
import { formatCount, formatSize } from "../../lib/format";
import { tableTexts as looking } from "../../messages/chartTexts";
import { resultTexts as texts } from "../../messages/resultTexts";
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
