/** What the user has to know about the whole design: the connection is lost, or scripts wait for trust. */

import { Button } from "@mantine/core";
import { IconCloudOff, IconPlugConnectedX, IconShieldQuestion } from "@tabler/icons-react";
import { Suspense } from "react";
import { getGuestAccess } from "../../api/accessMode";
import { lazyWithRetry } from "../../lib/lazy";
import { appTexts } from "../../messages/appTexts";
import { useCatalog } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { openDialog } from "../../ui/dialogs/dialogStore";
import "../../ui/banner.css";
import "./banners.css";

const ProposalBanner = lazyWithRetry(() => import("../../features/versions/ProposalBanner"));
const VisitorsBanner = lazyWithRetry(() => import("../../features/sharing/GuestChangesBanner"));

export function Banners() {
  const connected = useDesign((store) => store.connected);
  const saving = useDesign((store) => store.saving);
  const waiting = useDesign((store) => store.unsentCount);
  const trusted = useDesign((store) => store.trusted);
  const unseen = useDesign((store) => Object.keys(store.unreviewed).length > 0);
  const modules = useCatalog((library) => library.modules);
  const scripts = useDesign(({ document }) =>
    Object.values(document?.nodes ?? {}).some(({ module }) => modules.get(module)?.trusted === false),
  );
  const Lost = connected ? IconCloudOff : IconPlugConnectedX;
  return (
    <div className="banners">
      {(!connected || saving === "offline") && (
        <div className="banner" role="alert">
          <Lost size={16} stroke={1.6} aria-hidden="true" />
          {connected && navigator.onLine ? appTexts.offline.slow(waiting) : appTexts.offline.banner(waiting)}
        </div>
      )}
      <Suspense fallback={null}>{unseen && <VisitorsBanner />}</Suspense>
      <Suspense fallback={null}>{!getGuestAccess() && <ProposalBanner />}</Suspense>
      {!trusted && scripts && !unseen && (
        <div className="banner" role="status">
          <IconShieldQuestion size={16} stroke={1.6} aria-hidden="true" />
          {appTexts.trust.message}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void openDialog(() => import("../../ui/dialogs/TrustDialog"))}
          >
            {appTexts.trust.action}
          </Button>
        </div>
      )}
    </div>
  );
}
