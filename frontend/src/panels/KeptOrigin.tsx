/** Of a copy of a kept module: which version it is, and a way to the newest. */

import { Button, Group } from "@mantine/core";
import { IconBookmark, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { keepThis } from "../actions/keepModule";
import { type Keepable, keptQuery, originIn, renew } from "../canvas/keeping";
import { keptMessages as say } from "../messages/kept";
import { useDesign } from "../stores/design";

export default function KeptOrigin({ what }: { what: Keepable }) {
  const design = useDesign(({ document }) => document);
  const { data = [] } = useQuery(keptQuery);
  const origin = originIn(design, what);
  const kept = data.find(({ id }) => id === origin?.module);
  return (
    <div className="kept-origin">
      {origin && kept && <p className="field-help">{say.from(kept.title, origin.version)}</p>}
      <Group gap="xs">
        {origin && kept && kept.version > origin.version && (
          <Button
            size="compact-sm"
            leftSection={<IconRefresh size={15} stroke={1.6} />}
            onClick={() => renew(what, kept)}
          >
            {say.update(kept.version)}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconBookmark size={15} stroke={1.6} />}
          onClick={() => keepThis(what)}
        >
          {say.action}
        </Button>
      </Group>
    </div>
  );
}
