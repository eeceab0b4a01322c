/** The links that there are, with their last use; each can be renamed and ended. */

import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconCopy, IconExternalLink, IconEye, IconPencil, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { RenameDialog } from "../components/RenameDialog";
import { sharing as say } from "../messages/sharing";
import { notifyDone, notifyFailure } from "../notify";
import {
  addressOf,
  endLink,
  isLocal,
  type MadeLink,
  previewLink,
  renameLink,
  type ShareLink,
  snippetOf,
  useLinks,
  wholeAddress,
} from "./links";

export function ShareLinks({ design, made }: { design: string; made: MadeLink | null }) {
  const { data, error } = useLinks(design);
  return (
    <aside className="share-links" aria-label={say.links}>
      <h3>{say.links}</h3>
      {made && <Made made={made} />}
      {isLocal() && <p className="share-quiet">{say.here}</p>}
      {error && <p className="share-quiet">{error.message}</p>}
      {data?.length === 0 && <p className="share-quiet">{say.noLinks}</p>}
      <ul>
        {data?.map((link) => (
          <Link key={link.id} link={link} />
        ))}
      </ul>
      <Whole design={design} />
    </aside>
  );
}

const bringInto = (element: HTMLElement | null): void => element?.scrollIntoView({ block: "center" });

/** The address of the link that was just made: told this once. */
function Made({ made }: { made: MadeLink }) {
  return (
    <div className="share-made" role="status" ref={bringInto}>
      <Copyable label={say.address} value={addressOf(made)} />
      <p className="share-quiet">{say.made}</p>
      {made.origins.length > 0 && <Copyable label={say.snippet} value={snippetOf(made)} />}
    </div>
  );
}

function Copyable({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard
      .writeText(value)
      .then(() => setCopied(true))
      .catch(notifyFailure);
  return (
    <div className="share-copy">
      <TextInput
        readOnly
        label={label}
        value={value}
        classNames={{ input: "share-address" }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button variant="default" leftSection={<IconCopy size={15} stroke={1.6} />} onClick={() => void copy()}>
        {copied ? say.copied : say.copy}
      </Button>
    </div>
  );
}

const ICONS: Record<string, typeof IconEye> = { view: IconEye, fork: IconCopy, edit: IconPencil, run: IconPlayerPlay };

function Link({ link }: { link: ShareLink }) {
  const [renaming, setRenaming] = useState(false);
  const Icon = ICONS[link.scope] ?? IconEye;
  const version = link.pinned ? say.pinned(link.revision) : say.newest;
  const facts = [version, say.shows[link.shows].title.toLowerCase(), ...(link.password ? [say.locked] : [])];
  return (
    <li data-ended={link.ended || undefined}>
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      <div className="share-facts">
        <b>{link.name}</b>
        <span>{facts.join(", ")}</span>
        <span>
          {link.ended ? say.over(link.revoked_at ?? link.expires_at) : say.until(link.expires_at)},{" "}
          {say.opened(link.opened, link.last_used_at)}
          {say.copies(link.copied)}
        </span>
      </div>
      {!link.ended && (
        <div className="share-doings">
          <ActionIcon
            aria-label={say.asVisitor(link.name)}
            title={say.asVisitor(link.name)}
            onClick={() => void previewLink(link).catch(notifyFailure)}
          >
            <IconExternalLink size={15} stroke={1.6} />
          </ActionIcon>
          <ActionIcon
            aria-label={say.rename(link.name)}
            title={say.rename(link.name)}
            onClick={() => setRenaming(true)}
          >
            <IconPencil size={15} stroke={1.6} />
          </ActionIcon>
          <button
            type="button"
            className="share-revoke"
            aria-label={say.revokeOf(link.name)}
            onClick={() => void endLink(link).catch(notifyFailure)}
          >
            {say.revoke}
          </button>
        </div>
      )}
      {renaming && (
        <RenameDialog
          title={say.name}
          name={link.name}
          onRename={(name) => void renameLink(link, name).catch(notifyFailure)}
          onClose={() => setRenaming(false)}
        />
      )}
    </li>
  );
}

function Whole({ design }: { design: string }) {
  const copy = () =>
    wholeAddress(design)
      .then(async (address) => {
        await navigator.clipboard.writeText(address);
        notifyDone(say.wholeCopied(address.length));
      })
      .catch(notifyFailure);
  return (
    <div className="share-whole">
      <Button variant="default" fullWidth onClick={() => void copy()}>
        {say.whole}
      </Button>
      <p className="share-quiet">{say.wholeHelp}</p>
    </div>
  );
}
