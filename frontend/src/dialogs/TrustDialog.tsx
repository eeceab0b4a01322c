/** Before a design that came from elsewhere is trusted: all code that it holds, to be read. */

import { Button, Group, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "../api/client";
import { sharing } from "../messages/sharing";
import { visitingWords } from "../messages/visiting";
import type { CodePart } from "../share/links";
import { flushed, trust, useDesign } from "../stores/design";
import "../share/shared.css";
import "../share/visitor.css";

const say = sharing.trust;

export default function TrustDialog({ onClose }: { onClose: () => void }) {
  const design = useDesign((store) => store.id);
  const { data, error, refetch } = useQuery({
    queryKey: ["code", design],
    queryFn: async () => {
      // What is trusted is what the server has.
      await flushed();
      return get<CodePart[]>(`/api/designs/${design}/held-code`);
    },
    staleTime: 0,
    gcTime: 0,
  });
  const [refusal, setRefusal] = useState("");
  const vouch = () =>
    trust(data ?? [])
      .then(onClose)
      .catch((failure: Error) => {
        setRefusal(failure.message);
        void refetch();
      });
  return (
    <Modal opened onClose={onClose} size={760} title={say.title}>
      <div className="dialog-form">
        <p>{say.what}</p>
        {data?.length === 0 && <p>{say.none}</p>}
        <div className="trust-code">
          {data?.map((part, at) => (
            <details key={at} open={data.length < 4 || part.changed_by !== null}>
              <summary>
                {part.changed_by && <mark className="trust-changed">{visitingWords.changedBy(part.changed_by)}</mark>}
                <b>{part.title}</b> {part.node === null ? `${say.own}, ` : ""}
                {say.of[part.language]}, {say.lines(part.source.trimEnd().split("\n").length)}
              </summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
              <pre tabIndex={0}>{part.source}</pre>
            </details>
          ))}
        </div>
        {(error || refusal) && (
          <p className="dialog-refusal" role="alert">
            {error?.message ?? refusal}
          </p>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {say.cancel}
          </Button>
          <Button disabled={!data} onClick={() => void vouch()}>
            {say.trust}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
