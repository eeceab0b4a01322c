/** In an embedded canvas: the design in a tab of its own, with everything that is beyond it. */

import { Button } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { toUrl } from "../../api/basePath";
import { embedTexts as texts } from "../../messages/embedTexts";

export default function OpenInApp({ design }: { design: string }) {
  return (
    <Button
      component="a"
      variant="default"
      classNames={{ label: "share-button-label", section: "share-button-section" }}
      href={toUrl(`/designs/${design}`)}
      target="_blank"
      rel="noreferrer"
      aria-label={texts.openInApp}
      leftSection={<IconExternalLink size={16} stroke={1.6} />}
    >
      {texts.openInApp}
    </Button>
  );
}
