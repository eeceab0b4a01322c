/** Who changed what of the design, and when: everybody's changes, the newest first. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { createEditPagesQuery, getLoadedItems, getTotalCount } from "../../api/pagedQueries";
import { collaborationTexts } from "../../messages/collaborationTexts";
import { formatWhen } from "../../messages/formatting";
import { useDesign } from "../../stores/designStore";
import { LoadMore } from "../../ui/LoadMore";

const texts = collaborationTexts.changes;

export default function RecentChanges() {
  const design = useDesign((store) => store.id);
  const revision = useDesign(({ localCopy }) => localCopy?.revision ?? 0);
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...createEditPagesQuery(design, revision),
    placeholderData: (before) => before,
    enabled: design !== null,
  });
  const [edits, total] = [getLoadedItems(data), getTotalCount(data) ?? 0];
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return (
    <section className="history" aria-label={texts.title}>
      <h3 className="caption">{texts.title}</h3>
      {edits?.length === 0 && <p className="history-hint">{texts.none}</p>}
      <ol>
        {edits?.map(({ revision: number, label, person, created_at: at }) => (
          <li key={number} className="history-row history-done">
            {label}
            <span>
              {person && `${texts.by(person.name)}, `}
              <time dateTime={at}>{formatWhen(new Date(at))}</time>
            </span>
          </li>
        ))}
      </ol>
      {hasNextPage && <LoadMore shown={edits?.length ?? 0} total={total} loading={isFetchingNextPage} onMore={more} />}
    </section>
  );
}
