/** What the user has to know about the whole design: the connection is lost, or scripts wait for trust. */

import { Button } from "@mantine/core";
import { IconCloudOff, IconPlugConnectedX, IconShieldQuestion } from "@tabler/icons-react";
import { Suspense } from "react";
import { openDialog } from "../dialogs/open";
import { later } from "../later";
import { text } from "../messages/en";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";

const VisitorsBanner = later(() => import("./VisitorsBanner"));

export function Banners() {
  const connected = useDesign((store) => store.connected);
  const saving = useDesign((store) => store.saving);
  const waiting = useDesign((store) => store.waiting);
  const trusted = useDesign((store) => store.trusted);
  const unseen = useDesign((store) => Object.keys(store.unseen).length > 0);
  const modules = useLibrary((library) => library.modules);
  const scripts = useDesign(({ document }) =>
    Object.values(document?.nodes ?? {}).some(({ module }) => modules.get(module)?.trusted === false),
  );
  const Lost = connected ? IconCloudOff : IconPlugConnectedX;
  return (
    <div className="banners">
      {(!connected || saving === "offline") && (
        <div className="banner" role="alert">
          <Lost size={16} stroke={1.6} aria-hidden="true" />
          {connected && navigator.onLine ? text.offline.slow(waiting) : text.offline.banner(waiting)}
        </div>
      )}
      <Suspense fallback={null}>{unseen && <VisitorsBanner />}</Suspense>
      {!trusted && scripts && !unseen && (
        <div className="banner" role="status">
          <IconShieldQuestion size={16} stroke={1.6} aria-hidden="true" />
          {text.trust.message}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void openDialog(() => import("../dialogs/TrustDialog"))}
          >
            {text.trust.action}
          </Button>
        </div>
      )}
    </div>
  );
}
