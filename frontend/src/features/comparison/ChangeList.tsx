/** Changes in words; each leads to its card. What cannot change a result stands folded at the end. */

import { IconMinus, IconPencil, IconPlus } from "@tabler/icons-react";
import type { DesignChange } from "../../api/apiTypes";
import { versionTexts } from "../../messages/versionTexts";
import "./comparedCanvas.css";

const texts = versionTexts.past;
const ICONS = { added: IconPlus, removed: IconMinus, changed: IconPencil };

interface Props {
  changes: DesignChange[];
  onNode: (node: string) => void;
}

export function ChangeList({ changes, onNode }: Props) {
  const counting = changes.filter(({ counts }) => counts);
  const others = changes.filter(({ counts }) => !counts);
  if (changes.length === 0) return <p className="past-none">{texts.same}</p>;
  return (
    <>
      <ul className="past-changes" aria-label={texts.list}>
        {counting.map((change) => (
          <ChangeRow key={`${change.kind} ${change.path.join(".")}`} change={change} onNode={onNode} />
        ))}
      </ul>
      {others.length > 0 && (
        <details open={counting.length === 0}>
          <summary>{`${texts.elsewhere}: ${texts.changes(others.length)}`}</summary>
          <ul className="past-changes">
            {others.map((change) => (
              <ChangeRow key={`${change.what} ${change.path.join(".")}`} change={change} onNode={onNode} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function ChangeRow({ change, onNode }: { change: DesignChange; onNode: Props["onNode"] }) {
  const Icon = ICONS[change.kind];
  const { node } = change;
  const words = (
    <>
      <Icon size={14} stroke={1.8} className={`past-icon-${change.kind}`} aria-label={texts.kinds[change.kind]} />
      <span>{change.words}</span>
    </>
  );
  return (
    <li>
      {node === null ? (
        <span className="past-change">{words}</span>
      ) : (
        <button type="button" className="past-change" onClick={() => onNode(node)}>
          {words}
        </button>
      )}
    </li>
  );
}
