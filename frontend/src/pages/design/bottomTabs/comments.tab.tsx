/** What people say about the design. */

import { lazyWithRetry } from "../../../lib/lazy";
import { collaborationTexts } from "../../../messages/collaborationTexts";
import { isThreadOpen, useThreads } from "../../../stores/commentThreads";
import { CountBadge } from "../../../ui/CountBadge";
import type { BottomTab } from "./bottomTab";

function CommentBadge() {
  const comments = useThreads(({ threads }) => threads.filter(isThreadOpen).length);
  return <CountBadge count={comments} quiet />;
}

export default {
  name: "comments",
  title: collaborationTexts.comments.tab,
  order: 50,
  Content: lazyWithRetry(() => import("../../../features/collaboration/CommentsPanel")),
  Badges: CommentBadge,
  isOfferedTo: (link) => link.comments !== false,
} satisfies BottomTab;
