/** A proposed change in place of the canvas: what it does, what is wrong with it, and the choice to accept or reject it. */

import { Button, SegmentedControl } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import type { Design } from "../../api/designDocument";
import { getNodeTitle } from "../../graph/nodeSubtitle";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { proposalTexts as texts } from "../../messages/proposalTexts";
import { useCatalog } from "../../stores/catalogStore";
import { flushChanges, useDesign } from "../../stores/designStore";
import {
  acceptProposal,
  type ProposalDetails,
  rejectProposal,
  showProposal,
  usePendingProposals,
  useProposalDetails,
  useShownProposal,
} from "../../stores/proposals";
import { ChangeList } from "../comparison/ChangeList";
import { ComparedCanvas } from "../comparison/ComparedCanvas";
import { listChangedNodes } from "../comparison/changedNodes";
import "./versionView.css";
import "../comparison/comparedCanvas.css";
import "./proposalView.css";

const VIEWS = Object.entries(texts.views).map(([value, label]) => ({ value, label }));

export default function ProposalView() {
  const shown = useShownProposal((store) => store.shown);
  const design = useDesign((store) => store.id);
  if (!shown || !design) return null;
  return <ShownProposal key={shown} design={design} id={shown} />;
}

function ShownProposal({ design, id }: { design: string; id: string }) {
  const revision = useDesign(({ localCopy }) => localCopy?.revision ?? 0);
  const { data, error } = useProposalDetails(design, id, revision);
  const [view, setView] = useState("both");
  const [lookAt, setLookAt] = useState<{ node: string } | null>(null);
  const changed = useMemo(() => listChangedNodes(data?.check.changes ?? []), [data]);
  useCloseOnEscape();
  return (
    <section className="past proposal" aria-label={data ? texts.title(data.title) : texts.loading}>
      {data && <ProposalBar design={design} proposal={data} view={view} onView={setView} />}
      {error && <p className="past-none">{error.message}</p>}
      {data && (
        <div className="past-body">
          <ComparedCanvas
            old={data.old as Design}
            now={(view === "now" ? data.old : data.new) as Design}
            changed={changed}
            marking={view === "both"}
            lookAt={lookAt}
            label={texts.canvas}
          />
          <aside className="past-side" aria-label={texts.list}>
            <ProposalNotes proposal={data} />
            <ChangeList changes={data.check.changes} onNode={(node) => setLookAt({ node })} />
            <ProposalFindings proposal={data} onNode={(node) => setLookAt({ node })} />
          </aside>
        </div>
      )}
    </section>
  );
}

interface BarProps {
  design: string;
  proposal: ProposalDetails;
  view: string;
  onView: (view: string) => void;
}

function ProposalBar({ design, proposal, view, onView }: BarProps) {
  const { data: pending = [] } = usePendingProposals(design);
  const [deciding, setDeciding] = useState(false);
  const place = pending.findIndex(({ id }) => id === proposal.id);
  const decide = async (verdict: "accept" | "reject") => {
    setDeciding(true);
    try {
      await flushChanges();
      await (verdict === "accept" ? acceptProposal : rejectProposal)(design, proposal);
      notifyDone(verdict === "accept" ? texts.accepted(proposal.title) : texts.rejected(proposal.title));
      showProposal(pending.find(({ id }) => id !== proposal.id)?.id ?? null);
    } catch (error) {
      notifyFailure(error);
    } finally {
      setDeciding(false);
    }
  };
  return (
    <header className="past-bar">
      <h2>{texts.title(proposal.title)}</h2>
      <span className="past-count">
        {pending.length > 1 && place >= 0 ? `${texts.next(place + 1, pending.length)}, ` : ""}
        {texts.changes(proposal.check.changes.length)}
      </span>
      <SegmentedControl size="xs" aria-label={texts.show} data={VIEWS} value={view} onChange={onView} />
      <Button size="compact-sm" variant="default" onClick={() => showProposal(null)}>
        {texts.later}
      </Button>
      <Button size="compact-sm" variant="default" disabled={deciding} onClick={() => void decide("reject")}>
        {texts.reject}
      </Button>
      <Button size="compact-sm" loading={deciding} onClick={() => void decide("accept")}>
        {texts.accept}
      </Button>
    </header>
  );
}

function ProposalNotes({ proposal }: { proposal: ProposalDetails }) {
  return (
    <div className="proposal-notes">
      <p className="caption">{texts.by(proposal.proposed_by, proposal.proposed_with)}</p>
      {proposal.note && <p>{proposal.note}</p>}
      {proposal.outdated && <p className="proposal-outdated">{texts.outdated}</p>}
    </div>
  );
}

/** What the linter says of the design with the change. */
function ProposalFindings({ proposal, onNode }: { proposal: ProposalDetails; onNode: (node: string) => void }) {
  const { problems, advice } = proposal.check;
  const design = proposal.new as Design;
  return (
    <div className="proposal-findings">
      <h3 className="caption">{problems.length === 0 ? texts.clean : texts.problems(problems.length)}</h3>
      <FindingList findings={problems} design={design} onNode={onNode} />
      {advice.length > 0 && <h3 className="caption">{texts.advice(advice.length)}</h3>}
      <FindingList findings={advice} design={design} onNode={onNode} />
    </div>
  );
}

interface FindingsProps {
  findings: ProposalDetails["check"]["problems"];
  design: Design;
  onNode: (node: string) => void;
}

function FindingList({ findings, design, onNode }: FindingsProps) {
  const modules = useCatalog((library) => library.modules);
  return (
    <ul className="past-changes">
      {findings.map(({ node, message, rule }) => {
        const card = node === null ? undefined : design.nodes[node];
        return (
          <li key={`${node} ${rule} ${message}`}>
            {node === null || !card ? (
              <span className="past-change">{message}</span>
            ) : (
              <button type="button" className="past-change" onClick={() => onNode(node)}>
                <span>
                  <strong>{getNodeTitle(card, modules.get(card.module))}: </strong>
                  {message}
                </span>
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function useCloseOnEscape(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || document.querySelector("[role=dialog]")) return;
      event.stopPropagation();
      showProposal(null);
    };
    addEventListener("keydown", onKey, { capture: true });
    return () => removeEventListener("keydown", onKey, { capture: true });
  }, []);
}
