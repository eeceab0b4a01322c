/** The help of a module in a dialog, for rows of the palette and for F1. */

import { Button, Group, Modal } from "@mantine/core";
import { addModule } from "../../canvas/addNode";
import { onboardingTexts } from "../../messages/onboardingTexts";
import { useModule } from "../../stores/catalogStore";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { HelpTab } from "./HelpTab";
import "./inspectorPane.css";

export const createModuleHelpDialog =
  (name: string): Dialog =>
  ({ onClose }) => <ModuleHelpDialog name={name} onClose={onClose} />;

function ModuleHelpDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const module = useModule(name);
  if (!module) return null;
  const add = () => {
    addModule({ module: module.name });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} size={620} title={module.title}>
      <div className="help-dialog">
        <HelpTab module={module} onInserted={onClose} />
      </div>
      {module.missing.length === 0 && (
        <Group justify="flex-end" mt="md">
          <Button onClick={add}>{onboardingTexts.help.add}</Button>
        </Group>
      )}
    </Modal>
  );
}
