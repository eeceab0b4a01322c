/** What was typed, drawn: the design with the changes that wait, in place of the canvas, and the way back to the canvas. */

import { useMemo } from "react";
import type { DesignChange } from "../../api/apiTypes";
import type { Design } from "../../api/designDocument";
import { codePaneTexts as texts } from "../../messages/codePaneTexts";
import { hasCodeChanges, useDesignCode } from "../../stores/designCode";
import { SegmentedSwitch } from "../../ui/Segments";
import { ComparedCanvas } from "../comparison/ComparedCanvas";
import { listChangedNodes } from "../comparison/changedNodes";
import "../comparison/comparedCanvas.css";
import "./codeProposal.css";

const VIEWS = [
  { value: "both" as const, label: texts.views.both },
  { value: "now" as const, label: texts.views.now },
];

export default function CodeProposal() {
  const { base, reading, view } = useDesignCode();
  const waits = useDesignCode(hasCodeChanges);
  const changes = (reading?.changes ?? []) as DesignChange[];
  const changed = useMemo(() => listChangedNodes(changes), [changes]);
  if (!waits || !base || !reading?.document) return null;
  return (
    <>
      {view === "both" && (
        <section className="code-proposal" aria-label={texts.canvas}>
          <ComparedCanvas
            old={base}
            now={reading.document as Design}
            changed={changed}
            marking
            lookAt={null}
            label={texts.canvas}
          />
        </section>
      )}
      <div className="code-proposal-bar">
        <span className="code-proposal-sign" aria-hidden="true" />
        <span>{texts.proposed(changes.length)}</span>
        <SegmentedSwitch
          size="xs"
          aria-label={texts.show}
          data={VIEWS}
          value={view}
          onChange={(chosen) => useDesignCode.setState({ view: chosen })}
        />
      </div>
    </>
  );
}
