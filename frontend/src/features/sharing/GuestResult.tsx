/** What a visitor of an edit link sees of a result: as much as the link shows. */

import { getGuestAccess } from "../../api/accessMode";
import type { Output } from "../../api/apiTypes";
import { useModule } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { SharedResult } from "./SharedResult";
import "./shared.css";
import "./guestBar.css";

export default function GuestResult({ output, node, port }: { output: Output; node: string; port: string }) {
  const module = useModule(useDesign(({ document }) => document?.nodes[node]?.module));
  const link = getGuestAccess();
  if (!link) return null;
  const title = module?.outputs.find((one) => one.name === port)?.title ?? port;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className="seen-result" tabIndex={0} aria-label={title}>
      <SharedResult design={{ id: link.share, shows: link.shows }} output={output} title={title} />
    </section>
  );
}
