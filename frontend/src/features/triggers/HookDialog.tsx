/** The address of a web hook, its secret while it is known, and a request to try it with. */

import { Button, CopyButton, Group, Modal } from "@mantine/core";
import { useState } from "react";
import { toUrl } from "../../api/basePath";
import { hasRole } from "../../api/permissions";
import { rotateTriggerSecret, type Trigger } from "../../api/triggers";
import { notifyFailure } from "../../lib/toasts";
import { triggerTexts } from "../../messages/triggerTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import "./hookDialog.css";

const texts = triggerTexts.hook;

/** A shell command that signs a request and sends it. */
export function writeCurl(address: string, secret: string | null, takesParameters: boolean): string {
  const body = takesParameters ? '{"parameters": {}}' : "{}";
  return [
    `secret='${secret ?? "whsec_..."}'`,
    `body='${body}'`,
    "id=$(date +%s%N); time=$(date +%s)",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell reads it.
    'key=$(printf %s "${secret#whsec_}" | base64 -d | od -An -vtx1 | tr -d " \\n")',
    'signature=$(printf %s "$id.$time.$body" | openssl dgst -sha256 -mac HMAC -macopt hexkey:$key -binary | base64)',
    `curl -X POST '${address}' -d "$body" \\`,
    '  -H "webhook-id: $id" -H "webhook-timestamp: $time" -H "webhook-signature: v1,$signature"',
  ].join("\n");
}

export const createHookDialog =
  (trigger: Trigger, created: string | null): Dialog =>
  ({ onClose }) => {
    const [secret, setSecret] = useState(created);
    const address = new URL(toUrl(trigger.hook_path ?? ""), window.location.href).href;
    const rotate = async () => {
      try {
        setSecret((await rotateTriggerSecret(trigger.id)).secret);
      } catch (error) {
        notifyFailure(error);
      }
    };
    return (
      <Modal opened onClose={onClose} title={trigger.name === trigger.words ? texts.title : trigger.name} size={680}>
        <div className="hook-dialog">
          <Shown label={texts.address} value={address} />
          {secret ? (
            <Shown label={texts.secret} value={secret} help={texts.secretHelp} />
          ) : (
            <p className="hook-help">
              {texts.hidden}{" "}
              {hasRole("editor") && (
                <button type="button" className="hook-rotate" onClick={() => void rotate()}>
                  {texts.rotate}
                </button>
              )}{" "}
              {texts.rotateHelp}
            </p>
          )}
          <Shown
            label={texts.curl}
            value={writeCurl(address, secret, trigger.webhook?.takes_parameters ?? false)}
            help={texts.curlHelp}
          />
          <Group justify="flex-end">
            <Button onClick={onClose}>{texts.done}</Button>
          </Group>
        </div>
      </Modal>
    );
  };

function Shown({ label, value, help }: { label: string; value: string; help?: string }) {
  return (
    <section className="hook-shown">
      <header>
        <h3>{label}</h3>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button variant="subtle" size="compact-sm" aria-label={`${texts.copy}: ${label}`} onClick={copy}>
              {copied ? texts.copied : texts.copy}
            </Button>
          )}
        </CopyButton>
      </header>
      <pre>{value}</pre>
      {help && <p className="hook-help">{help}</p>}
    </section>
  );
}
