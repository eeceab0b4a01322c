/** The others who have the design open, as faces in the bar; a press follows one of them. */

import { IconEye } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { Visitor } from "../api/types";
import { together } from "../messages/together";
import { colorOf, useHere } from "./here";
import { follow } from "./presence";
import "./together.css";

const say = together.presence;
const MOST = 5;

export default function Avatars() {
  const { others, own, following } = useHere();
  const news = useNews(others, own);
  const seen = others.slice(0, others.length > MOST ? MOST - 1 : MOST);
  return (
    <>
      <span className="visually-hidden" aria-live="polite" data-presence>
        {news}
      </span>
      {others.length > 0 && (
        <ul className="avatars" aria-label={say.here}>
          {seen.map((visitor) => (
            <li key={visitor.client}>
              <Avatar visitor={visitor} own={own} followed={visitor.client === following} />
            </li>
          ))}
          {others.length > seen.length && (
            <li
              className="avatar avatar-more"
              title={others
                .slice(seen.length)
                .map((one) => nameOf(one, own))
                .join("\n")}
            >
              +{others.length - seen.length}
            </li>
          )}
        </ul>
      )}
    </>
  );
}

/** What to call somebody: oneself in another tab, or by name. */
export function nameOf({ person }: Visitor, own: Visitor | null): string {
  if (person.kind === "guest") return say.guest(person.name);
  return person.id === own?.person.id ? say.otherTab : person.name;
}

function Avatar({ visitor, own, followed }: { visitor: Visitor; own: Visitor | null; followed: boolean }) {
  const name = nameOf(visitor, own);
  if (visitor.person.kind === "guest") {
    return (
      <span className="avatar avatar-more" role="img" aria-label={name} title={name}>
        <IconEye size={15} stroke={1.7} aria-hidden="true" />
      </span>
    );
  }
  const away = visitor.at.away === true;
  const label = followed ? say.stopFollowing(name) : say.follow(name);
  return (
    <button
      type="button"
      className={`avatar ${colorOf(visitor)} ${away ? "avatar-away" : ""}`}
      aria-pressed={followed}
      aria-label={label}
      title={away ? `${label} (${say.away})` : label}
      onClick={() => follow(followed ? null : visitor.client)}
    >
      {initials(visitor.person.name)}
    </button>
  );
}

/** Of the name alone, without how somebody came. */
const initials = (name: string): string =>
  name
    .replace(/ \(.*\)$/, "")
    .split(/\s+/)
    .map((word) => [...word][0] ?? "")
    .join("")
    .slice(0, 2)
    .toUpperCase();

/** Who has come and gone since, in words. */
function useNews(others: Visitor[], own: Visitor | null): string {
  const [known, setKnown] = useState<Visitor[] | null>(null);
  const [news, setNews] = useState("");
  useEffect(() => {
    if (own === null) return;
    const joined = others.filter(({ client }) => !known?.some((one) => one.client === client));
    const left = (known ?? []).filter(({ client }) => !others.some((one) => one.client === client));
    if (known !== null && joined.length + left.length === 0) return;
    setKnown(others);
    const words = [
      ...joined.map((one) => (known === null ? say.isHere : say.joined)(nameOf(one, own))),
      ...left.map((one) => say.left(nameOf(one, own))),
    ];
    if (words.length > 0) setNews(words.join(" "));
  }, [others, own, known]);
  return news;
}
