/** How to call an endpoint: its address, code in four languages, its keys and settings. */

import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { toUrl } from "../../api/basePath";
import type { Endpoint, RequestRow } from "../../api/endpoints";
import { endpointTexts } from "../../messages/endpointTexts";
import { SegmentedSwitch } from "../../ui/Segments";
import { CopyableCode } from "./CopyableCode";
import { LANGUAGES, type Language, writeCall } from "./callExamples";
import { EndpointKeys } from "./EndpointKeys";
import "./callPane.css";

const texts = endpointTexts.call;

export function CallPane({ endpoint, row }: { endpoint: Endpoint; row: RequestRow | null }) {
  const [language, setLanguage] = useState<Language>("curl");
  const path = toUrl(`/endpoints/${endpoint.name}/score`);
  const url = new URL(path, window.location.href).href;
  const code = writeCall(language, url, row ?? {});
  return (
    <aside className="call-pane" aria-label={texts.title}>
      <h2>{texts.title}</h2>
      <div className="call-address">
        <code>{path}</code>
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="xs"
              leftSection={copied ? <IconCheck size={14} stroke={1.8} /> : <IconCopy size={14} stroke={1.6} />}
              onClick={copy}
            >
              {copied ? texts.copied : texts.copy}
            </Button>
          )}
        </CopyButton>
      </div>
      <SegmentedSwitch
        fullWidth
        size="xs"
        aria-label={texts.language}
        data={LANGUAGES.map((value) => ({ value, label: value }))}
        value={language}
        onChange={setLanguage}
      />
      <CopyableCode code={code} />
      <p>
        {texts.keyHelp} {texts.protocol}. <a href={toUrl(`/endpoints/${endpoint.name}/openapi`)}>{texts.document}</a>
      </p>
      <EndpointKeys endpoint={endpoint} />
    </aside>
  );
}
