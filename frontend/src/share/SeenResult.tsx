/** What a visitor of an edit link sees of a result: as much as the link shows. */

import { visiting } from "../api/door";
import type { Output } from "../api/types";
import { useDesign } from "../stores/design";
import { useModule } from "../stores/library";
import { SharedResult } from "./SharedResult";
import "./shared.css";
import "./visitor.css";

export default function SeenResult({ output, node, port }: { output: Output; node: string; port: string }) {
  const module = useModule(useDesign(({ document }) => document?.nodes[node]?.module));
  const link = visiting();
  if (!link) return null;
  const title = module?.outputs.find((one) => one.name === port)?.title ?? port;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className="seen-result" tabIndex={0} aria-label={title}>
      <SharedResult design={{ id: link.share, shows: link.shows }} output={output} title={title} />
    </section>
  );
}
