/** That changes of this design were proposed, and the way to look at them. */

import { Button } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { proposalTexts as texts } from "../../messages/proposalTexts";
import { useDesign } from "../../stores/designStore";
import { showProposal, usePendingProposals, useShownProposal } from "../../stores/proposals";
import "../../ui/banner.css";

export default function ProposalBanner() {
  const design = useDesign((store) => store.id);
  const shown = useShownProposal((store) => store.shown);
  const { data: pending = [] } = usePendingProposals(design);
  const [first] = pending;
  if (!first || shown) return null;
  return (
    <div className="banner" role="status">
      <IconSparkles size={16} stroke={1.6} aria-hidden="true" />
      {pending.length === 1 ? texts.banner(first.title) : texts.bannerMany(pending.length)}
      <Button size="compact-sm" variant="default" onClick={() => showProposal(first.id)}>
        {texts.review}
      </Button>
    </div>
  );
}
