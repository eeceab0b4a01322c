/** Below the form of a script: the way to ports of its own. */

import { Button } from "@mantine/core";
import { IconPlug } from "@tabler/icons-react";
import { useState } from "react";
import { notifyFailure } from "../../lib/toasts";
import { scriptPortTexts as texts } from "../../messages/scriptPortTexts";
import { makeScriptModule } from "./scriptPortChanges";

export default function ScriptToModule({ nodeId }: { nodeId: string }) {
  const [isWaiting, setWaiting] = useState(false);
  const convert = () => {
    setWaiting(true);
    makeScriptModule(nodeId)
      .catch(notifyFailure)
      .finally(() => setWaiting(false));
  };
  return (
    <div className="field">
      <Button
        variant="default"
        loading={isWaiting}
        leftSection={<IconPlug size={16} stroke={1.6} />}
        onClick={convert}
        aria-describedby="script-to-module"
      >
        {texts.convert}
      </Button>
      <p id="script-to-module" className="field-help">
        {texts.convertHelp}
      </p>
    </div>
  );
}
