/** Of a copy of a kept module: which version it is, and a way to the newest. */

import { Button, Group } from "@mantine/core";
import { IconBookmark, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { openSaveModuleDialog } from "../../actions/saveModule";
import { findOriginIn, type SavableItem, savedModulesQuery, updateSavedCopy } from "../../canvas/placeSavedModules";
import { savedModuleTexts as texts } from "../../messages/savedModuleTexts";
import { useDesign } from "../../stores/designStore";
import "./savedModuleOrigin.css";

export default function SavedModuleOrigin({ what }: { what: SavableItem }) {
  const design = useDesign(({ document }) => document);
  const { data = [] } = useQuery(savedModulesQuery);
  const origin = findOriginIn(design, what);
  const savedModule = data.find(({ id }) => id === origin?.module);
  return (
    <div className="kept-origin">
      {origin && savedModule && <p className="field-help">{texts.from(savedModule.title, origin.version)}</p>}
      <Group gap="xs">
        {origin && savedModule && savedModule.version > origin.version && (
          <Button
            size="compact-sm"
            leftSection={<IconRefresh size={15} stroke={1.6} />}
            onClick={() => updateSavedCopy(what, savedModule)}
          >
            {texts.update(savedModule.version)}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconBookmark size={15} stroke={1.6} />}
          onClick={() => openSaveModuleDialog(what)}
        >
          {texts.action}
        </Button>
      </Group>
    </div>
  );
}
