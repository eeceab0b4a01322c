/** Before a design that came from elsewhere is trusted: all code that it holds, to be read. */

import { Button, Group, Modal } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { getJson } from "../../api/client";
import { useSystem } from "../../api/queries";
import type { UntrustedCode } from "../../api/shareLinks";
import { guestTexts } from "../../messages/guestTexts";
import { secretTexts } from "../../messages/secretTexts";
import { sharingTexts } from "../../messages/sharingTexts";
import { flushChanges, trustDesign, useDesign } from "../../stores/designStore";
import { Refusal } from "./Refusal";
import "./trustDialog.css";
import "./form.css";

const texts = sharingTexts.trust;

export default function TrustDialog({ onClose }: { onClose: () => void }) {
  const design = useDesign((store) => store.id);
  const { data, error, refetch } = useQuery({
    queryKey: ["code to be trusted", design],
    queryFn: async () => {
      // What is trusted is what the server has.
      await flushChanges();
      return getJson<UntrustedCode>(`/api/designs/${design}/untrusted-code`);
    },
    staleTime: 0,
    gcTime: 0,
  });
  const isolation = useSystem().data?.isolation;
  const [refusal, setRefusal] = useState("");
  const vouch = () =>
    trustDesign(data ?? null)
      .then(onClose)
      .catch((failure: Error) => {
        setRefusal(failure.message);
        void refetch();
      });
  return (
    <Modal opened onClose={onClose} size={760} title={texts.title}>
      <div className="dialog-form">
        <p>{texts.what}</p>
        {isolation && isolation.level !== "S3" && (
          <p className="trust-secrets">{isolation.barred || texts.weak(isolation.level, isolation.description)}</p>
        )}
        {data && data.secrets.length > 0 && <RequestedSecrets secrets={data.secrets} />}
        {data?.code.length === 0 && <p>{texts.none}</p>}
        <div className="trust-code">
          {data?.code.map((part, at) => (
            <details key={at} open={data.code.length < 4 || part.changed_by !== null}>
              <summary>
                {part.changed_by && <mark className="trust-changed">{guestTexts.changedBy(part.changed_by)}</mark>}
                <b>{part.title}</b> {part.node === null ? `${texts.own}, ` : ""}
                {texts.of[part.language]}, {texts.lines(part.source.trimEnd().split("\n").length)}
              </summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
              <pre tabIndex={0}>{part.source}</pre>
            </details>
          ))}
        </div>
        <Refusal words={error?.message ?? refusal} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button disabled={!data} onClick={() => void vouch()}>
            {texts.trust}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}

/** What the code is given once the design is trusted. */
function RequestedSecrets({ secrets }: { secrets: UntrustedCode["secrets"] }) {
  return (
    <div className="trust-secrets">
      <p>{secretTexts.trust}</p>
      <ul>
        {secrets.map(({ name, nodes }) => (
          <li key={name}>
            <IconKey size={15} stroke={1.6} aria-hidden="true" />
            <code>{name}</code> {secretTexts.trustBy(nodes)}
          </li>
        ))}
      </ul>
    </div>
  );
}
