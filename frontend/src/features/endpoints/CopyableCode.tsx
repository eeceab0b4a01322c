/** Code with a button that copies it. */

import { ActionIcon, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { endpointTexts } from "../../messages/endpointTexts";
import "./copyableCode.css";

const texts = endpointTexts.call;

export function CopyableCode({ code }: { code: string }) {
  return (
    <div className="call-code">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by the arrow keys */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
      <CopyButton value={code}>
        {({ copied, copy }) => (
          <ActionIcon aria-label={copied ? texts.copied : texts.copy} onClick={copy}>
            {copied ? <IconCheck size={15} stroke={1.8} /> : <IconCopy size={15} stroke={1.6} />}
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  );
}
