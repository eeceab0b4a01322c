/** What a design declares of one kind, each with a way to remove it, and what could be declared besides. */

import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { pipelineTexts } from "../../messages/pipelineTexts";
import "./publishDialog.css";
import "../../ui/textButton.css";

export interface DeclarationLine {
  name: string;
  title: string;
  details: string;
}

interface Props {
  title: string;
  /** What is said while there is none. */
  none: string;
  lines: readonly DeclarationLine[];
  offers?: readonly { label: string; accept: () => void }[];
  onRemove: (name: string) => void;
}

export function DeclarationList({ title, none, lines, offers = [], onRemove }: Props) {
  return (
    <section className="publish-part">
      <h3>{title}</h3>
      {lines.length === 0 && <p className="publish-none">{none}</p>}
      <ul>
        {lines.map((line) => (
          <li key={line.name}>
            <span className="publish-title">{line.title}</span>
            {line.details && <span className="publish-details">{line.details}</span>}
            <code>{line.name}</code>
            <ActionIcon
              size={20}
              variant="subtle"
              color="gray"
              aria-label={pipelineTexts.publish.remove(line.title)}
              onClick={() => onRemove(line.name)}
            >
              <IconX size={14} stroke={1.6} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {offers.map((offer) => (
        <button key={offer.label} type="button" className="text-button" onClick={offer.accept}>
          {offer.label}
        </button>
      ))}
    </section>
  );
}
