/** One thing that was found: its picture, its name, what tells it apart, and the way to it. */

import { IconArrowRight, IconColumns3, IconHistory } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ModuleHelpContent, Thumbnail } from "../../api/apiTypes";
import { getJson } from "../../api/client";
import { queryClient } from "../../api/queries";
import { createAndOpenDesign, createDesignOfNodes } from "../../lib/createDesign";
import { formatDatasetSize, formatMoment } from "../../lib/format";
import { navigate } from "../../lib/navigation";
import { formatFigure, getRunFigure } from "../../lib/runFigure";
import { notifyFailure } from "../../lib/toasts";
import { searchTexts as texts } from "../../messages/searchTexts";
import { DatasetThumbnail } from "../../ui/DatasetThumbnail";
import { ModuleIcon } from "../../ui/ModuleIcon";
import { RunStateBadge } from "../../ui/RunState";
import { ThumbnailPicture } from "../../ui/ThumbnailPicture";
import type { SearchEntry } from "./searchSources";

interface Props {
  id: string;
  entry: SearchEntry;
  active: boolean;
  onActive: () => void;
  onChosen: () => void;
}

export function SearchResultRow({ id, entry, active, onActive, onChosen }: Props) {
  const { picture, title, fact } = describeEntry(entry);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the focus stays in the field, which presses it
    <div
      id={id}
      role="option"
      className="search-row"
      aria-selected={active}
      onMouseMove={onActive}
      onClick={() => {
        onChosen();
        void openEntry(entry).catch(notifyFailure);
      }}
    >
      <span className="search-picture">{picture}</span>
      <span className="search-title">{title}</span>
      <span className="search-fact">{fact}</span>
    </div>
  );
}

interface SearchResultTexts {
  picture: ReactNode;
  title: string;
  fact: ReactNode;
}

const renderSmallThumbnail = (glance: Thumbnail | null): ReactNode =>
  glance && <ThumbnailPicture glance={glance} width={26} height={25} />;

function describeEntry(entry: SearchEntry): SearchResultTexts {
  switch (entry.kind) {
    case "designs": {
      const { name, glance, last_run: run, modules, updated_at: at } = entry.item;
      const fact = formatFigure(getRunFigure(run?.evaluations)) || `${texts.modules(modules)}, ${formatMoment(at)}`;
      return { picture: renderSmallThumbnail(glance), title: name, fact };
    }
    case "datasets":
      return {
        picture: <DatasetThumbnail glance={entry.item.glance} />,
        title: entry.item.name,
        fact: formatDatasetSize(entry.item),
      };
    case "columns":
      return {
        picture: <IconColumns3 size={17} stroke={1.6} />,
        title: entry.item.name,
        fact: texts.column(entry.item.dataset.name),
      };
    case "samples":
      return { picture: renderSmallThumbnail(entry.item.glance), title: entry.item.question, fact: entry.item.title };
    case "runs":
      return {
        picture: <IconHistory size={17} stroke={1.6} />,
        title: texts.run(entry.item.design_name, entry.item.number),
        fact: formatFigure(getRunFigure(entry.item.evaluations)) || <RunStateBadge run={entry.item} short />,
      };
    case "modules":
      return {
        picture: <ModuleIcon name={entry.item.icon} size={18} />,
        title: entry.item.title,
        fact: texts.module,
      };
    case "pages":
      return { picture: <IconArrowRight size={17} stroke={1.6} />, title: entry.item.title, fact: "" };
  }
}

async function openEntry(entry: SearchEntry): Promise<void> {
  switch (entry.kind) {
    case "designs":
      return navigate(`/designs/${entry.item.id}`);
    case "datasets":
      return navigate(`/datasets#${encodeURIComponent(entry.item.id)}`);
    case "columns":
      return navigate(`/datasets#${encodeURIComponent(entry.item.dataset.id)}`);
    case "samples":
      return createAndOpenDesign({ sample: entry.item.name });
    case "runs":
      return navigate(`/designs/${entry.item.design_id}`);
    case "modules":
      return openExampleDesign(entry.item.name, entry.item.title);
    case "pages":
      return navigate(entry.item.path);
  }
}

/** What a module does is seen best where it stands among others. */
async function openExampleDesign(name: string, title: string): Promise<void> {
  const { example } = await queryClient.fetchQuery({
    queryKey: ["help", name],
    queryFn: () => getJson<ModuleHelpContent>(`/api/modules/${name}/help`),
  });
  await createDesignOfNodes(texts.example(title), texts.addExample(title), example);
}
