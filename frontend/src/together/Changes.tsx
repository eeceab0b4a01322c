/** Who changed what of the design, and when: everybody's changes, the newest first. */

import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import type { Done } from "../api/types";
import { together } from "../messages/together";
import { when } from "../messages/words";
import { useDesign } from "../stores/design";

const say = together.changes;

export default function Changes() {
  const design = useDesign((store) => store.id);
  const revision = useDesign(({ replica }) => replica?.revision ?? 0);
  const { data } = useQuery({
    queryKey: ["edits", design, revision],
    queryFn: () => get<Done[]>(`/api/designs/${design}/edits`),
    placeholderData: (before) => before,
    enabled: design !== null,
  });
  return (
    <section className="history" aria-label={say.title}>
      <h3 className="caption">{say.title}</h3>
      {data?.length === 0 && <p className="history-hint">{say.none}</p>}
      <ol>
        {data?.map(({ revision: number, label, person, created_at: at }) => (
          <li key={number} className="history-row history-done">
            {label}
            <span>
              {person && `${say.by(person.name)}, `}
              <time dateTime={at}>{when(new Date(at))}</time>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
