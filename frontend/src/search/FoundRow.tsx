/** One thing that was found: its picture, its name, what tells it apart, and the way to it. */

import { IconArrowRight, IconColumns3, IconHistory } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { get } from "../api/client";
import { queryClient } from "../api/queries";
import type { Glance, ModuleHelp } from "../api/types";
import { ModuleIcon } from "../canvas/ModuleIcon";
import { Plate } from "../canvas/Plate";
import { DatasetPlate } from "../components/DatasetPlate";
import { headlineMetric } from "../components/headlineMetric";
import { openNew, openNewOf } from "../components/newDesign";
import { RunState } from "../components/RunState";
import { searching as say } from "../messages/searching";
import { navigate } from "../navigation";
import { notifyFailure } from "../notify";
import { moment, sizeOf } from "../views/format";
import type { Entry } from "./sources";

interface Props {
  id: string;
  entry: Entry;
  active: boolean;
  onActive: () => void;
  onChosen: () => void;
}

export function FoundRow({ id, entry, active, onActive, onChosen }: Props) {
  const { picture, title, fact } = told(entry);
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
        void open(entry).catch(notifyFailure);
      }}
    >
      <span className="search-picture">{picture}</span>
      <span className="search-title">{title}</span>
      <span className="search-fact">{fact}</span>
    </div>
  );
}

interface Told {
  picture: ReactNode;
  title: string;
  fact: ReactNode;
}

const small = (glance: Glance | null): ReactNode => glance && <Plate glance={glance} width={26} height={25} />;

function told(entry: Entry): Told {
  switch (entry.kind) {
    case "designs": {
      const { name, glance, last_run: run, modules, updated_at: at } = entry.item;
      const fact = headlineMetric(run?.metrics) || `${say.modules(modules)}, ${moment(at)}`;
      return { picture: small(glance), title: name, fact };
    }
    case "datasets":
      return {
        picture: <DatasetPlate glance={entry.item.glance} />,
        title: entry.item.name,
        fact: sizeOf(entry.item),
      };
    case "columns":
      return {
        picture: <IconColumns3 size={17} stroke={1.6} />,
        title: entry.item.name,
        fact: say.column(entry.item.dataset.name),
      };
    case "samples":
      return { picture: small(entry.item.glance), title: entry.item.question, fact: entry.item.title };
    case "runs":
      return {
        picture: <IconHistory size={17} stroke={1.6} />,
        title: say.run(entry.item.design_name, entry.item.number),
        fact: headlineMetric(entry.item.metrics) || <RunState run={entry.item} short />,
      };
    case "modules":
      return {
        picture: <ModuleIcon name={entry.item.icon} size={18} />,
        title: entry.item.title,
        fact: say.module,
      };
    case "pages":
      return { picture: <IconArrowRight size={17} stroke={1.6} />, title: entry.item.title, fact: "" };
  }
}

async function open(entry: Entry): Promise<void> {
  switch (entry.kind) {
    case "designs":
      return navigate(`/designs/${entry.item.id}`);
    case "datasets":
      return navigate(`/datasets#${encodeURIComponent(entry.item.id)}`);
    case "columns":
      return navigate(`/datasets#${encodeURIComponent(entry.item.dataset.id)}`);
    case "samples":
      return openNew({ sample: entry.item.name });
    case "runs":
      return navigate(`/designs/${entry.item.design_id}`);
    case "modules":
      return openExample(entry.item.name, entry.item.title);
    case "pages":
      return navigate(entry.item.path);
  }
}

/** What a module does is seen best where it stands among others. */
async function openExample(name: string, title: string): Promise<void> {
  const { example } = await queryClient.fetchQuery({
    queryKey: ["help", name],
    queryFn: () => get<ModuleHelp>(`/api/modules/${name}/help`),
  });
  await openNewOf(say.example(title), say.addExample(title), example);
}
