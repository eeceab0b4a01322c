/** What visitors of a link changed and nobody has looked at: who, what, and the way to trust it. */

import { Button } from "@mantine/core";
import { IconShieldQuestion, IconUserQuestion } from "@tabler/icons-react";
import { notifyFailure } from "../../lib/toasts";
import { guestTexts } from "../../messages/guestTexts";
import { trustDesign, useDesign } from "../../stores/designStore";
import { showVersionPreview } from "../../stores/versionPreview";
import { openDialog } from "../../ui/dialogs/dialogStore";
import "../../ui/banner.css";

const texts = guestTexts.unreviewed;

export default function GuestChangesBanner() {
  const since = useDesign(({ analysis }) => analysis?.waiting_since ?? null);
  const trusted = useDesign((store) => store.trusted);
  const unseen = useDesign((store) => store.unreviewed);
  const who = [...new Set(Object.values(unseen))];
  const Icon = trusted ? IconUserQuestion : IconShieldQuestion;
  return (
    <div className="banner" role="status">
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      {trusted ? texts.rest(who, Object.keys(unseen).length) : texts.code(who)}
      {since && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => showVersionPreview({ point: `version:${since}`, name: texts.before }, "both")}
        >
          {texts.compare}
        </Button>
      )}
      {trusted ? (
        <Button size="compact-sm" variant="default" onClick={() => void trustDesign(null).catch(notifyFailure)}>
          {texts.markReviewed}
        </Button>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void openDialog(() => import("../../ui/dialogs/TrustDialog"))}
        >
          {texts.review}
        </Button>
      )}
    </div>
  );
}
