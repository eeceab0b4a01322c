/** Who changed what of the design, and when: everybody's changes, the newest first. */

import { useQuery } from "@tanstack/react-query";
import type { EditRecord } from "../../api/apiTypes";
import { getJson } from "../../api/client";
import { collaborationTexts } from "../../messages/collaborationTexts";
import { formatWhen } from "../../messages/formatting";
import { useDesign } from "../../stores/designStore";

const texts = collaborationTexts.changes;

export default function RecentChanges() {
  const design = useDesign((store) => store.id);
  const revision = useDesign(({ localCopy }) => localCopy?.revision ?? 0);
  const { data } = useQuery({
    queryKey: ["edits", design, revision],
    queryFn: () => getJson<EditRecord[]>(`/api/designs/${design}/edits`),
    placeholderData: (before) => before,
    enabled: design !== null,
  });
  return (
    <section className="history" aria-label={texts.title}>
      <h3 className="caption">{texts.title}</h3>
      {data?.length === 0 && <p className="history-hint">{texts.none}</p>}
      <ol>
        {data?.map(({ revision: number, label, person, created_at: at }) => (
          <li key={number} className="history-row history-done">
            {label}
            <span>
              {person && `${texts.by(person.name)}, `}
              <time dateTime={at}>{formatWhen(new Date(at))}</time>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
