/** One design in a frame of another site: the canvas as ever, which tells the page around it of each change. */

import { useEffect, useState } from "react";
import { deleteDesignAction } from "../actions/deleteDesign";
import { deployDesignAction } from "../actions/deploy";
import { duplicateDesignAction } from "../actions/duplicateDesign";
import { importDesignAction } from "../actions/importDesign";
import { makeInferenceAction } from "../actions/makeInference";
import { publishPipelineAction } from "../actions/publishPipeline";
import { registerModelAction, registerNodeModelAction } from "../actions/registerModel";
import { saveModuleAction } from "../actions/saveModule";
import { shareAction } from "../actions/shareDesign";
import { toUrl } from "../api/basePath";
import { ApiError, getJson } from "../api/client";
import { type EmbedHost, getEmbed, type HostMessage, setEmbed, setEmbedKey } from "../api/embedding";
import type { components } from "../api/schema";
import { startKeyedDownloads } from "../features/embedding/keyedDownloads";
import { openKeyedEventSource } from "../features/embedding/keyedEventSource";
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
        setEmbed({
          ...read,
          ...createHost(read.origins),
        });
        setDesign(read.design_id);
      })
      .catch((error: Error) =>
        setRefusal(error instanceof ApiError && error.status === 401 ? texts.ended : error.message),
      );
  }, []);
  return { design, refusal };
}

/** Whoever holds the key of one design cannot use these: they make or delete other things. */
const BEYOND_DESIGN = [
  deleteDesignAction,
  duplicateDesignAction,
  importDesignAction,
  deployDesignAction,
  makeInferenceAction,
  publishPipelineAction,
  registerModelAction,
  registerNodeModelAction,
  saveModuleAction,
  shareAction,
].map(({ id }) => id);

function createHost(origins: string[]): EmbedHost {
  const notify = (message: HostMessage) => notifyHost(origins, message);
  const undone = new URLSearchParams(location.search).get("undo") === "host";
  return {
    notify,
    ...(undone && { undo: () => notify({ kind: "undo" }), redo: () => notify({ kind: "redo" }) }),
    openOutside: (path) => void window.open(toUrl(path), "_blank", "noopener"),
    openEvents: openKeyedEventSource,
    isClosedTo: (action) => BEYOND_DESIGN.includes(action),
  };
}

/** Tell the page around of each revision that the server has, whoever made it. */
function followChanges(): () => void {
  let told: number | null = null;
  return useDesign.subscribe(({ localCopy, document }) => {
    if (!localCopy || !document || localCopy.revision === told) return;
    getEmbed()?.notify(told === null ? { kind: "opened" } : { kind: "changed", revision: localCopy.revision });
    told = localCopy.revision;
  });
}

/** Tell the page around the canvas, if it is one of those that the key names. */
function notifyHost(origins: string[], message: HostMessage): void {
  if (window.parent === window) return;
  // The browser shows the frame on the named sites only, so what stands right around it is one of them.
  const around = location.ancestorOrigins?.[0];
  const sites = around ? [around] : origins.filter((origin) => origin.startsWith("http"));
  for (const site of sites) window.parent.postMessage({ source: "designery", ...message }, site);
}
