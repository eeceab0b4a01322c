/** The help of a module in a dialog, for rows of the palette and for F1. */

import { Button, Group, Modal } from "@mantine/core";
import { addModule } from "../canvas/adding";
import { onboarding } from "../messages/onboarding";
import { HelpTab } from "../panels/inspector/HelpTab";
import { useModule } from "../stores/library";
import type { Dialog } from "./open";
import "../panels/inspector/inspector.css";

export const helpOf =
  (name: string): Dialog =>
  ({ onClose }) => <ModuleHelp name={name} onClose={onClose} />;

function ModuleHelp({ name, onClose }: { name: string; onClose: () => void }) {
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
          <Button onClick={add}>{onboarding.help.add}</Button>
        </Group>
      )}
    </Modal>
  );
}
