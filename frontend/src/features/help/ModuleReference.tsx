/** The reference of one module, or the contents of all. */

import { toUrl } from "../../api/basePath";
import { followInPage } from "../../lib/navigation";
import { helpTexts as texts } from "../../messages/settingsTexts";
import { MarkdownDocument } from "./MarkdownDocument";
import { splitIntoModulePages, writeContents } from "./modulePages";

interface Props {
  /** The document about all modules. */
  text: string;
  /** The module by its name, or by the anchor of its heading in the document; none is the contents. */
  wanted: string | null;
}

export function ModuleReference({ text, wanted }: Props) {
  const pages = splitIntoModulePages(text);
  if (wanted === null) return <MarkdownDocument text={writeContents(texts.guides.modules, pages)} />;
  const page = pages.find(({ name, anchor }) => name === wanted || anchor === wanted);
  if (!page)
    return (
      <>
        <h1>{texts.missing}</h1>
        <ContentsLink />
      </>
    );
  return (
    <>
      <p>
        <ContentsLink /> / {page.category}
      </p>
      <MarkdownDocument text={`# ${page.title}\n\n\`${page.name}\`\n\n${page.text}`} />
    </>
  );
}

const ContentsLink = () => (
  <a href={toUrl("/help/modules")} onClick={followInPage}>
    {texts.guides.modules}
  </a>
);
