/** Opens the prompt bar, where the owner of the server has named a language model. */

import { IconSparkles } from "@tabler/icons-react";
import { bootstrap } from "../api/bootstrap";
import { getEmbed } from "../api/embedding";
import { editorTexts } from "../messages/editorTexts";
import { closePromptBar, openPromptBar, usePromptBar } from "../stores/promptBar";
import { type Action, hasDesign } from "../ui/actions/action";
import { awaitField } from "../ui/actions/typeAheadBuffer";

function openAndAwaitField(): void {
  if (usePromptBar.getState().isOpen) return;
  awaitField(closePromptBar);
  openPromptBar();
}

/** Whether there is a model to ask; embedded canvases have none. */
export const hasAssistant = (): boolean => Boolean(bootstrap.assistant) && getEmbed() === null;

export const askAssistantActions: Action[] = hasAssistant()
  ? [
      {
        id: "askAssistant",
        name: editorTexts.actions.askAssistant,
        group: "edit",
        order: 125,
        menus: { canvas: 108 },
        icon: IconSparkles,
        keys: ["A"],
        onCanvas: true,
        membersOnly: true,
        requiredRole: "runner",
        isEnabled: hasDesign,
        perform: openAndAwaitField,
      },
    ]
  : [];
