/** The others who have the design open, as faces in the bar; a press follows one of them. */

import { IconEye } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { Participant } from "../../api/apiTypes";
import { collaborationTexts } from "../../messages/collaborationTexts";
import { getColorIndex, usePresence } from "../../stores/presenceStore";
import { followVisitor } from "./presence";
import "./remoteCursors.css";

const texts = collaborationTexts.presence;
const MOST = 5;

export default function Avatars() {
  const { others, own, following } = usePresence();
  const news = usePresenceNews(others, own);
  const shownVisitors = others.slice(0, others.length > MOST ? MOST - 1 : MOST);
  return (
    <>
      <span className="visually-hidden" aria-live="polite" data-presence>
        {news}
      </span>
      {others.length > 0 && (
        <ul className="avatars" aria-label={texts.here}>
          {shownVisitors.map((visitor) => (
            <li key={visitor.client}>
              <Avatar visitor={visitor} own={own} followed={visitor.client === following} />
            </li>
          ))}
          {others.length > shownVisitors.length && (
            <li
              className="avatar avatar-more"
              title={others
                .slice(shownVisitors.length)
                .map((one) => getVisitorName(one, own))
                .join("\n")}
            >
              +{others.length - shownVisitors.length}
            </li>
          )}
        </ul>
      )}
    </>
  );
}

/** What to call somebody: oneself in another tab, or by name. */
export function getVisitorName({ person }: Participant, own: Participant | null): string {
  if (person.kind === "guest") return texts.guest(person.name);
  return person.id === own?.person.id ? texts.otherTab : person.name;
}

function Avatar({ visitor, own, followed }: { visitor: Participant; own: Participant | null; followed: boolean }) {
  const name = getVisitorName(visitor, own);
  if (visitor.person.kind === "guest") {
    return (
      <span className="avatar avatar-more" role="img" aria-label={name} title={name}>
        <IconEye size={15} stroke={1.7} aria-hidden="true" />
      </span>
    );
  }
  const away = visitor.at.away === true;
  const label = followed ? texts.stopFollowing(name) : texts.follow(name);
  return (
    <button
      type="button"
      className={`avatar ${away ? "avatar-away" : ""}`}
      data-person={getColorIndex(visitor)}
      aria-pressed={followed}
      aria-label={label}
      title={away ? `${label} (${texts.away})` : label}
      onClick={() => followVisitor(followed ? null : visitor.client)}
    >
      {getVisitorInitials(visitor.person.name)}
    </button>
  );
}

/** Of the name alone, without how somebody came. */
const getVisitorInitials = (name: string): string =>
  name
    .replace(/ \(.*\)$/, "")
    .split(/\s+/)
    .map((word) => [...word][0] ?? "")
    .join("")
    .slice(0, 2)
    .toUpperCase();

/** Who has come and gone since, in words. */
function usePresenceNews(others: Participant[], own: Participant | null): string {
  const [known, setKnown] = useState<Participant[] | null>(null);
  const [news, setNews] = useState("");
  useEffect(() => {
    if (own === null) return;
    const joined = others.filter(({ client }) => !known?.some((one) => one.client === client));
    const left = (known ?? []).filter(({ client }) => !others.some((one) => one.client === client));
    if (known !== null && joined.length + left.length === 0) return;
    setKnown(others);
    const words = [
      ...joined.map((one) => (known === null ? texts.isHere : texts.joined)(getVisitorName(one, own))),
      ...left.map((one) => texts.left(getVisitorName(one, own))),
    ];
    if (words.length > 0) setNews(words.join(" "));
  }, [others, own, known]);
  return news;
}
