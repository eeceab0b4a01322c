/** One design in a frame of another site: the canvas as ever, which tells the page around it of each change. */

import { useEffect, useState } from "react";
import { ApiError, getJson } from "../api/client";
import { getEmbed, notifyHost, setEmbed, setEmbedKey } from "../api/embedding";
import type { components } from "../api/schema";
import { startKeyedDownloads } from "../features/embedding/keyedDownloads";
import { embedTexts as texts } from "../messages/embedTexts";
import { useDesign } from "../stores/designStore";
import { EmptyState } from "../ui/EmptyState";
import DesignPage from "./DesignPage";
import "../styles/lazyMantine";

export default function EmbedPage() {
  const { design, refusal } = useEmbed();
  useEffect(() => (design ? followChanges() : undefined), [design]);
  useEffect(() => (design ? startKeyedDownloads() : undefined), [design]);
  if (refusal) return <EmptyState title={refusal} />;
  return design ? <DesignPage designId={design} /> : <EmptyState title={texts.opening} />;
}

/** The key stays behind "#", so that the frame can be loaded again. */
function useEmbed(): { design: string | null; refusal: string } {
  const [design, setDesign] = useState<string | null>(getEmbed()?.design_id ?? null);
  const [refusal, setRefusal] = useState("");
  useEffect(() => {
    setEmbedKey(location.hash.slice(1));
    getJson<components["schemas"]["EmbedRead"]>("/api/embed")
      .then((read) => {
        setEmbed(read);
        setDesign(read.design_id);
      })
      .catch((error: Error) =>
        setRefusal(error instanceof ApiError && error.status === 401 ? texts.ended : error.message),
      );
  }, []);
  return { design, refusal };
}

/** Tell the page around of each revision that the server has, whoever made it. */
function followChanges(): () => void {
  let told: number | null = null;
  return useDesign.subscribe(({ localCopy, document }) => {
    if (!localCopy || !document || localCopy.revision === told) return;
    notifyHost(told === null ? { kind: "opened" } : { kind: "changed", revision: localCopy.revision });
    told = localCopy.revision;
  });
}
