/** What visitors of a link changed and nobody has looked at: who, what, and the way to trust it. */

import { Button } from "@mantine/core";
import { IconShieldQuestion, IconUserQuestion } from "@tabler/icons-react";
import { openDialog } from "../dialogs/open";
import { visitingWords } from "../messages/visiting";
import { notifyFailure } from "../notify";
import { trust, useDesign } from "../stores/design";
import { showPast } from "../stores/past";

const say = visitingWords.unseen;

export default function VisitorsBanner() {
  const since = useDesign(({ analysis }) => analysis?.waiting_since ?? null);
  const trusted = useDesign((store) => store.trusted);
  const unseen = useDesign((store) => store.unseen);
  const who = [...new Set(Object.values(unseen))];
  const Icon = trusted ? IconUserQuestion : IconShieldQuestion;
  return (
    <div className="banner" role="status">
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      {trusted ? say.rest(who, Object.keys(unseen).length) : say.code(who)}
      {since && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => showPast({ point: `version:${since}`, name: say.before }, "both")}
        >
          {say.compare}
        </Button>
      )}
      {trusted ? (
        <Button size="compact-sm" variant="default" onClick={() => void trust(null).catch(notifyFailure)}>
          {say.seen}
        </Button>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void openDialog(() => import("../dialogs/TrustDialog"))}
        >
          {say.look}
        </Button>
      )}
    </div>
  );
}
