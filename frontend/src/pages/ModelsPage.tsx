/** All registered models with their versions, and beside them the version that is chosen. */

import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { toUrl } from "../api/basePath";
import { CHAMPION, type RegisteredModel, useModels } from "../api/models";
import { ModelRow } from "../features/models/ModelRow";
import { ModelVersionDetails } from "../features/models/ModelVersionDetails";
import { useUsedModels } from "../features/models/modelUses";
import { followInPage, navigate } from "../lib/navigation";
import { registryTexts as texts } from "../messages/registryTexts";
import { DialogHost } from "../ui/dialogs/DialogHost";
import { EmptyState } from "../ui/EmptyState";
import { SegmentedSwitch } from "../ui/Segments";
import { PageFrame } from "./frame/PageFrame";
import "./modelsPage.css";

interface Props {
  /** The name of a model, and the number of a version. */
  model?: string;
  version?: string;
}

/** The version that one most likely wants to see: the champion, else the newest. */
const chooseVersion = (model: RegisteredModel): number | undefined =>
  model.aliases[CHAMPION] ?? model.versions[0]?.version;

export default function ModelsPage({ model: name, version }: Props) {
  const { data, error } = useModels();
  const shown = data?.find((one) => one.name === name) ?? (name === undefined ? data?.[0] : undefined);
  const number = shown && (Number(version) || chooseVersion(shown));
  const known = shown?.versions.some((one) => one.version === number);
  // On a phone it stands below the list.
  const details = useRef<HTMLElement>(null);
  useEffect(() => {
    if (name !== undefined && version !== undefined) details.current?.scrollIntoView({ block: "nearest" });
  }, [name, version]);
  return (
    <PageFrame title={texts.title}>
      <div className="models">
        <div className="models-side">
          <header className="page-head">
            <h1>{texts.title}</h1>
          </header>
          {error && <p className="page-message">{error.message}</p>}
          {data && name !== undefined && !shown && <p className="page-message">{texts.gone(name)}</p>}
          {data?.length === 0 && (
            <EmptyState title={texts.empty} details={texts.emptyHelp}>
              <Button component="a" href={toUrl("/")} variant="default" mt="xs" onClick={followInPage}>
                {texts.emptyAction}
              </Button>
            </EmptyState>
          )}
          {data && data.length > 0 && <ModelList models={data} shown={shown?.name} version={number} />}
        </div>
        {shown && number !== undefined && known && (
          <ModelVersionDetails key={`${shown.id}.${number}`} ref={details} model={shown} number={number} />
        )}
      </div>
      <DialogHost />
    </PageFrame>
  );
}

const FILTERS = ["all", "used", "leaderless"] as const;

interface ModelListProps {
  models: RegisteredModel[];
  shown: string | undefined;
  version: number | undefined;
}

type Filter = keyof typeof texts.filters;

function ModelList({ models, shown, version }: ModelListProps) {
  const [query, setQuery] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const used = useUsedModels();
  const sorted: Record<Filter, RegisteredModel[]> = {
    all: models,
    used: models.filter((model) => used.has(model.id)),
    leaderless: models.filter((model) => model.kind === "trained_model" && model.aliases[CHAMPION] === undefined),
  };
  const found = searchModels(sorted[filter], query);
  return (
    <>
      <div className="model-tools">
        <SegmentedSwitch
          aria-label={texts.filterLabel}
          data={FILTERS.map((one) => ({ value: one, label: texts.filters[one](sorted[one].length) }))}
          value={filter}
          onChange={setFilter}
        />
        <TextInput
          size="sm"
          aria-label={texts.find}
          placeholder={texts.find}
          leftSection={<IconSearch size={15} stroke={1.6} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      </div>
      {found.length === 0 && (
        <p className="page-message">{query.trim() === "" ? texts.noneLeft : texts.noMatch(query)}</p>
      )}
      {found.length > 0 && (
        <div className="model-list">
          <div className="model-heads" aria-hidden>
            <span>{texts.columns.name}</span>
            <span>{texts.columns.history}</span>
            <span>{texts.columns.score}</span>
            <span>{texts.columns.champion}</span>
            <span>{texts.columns.uses}</span>
          </div>
          <ul>
            {found.map((model) => (
              <ModelRow
                key={model.id}
                model={model}
                shown={model.name === shown ? version : undefined}
                onChoose={(chosen) => navigate(`/models/${model.name}/${chosen ?? chooseVersion(model) ?? ""}`)}
              />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function searchModels(models: readonly RegisteredModel[], query: string): RegisteredModel[] {
  const needle = query.trim().toLowerCase();
  return models.filter((model) =>
    [model.name, model.note, ...model.versions.flatMap((one) => [one.learner ?? "", ...one.tags])].some((text) =>
      text.toLowerCase().includes(needle),
    ),
  );
}
