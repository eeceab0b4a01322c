/** The versions of a pipeline: which one is shown, which one is the default, and what can be done with each. */

import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { hasRole } from "../../api/permissions";
import { disableVersion, type Pipeline, type PipelineVersion, updatePipeline } from "../../api/pipelines";
import { formatMoment } from "../../lib/format";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { pipelineTexts } from "../../messages/pipelineTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import "../../ui/textButton.css";
import "./pipelineSide.css";

const texts = pipelineTexts.versions;

interface Props {
  pipeline: Pipeline;
  shown: number;
  onChoose: (version: number) => void;
}

export function VersionList({ pipeline, shown, onChoose }: Props) {
  const versions = pipeline.version_list;
  const older = versions.find((one) => one.version < shown);
  const compare = (previous: number) =>
    openDialog(async () => ({
      default: (await import("./CompareVersionsDialog")).createCompareVersionsDialog(pipeline.id, previous, shown),
    }));
  return (
    <section>
      <div className="version-head">
        <h2>{texts.title}</h2>
        {older && (
          <button type="button" className="text-button" onClick={() => void compare(older.version)}>
            {texts.compare(shown, older.version)}
          </button>
        )}
      </div>
      <ul className="pipeline-versions">
        {versions.map((one) => (
          <VersionRow
            key={one.version}
            pipeline={pipeline}
            version={one}
            isShown={one.version === shown}
            onChoose={() => onChoose(one.version)}
          />
        ))}
      </ul>
    </section>
  );
}

interface VersionRowProps {
  pipeline: Pipeline;
  version: PipelineVersion;
  isShown: boolean;
  onChoose: () => void;
}

function VersionRow({ pipeline, version, isShown, onChoose }: VersionRowProps) {
  const isDefault = pipeline.default_version === version.version;
  const isDisabled = version.disabled_at !== null;
  const published = formatMoment(version.created_at);
  return (
    <li className="pipeline-version" data-shown={isShown || undefined} data-disabled={isDisabled || undefined}>
      <button
        type="button"
        className="version-choose"
        aria-pressed={isShown}
        title={texts.publishedBy(version.created_by, published)}
        onClick={onChoose}
      >
        <span className="version-line">
          <b>{pipelineTexts.version(version.version)}</b>
          {isDefault && (
            <span className="version-chip" data-default>
              {texts.isDefault}
            </span>
          )}
          {isDisabled && <span className="version-chip">{texts.disabled}</span>}
          <span className="version-fact">{published}</span>
        </span>
        <span className="version-line">
          <span className="version-note">{(isDisabled && version.disabled_reason) || version.note}</span>
          <span className="version-fact">{pipelineTexts.runCount(version.runs)}</span>
        </span>
      </button>
      {hasRole("editor") && !isDefault && <VersionMenu pipeline={pipeline} version={version} />}
    </li>
  );
}

function VersionMenu({ pipeline, version }: Pick<VersionRowProps, "pipeline" | "version">) {
  const number = version.version;
  const perform = async (change: Promise<unknown>, done?: string) => {
    try {
      await change;
      if (done) notifyDone(done);
    } catch (error) {
      notifyFailure(error);
    }
  };
  const disable = () =>
    openDialog(async () => ({
      default: (await import("./DisableVersionDialog")).createDisableVersionDialog(pipeline.id, number),
    }));
  const isDisabled = version.disabled_at !== null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon className="version-menu" variant="subtle" color="gray" aria-label={texts.menu(number)}>
          <IconDots size={16} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!isDisabled && (
          <Menu.Item
            onClick={() =>
              void perform(updatePipeline(pipeline.id, { default_version: number }), texts.madeDefault(number))
            }
          >
            {texts.makeDefault}
          </Menu.Item>
        )}
        {isDisabled ? (
          <Menu.Item onClick={() => void perform(disableVersion(pipeline.id, number, false))}>{texts.enable}</Menu.Item>
        ) : (
          <Menu.Item onClick={() => void disable()}>{texts.disable}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
