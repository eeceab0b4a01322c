/** The links that there are, with their last use; each can be renamed and ended. */

import { ActionIcon, Button, Select } from "@mantine/core";
import { IconCopy, IconExternalLink, IconEye, IconPencil, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import {
  buildDesignUrl,
  buildEmbedSnippet,
  buildLinkUrl,
  isLocalServer,
  openLinkPreview,
  renameShareLink,
  revokeShareLink,
  type ShareLink,
  type ShareLinkWithToken,
  useShareLinks,
} from "../../api/shareLinks";
import { readDashboards } from "../../graph/dashboards";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { sharingTexts as texts } from "../../messages/sharingTexts";
import { useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import { CopyField } from "../../ui/CopyField";
import { RenameDialog } from "../../ui/dialogs/RenameDialog";

export function ShareLinkList({ design, made }: { design: string; made: ShareLinkWithToken | null }) {
  const { data, error } = useShareLinks(design);
  return (
    <aside className="share-links" aria-label={texts.links}>
      <h3>{texts.links}</h3>
      {made && <CreatedLink made={made} />}
      {isLocalServer() && <p className="share-quiet">{texts.here}</p>}
      {error && <p className="share-quiet">{error.message}</p>}
      {data?.length === 0 && <p className="share-quiet">{texts.noLinks}</p>}
      <ul>
        {data?.map((link) => (
          <ShareLinkItem key={link.id} link={link} />
        ))}
      </ul>
      <DesignUrlItem design={design} />
    </aside>
  );
}

const scrollIntoCenter = (element: HTMLElement | null): void => element?.scrollIntoView({ block: "center" });

/** The address of the link that was just made: told this once. */
function CreatedLink({ made }: { made: ShareLinkWithToken }) {
  const design = useDesign(({ id, document }) => (id === made.design_id ? document : null));
  const dashboards = design && made.scope !== "edit" ? [...readDashboards(design)] : [];
  const [dashboard, setDashboard] = useState(() => useUi.getState().dashboards?.shown ?? null);
  const opensAt = dashboards.some(([id]) => id === dashboard) ? dashboard : null;
  return (
    <div className="share-made" role="status" ref={scrollIntoCenter}>
      {dashboards.length > 0 && (
        <Select
          label={texts.opensAt}
          allowDeselect={false}
          data={[
            { value: "", label: texts.opensDesign },
            ...dashboards.map(([id, { title }]) => ({ value: id, label: texts.opensDashboard(title) })),
          ]}
          value={opensAt ?? ""}
          onChange={(id) => setDashboard(id || null)}
        />
      )}
      <CopyField label={texts.address} value={buildLinkUrl(made, opensAt)} />
      <p className="share-quiet">{texts.made}</p>
      {made.origins.length > 0 && <CopyField label={texts.snippet} value={buildEmbedSnippet(made, opensAt)} />}
    </div>
  );
}

const ICONS: Record<string, typeof IconEye> = { view: IconEye, fork: IconCopy, edit: IconPencil, run: IconPlayerPlay };

function ShareLinkItem({ link }: { link: ShareLink }) {
  const [renaming, setRenaming] = useState(false);
  const Icon = ICONS[link.scope] ?? IconEye;
  const version = link.pinned ? texts.pinned(link.revision) : texts.newest;
  const facts = [version, texts.shows[link.shows].title.toLowerCase(), ...(link.password ? [texts.locked] : [])];
  return (
    <li data-ended={link.ended || undefined}>
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      <div className="share-facts">
        <b>{link.name}</b>
        <span>{facts.join(", ")}</span>
        <span>
          {link.ended ? texts.over(link.revoked_at ?? link.expires_at) : texts.until(link.expires_at)},{" "}
          {texts.opened(link.opened, link.last_used_at)}
          {texts.copies(link.copied)}
        </span>
      </div>
      {!link.ended && (
        <div className="share-doings">
          <ActionIcon
            aria-label={texts.asVisitor(link.name)}
            title={texts.asVisitor(link.name)}
            onClick={() => void openLinkPreview(link).catch(notifyFailure)}
          >
            <IconExternalLink size={15} stroke={1.6} />
          </ActionIcon>
          <ActionIcon
            aria-label={texts.rename(link.name)}
            title={texts.rename(link.name)}
            onClick={() => setRenaming(true)}
          >
            <IconPencil size={15} stroke={1.6} />
          </ActionIcon>
          <button
            type="button"
            className="share-revoke"
            aria-label={texts.revokeOf(link.name)}
            onClick={() => void revokeShareLink(link).catch(notifyFailure)}
          >
            {texts.revoke}
          </button>
        </div>
      )}
      {renaming && (
        <RenameDialog
          title={texts.name}
          name={link.name}
          onRename={(name) => void renameShareLink(link, name).catch(notifyFailure)}
          onClose={() => setRenaming(false)}
        />
      )}
    </li>
  );
}

function DesignUrlItem({ design }: { design: string }) {
  const copy = () =>
    buildDesignUrl(design)
      .then(async (address) => {
        await navigator.clipboard.writeText(address);
        notifyDone(texts.wholeCopied(address.length));
      })
      .catch(notifyFailure);
  return (
    <div className="share-whole">
      <Button variant="default" fullWidth onClick={() => void copy()}>
        {texts.whole}
      </Button>
      <p className="share-quiet">{texts.wholeHelp}</p>
    </div>
  );
}
