/** A registered model in the list: what it takes, how its versions did, which one is champion; and all versions. */

import { UnstyledButton } from "@mantine/core";
import { IconChevronRight, IconCrown, IconPlugConnected } from "@tabler/icons-react";
import { toUrl } from "../../api/basePath";
import { CHAMPION, type ModelVersionSummary, type RegisteredModel } from "../../api/models";
import { formatMoment } from "../../lib/format";
import { findMetric, formatMetric } from "../../lib/metrics";
import { followInPage } from "../../lib/navigation";
import { registryTexts as texts } from "../../messages/registryTexts";
import { ThumbnailPicture } from "../../ui/ThumbnailPicture";
import { MetricHistoryLine } from "./MetricHistoryLine";
import { type ModelUse, useModelUses } from "./modelUses";
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
            <small>{texts.noChampion}</small>
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

export function ChampionBadge({ children }: { children: string }) {
  return (
    <span className="champion-badge">
      <IconCrown size={12} stroke={1.8} aria-hidden />
      {children}
    </span>
  );
}

interface VersionTableProps {
  model: RegisteredModel;
  uses: ModelUse[];
  shown: number;
  onChoose: Props["onChoose"];
}

function VersionTable({ model, uses, shown, onChoose }: VersionTableProps) {
  const metric = model.metric === null ? null : findMetric(model.metric);
  const heads = texts.versionColumns;
  return (
    <div className="model-versions card-scroll">
      <table aria-label={texts.showVersions(model.name)}>
        <thead>
          <tr>
            <th scope="col">{heads.version}</th>
            <th scope="col">{heads.learner}</th>
            <th scope="col">{heads.madeBy}</th>
            <th scope="col">{heads.registered}</th>
            {metric && <th scope="col">{metric.title}</th>}
            <th scope="col">{heads.aliases}</th>
            <th scope="col">{heads.deployed}</th>
          </tr>
        </thead>
        <tbody>
          {model.versions.map((version) => (
            <tr key={version.version} aria-current={version.version === shown || undefined}>
              <th scope="row">
                <button type="button" className="version-link" onClick={() => onChoose(version.version)}>
                  {texts.version(version.version)}
                </button>
              </th>
              <td>{version.learner}</td>
              <td>
                <RunLink version={version} />
              </td>
              <td>{formatMoment(version.created_at)}</td>
              {metric && model.metric && <td>{formatMetric(metric, version.metrics[model.metric])}</td>}
              <td>
                <AliasBadges version={version} />
              </td>
              <td>
                <UseLinks uses={uses.filter((one) => one.version === version.version)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function UseLinks({ uses }: { uses: ModelUse[] }) {
  if (uses.length === 0) return <span className="model-unused">{texts.endpointCount(0)}</span>;
  return uses.map(({ endpoint, share, shadow }) => (
    <a key={endpoint} href={toUrl(`/endpoints/${endpoint}`)} onClick={followInPage}>
      {shadow ? texts.shadowAt(endpoint) : texts.deployedTo(endpoint, share)}
    </a>
  ));
}

export function RunLink({ version }: { version: ModelVersionSummary }) {
  return (
    <a
      href={toUrl(`/designs/${version.design_id}#run-${version.run_id}`)}
      onClick={followInPage}
      title={version.design_name}
    >
      {texts.run(version.run_number)}
    </a>
  );
}

export function AliasBadges({ version }: { version: ModelVersionSummary }) {
  return version.aliases.map((alias) =>
    alias === CHAMPION ? (
      <ChampionBadge key={alias}>{alias}</ChampionBadge>
    ) : (
      <span key={alias} className="alias-badge">
        {alias}
      </span>
    ),
  );
}
