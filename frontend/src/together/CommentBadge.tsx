/** How many open threads of comments there are on a card; a press shows them. */

import { IconMessage } from "@tabler/icons-react";
import { together } from "../messages/together";
import { select } from "../stores/ui";
import { commentOn, useOpenOn } from "./threads";
import "./comments.css";

export function CommentBadge({ id }: { id: string }) {
  const open = useOpenOn(id);
  if (open === 0) return null;
  return (
    <button
      type="button"
      className="comment-badge nodrag"
      title={together.comments.onCard(open)}
      aria-label={together.comments.onCard(open)}
      onClick={(event) => {
        event.stopPropagation();
        select([id]);
        commentOn(null);
      }}
    >
      <IconMessage size={13} stroke={1.8} aria-hidden="true" />
      {open}
    </button>
  );
}
