/** What stands in the bar of a result: its tabs, its size, and the way to have it as a file. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { urlOf } from "../api/base";
import type { Artifact } from "../api/types";
import { Segments } from "../components/Segments";
import { table as looking } from "../messages/looking";
import { resultsMessages as say } from "../messages/results";
import { queryOf, selectionOf, useLook } from "./dataset/look";
import { count, size } from "./format";
import type { Tab } from "./tabs";

export function TabSwitch({ tabs, shown, onChange }: { tabs: Tab[]; shown: Tab; onChange: (tab: Tab) => void }) {
  if (tabs.length < 2) return null;
  return (
    <Segments
      size="xs"
      aria-label={say.results.view}
      data={tabs.map((value) => ({ value, label: say.results[value] }))}
      value={shown}
      onChange={onChange}
    />
  );
}

/** The size of the result in a few words. */
export function fact({ view }: Artifact): string {
  if (view.kind === "dataset") {
    const missing = view.columns.reduce((sum, column) => sum + column.missing, 0);
    return `${size(view.rows, view.columns.length)}, ${missing === 0 ? say.dataset.noneMissing : say.dataset.missingCells(count(missing))}`;
  }
  return "";
}

export function Download({ artifact }: { artifact: string }) {
  const look = useLook(artifact);
  const selection = selectionOf(look);
  const items = (selected: string) =>
    (["csv", "parquet", "xlsx"] as const).map((format) => (
      <Menu.Item
        key={format}
        component="a"
        href={urlOf(`/api/artifacts/${artifact}/download?${queryOf(selected, { format })}`)}
        download
      >
        {format === "xlsx" ? "Excel" : format === "csv" ? "CSV" : "Parquet"}
      </Menu.Item>
    ));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={say.results.download} title={say.results.download}>
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
