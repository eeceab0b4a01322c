/** The documentation: guides with their contents, and a search through all of them. */

import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { toUrl } from "../api/basePath";
import {
  excerptOf,
  GUIDE_GROUPS,
  GUIDE_NAMES,
  type GuideName,
  type GuideSection,
  isGuideName,
  loadGuide,
  searchSections,
  splitIntoSections,
} from "../features/help/guides";
import { MarkdownDocument } from "../features/help/MarkdownDocument";
import { ModuleReference } from "../features/help/ModuleReference";
import { followInPage, useFragment } from "../lib/navigation";
import { helpTexts as texts } from "../messages/settingsTexts";
import { PageFrame } from "./frame/PageFrame";
import "./helpPage.css";

export default function HelpPage({ guide = "user-guide", module }: { guide?: string; module?: string }) {
  const [words, setWords] = useState("");
  const name = isGuideName(guide) ? guide : null;
  return (
    <PageFrame title={texts.title}>
      <div className="help">
        <nav className="help-contents" aria-label={texts.contents}>
          <TextInput
            type="search"
            aria-label={texts.search}
            placeholder={texts.search}
            leftSection={<IconSearch size={15} stroke={1.6} />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <GuideList current={name} onOpen={() => setWords("")} />
        </nav>
        <div className="help-document">
          {words.trim() ? (
            <FoundSections words={words.trim()} onOpen={() => setWords("")} />
          ) : (
            <Guide key={`${name} ${module}`} name={name} module={module} />
          )}
        </div>
      </div>
    </PageFrame>
  );
}

function GuideList({ current, onOpen }: { current: GuideName | null; onOpen: () => void }) {
  const open = (event: React.MouseEvent<HTMLAnchorElement>) => {
    onOpen();
    followInPage(event);
  };
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another guide has its entry elsewhere in the list
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [current]);
  return (
    <div ref={list} className="help-groups">
      {GUIDE_GROUPS.map(({ id, guides }) => (
        <section key={id} aria-label={texts.groups[id]}>
          <h2>{texts.groups[id]}</h2>
          <ul>
            {guides.map((name) => (
              <li key={name}>
                <a href={toUrl(`/help/${name}`)} onClick={open} aria-current={name === current ? "page" : undefined}>
                  {texts.guides[name]}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

const guideQuery = (name: GuideName) => ({
  queryKey: ["guide", name],
  queryFn: () => loadGuide(name),
  staleTime: Number.POSITIVE_INFINITY,
});

function Guide({ name, module }: { name: GuideName | null; module: string | undefined }) {
  const { data } = useQuery({ ...guideQuery(name ?? "user-guide"), enabled: name !== null });
  const fragment = useFragment();
  const shown = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is there once the text is
  useEffect(() => {
    const place = fragment && document.getElementById(fragment);
    if (place) place.scrollIntoView();
    else shown.current?.closest(".page-body")?.scrollTo(0, 0);
  }, [data, fragment]);
  if (name === null) return <h1>{texts.missing}</h1>;
  if (data === undefined) return <p role="status">{texts.loading}</p>;
  return (
    <article ref={shown}>
      {name === "modules" ? (
        <ModuleReference text={data} wanted={module ?? (fragment || null)} />
      ) : (
        <MarkdownDocument text={data} />
      )}
    </article>
  );
}

function FoundSections({ words, onOpen }: { words: string; onOpen: () => void }) {
  const { data } = useQuery({ queryKey: ["guides"], queryFn: loadAllSections, staleTime: Number.POSITIVE_INFINITY });
  const found = searchSections(data ?? [], words);
  return (
    <section className="help-found">
      <h1>{texts.title}</h1>
      <p role="status">{!data ? texts.loading : found.length > 0 ? texts.found(found.length) : texts.nothing(words)}</p>
      <ul>
        {found.map((section) => (
          <li key={`${section.guide} ${section.anchor}`}>
            <a href={toUrl(`/help/${section.guide}#${section.anchor}`)} onClick={onOpen}>
              <b>{section.title}</b>
              <span>{texts.guides[section.guide]}</span>
              <p>{excerptOf(section, words)}</p>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

async function loadAllSections(): Promise<GuideSection[]> {
  const all = await Promise.all(GUIDE_NAMES.map(async (name) => splitIntoSections(name, await loadGuide(name))));
  return all.flat();
}
