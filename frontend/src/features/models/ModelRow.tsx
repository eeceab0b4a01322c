/** A registered model in the list: what it takes, how its versions did, which one is champion; and all versions. */

import { UnstyledButton } from "@mantine/core";
import { IconChevronRight, IconPlugConnected } from "@tabler/icons-react";
import { CHAMPION, type RegisteredModel } from "../../api/models";
import { findMetric, formatMetric } from "../../lib/metrics";
import { registryTexts as texts } from "../../messages/registryTexts";
import { ThumbnailPicture } from "../../ui/ThumbnailPicture";
import { ChampionBadge } from "./AliasBadges";
import { MetricHistoryLine } from "./MetricHistoryLine";
import { useModelUses } from "./modelUses";
import { VersionTable } from "./VersionTable";
import "./modelRow.css";

interface Props {
  model: RegisteredModel;
  /** The version of it that is shown beside the list. */
  shown: number | undefined;
  onChoose: (version?: number) => void;
}

export function ModelRow({ model, shown, onChoose }: Props) {
  const champion = model.versions.find((one) => one.version === model.aliases[CHAMPION]);
  const best = champion ?? model.versions[0];
  const uses = useModelUses(model.id);
  const open = shown !== undefined;
  const metric = model.metric === null ? null : findMetric(model.metric);
  return (
    <li className="model-entry" data-open={open || undefined}>
      <UnstyledButton className="model-row" aria-expanded={open} onClick={() => onChoose()}>
        <span className="model-picture">{best?.glance && <ThumbnailPicture glance={best.glance} />}</span>
        <span className="model-name">
          <b>
            {model.name} <small>{texts.versionCount(model.versions.length)}</small>
            <IconChevronRight size={13} stroke={1.8} aria-hidden />
          </b>
          <span>
            {model.kind === "transformation"
              ? texts.transformation(model.inputs)
              : texts.signature(model.inputs, model.label)}
          </span>
        </span>
        <MetricHistoryLine model={model} />
        <span className="model-score">
          {metric && best && model.metric && best.metrics[model.metric] !== undefined && (
            <>
              <b>{formatMetric(metric, best.metrics[model.metric])}</b>
              <small>{metric.title}</small>
            </>
          )}
        </span>
        <span className="model-champion">
          {champion ? (
            <ChampionBadge>{texts.version(champion.version)}</ChampionBadge>
          ) : (
            <small data-missing={model.kind === "trained_model" || undefined}>
              {model.kind === "trained_model" ? texts.chooseChampion : texts.needsNone}
            </small>
          )}
        </span>
        <span className="model-uses" data-used={(uses && uses.length > 0) || undefined}>
          {uses && uses.length > 0 && <IconPlugConnected size={15} stroke={1.7} aria-hidden />}
          {uses && texts.endpointCount(new Set(uses.map((one) => one.endpoint)).size)}
        </span>
      </UnstyledButton>
      {open && <VersionTable model={model} uses={uses ?? []} shown={shown} onChoose={onChoose} />}
    </li>
  );
}
