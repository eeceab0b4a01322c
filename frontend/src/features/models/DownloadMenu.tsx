/** A version to take away: its card, the script that trains it, and files that work without Designery. */

import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { toUrl } from "../../api/basePath";
import {
  exportModelVersion,
  getVersionPath,
  type ModelFileForm,
  type ModelVersion,
  type RegisteredModel,
} from "../../api/models";
import { hasRole } from "../../api/permissions";
import { saveFile } from "../../lib/saveFile";
import { notifyFailure } from "../../lib/toasts";
import { registryTexts as texts } from "../../messages/registryTexts";

const FORMS = Object.keys(texts.forms) as ModelFileForm[];
/** What every kind of model has. */
const ANY_KIND: ModelFileForm[] = ["mlflow", "pickle"];

interface Props {
  kind: RegisteredModel["kind"];
  version: ModelVersion;
}

export function DownloadMenu({ kind, version }: Props) {
  const [preparing, setPreparing] = useState(false);
  const path = toUrl(getVersionPath(version.model_id, version.version));
  const forms = hasRole("runner") ? (kind === "trained_model" ? FORMS : ANY_KIND) : [];
  const download = (form: ModelFileForm) => {
    setPreparing(true);
    exportModelVersion(version.model_id, version.version, form)
      .then((file) => saveFile(`${version.name}-${version.version}-${form}.zip`, file, "application/zip"))
      .catch(notifyFailure)
      .finally(() => setPreparing(false));
  };
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" disabled={preparing} leftSection={<IconDownload size={15} stroke={1.7} />}>
          {preparing ? texts.preparing : texts.download}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`${path}/card`} download>
          {texts.downloadCard}
        </Menu.Item>
        <Menu.Item component="a" href={`${path}/script`} download>
          {texts.downloadScript}
          <small className="menu-help">{texts.downloadScriptHelp}</small>
        </Menu.Item>
        {hasRole("runner") && <Menu.Divider />}
        {forms.map((form) => (
          <Menu.Item key={form} onClick={() => download(form)}>
            {texts.forms[form].name}
            <small className="menu-help">{texts.forms[form].help}</small>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
