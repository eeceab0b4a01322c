/** How many open threads of comments there are on a card; a press shows them. */

import { IconMessage } from "@tabler/icons-react";
import { collaborationTexts } from "../messages/collaborationTexts";
import { startComment, useOpenThreadsOn } from "../stores/commentThreads";
import { selectCards } from "../stores/uiStore";
import "./commentBadge.css";

export function CommentBadge({ id }: { id: string }) {
  const open = useOpenThreadsOn(id);
  if (open === 0) return null;
  return (
    <button
      type="button"
      className="comment-badge nodrag"
      title={collaborationTexts.comments.onCard(open)}
      aria-label={collaborationTexts.comments.onCard(open)}
      onClick={(event) => {
        event.stopPropagation();
        selectCards([id]);
        startComment(null);
      }}
    >
      <IconMessage size={13} stroke={1.8} aria-hidden="true" />
      {open}
    </button>
  );
}
