/** The bell in the bar: how many notifications are unread, and the list of them. */

import { ActionIcon, Anchor, Button, Popover } from "@mantine/core";
import {
  type Icon,
  IconAt,
  IconBell,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconMessage,
  IconUserCheck,
} from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { urlOf } from "../api/base";
import { inTeam } from "../api/team";
import { notifications as say } from "../messages/notifications";
import { followHere, navigate } from "../navigation";
import { notifyFailure } from "../notify";
import { moment } from "../views/format";
import { type Kind, markRead, type Notification, useNotifications } from "./api";
import { followNotifications, useUnread } from "./live";
import "./notifications.css";

const GLYPHS: Record<Kind, Icon> = {
  run_succeeded: IconCircleCheck,
  run_failed: IconCircleX,
  run_cancelled: IconCircleMinus,
  comment: IconMessage,
  mention: IconAt,
  visitor_comment: IconMessage,
  role: IconUserCheck,
};
const MOST = 99;

export default function Bell() {
  const unread = useUnread((told) => told.unread);
  const [opened, setOpened] = useState(false);
  useEffect(followNotifications, []);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={380} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          size={32}
          className="bell"
          aria-label={say.bell(unread)}
          title={say.title}
          onClick={() => setOpened((now) => !now)}
        >
          <IconBell size={18} stroke={1.6} />
          {unread > 0 && <span className="bell-count">{unread > MOST ? say.most : unread}</span>}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className="bell-list" aria-label={say.title}>
        {opened && <List unread={unread} onClose={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function List({ unread, onClose }: { unread: number; onClose: () => void }) {
  const { data, error } = useNotifications();
  const readAll = () => void markRead({}).catch(notifyFailure);
  return (
    <>
      <div className="bell-head">
        <h2>{say.title}</h2>
        {unread > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={readAll}>
            {say.readAll}
          </Button>
        )}
        <Anchor
          href={urlOf("/notifications")}
          size="sm"
          onClick={(event) => {
            followHere(event);
            onClose();
          }}
        >
          {say.settings}
        </Anchor>
      </div>
      {error && <p className="bell-empty">{error.message}</p>}
      {data?.items.length === 0 && <p className="bell-empty">{say.empty}</p>}
      <ul>
        {data?.items.map((item) => (
          <Item key={item.id} item={item} onOpen={onClose} />
        ))}
      </ul>
    </>
  );
}

function Item({ item, onOpen }: { item: Notification; onOpen: () => void }) {
  const { id, kind, text, link, workspace, created_at, read_at } = item;
  const Glyph = GLYPHS[kind];
  const open = (event: React.MouseEvent<HTMLAnchorElement>) => {
    if (read_at === null) void markRead({ ids: [id] }).catch(notifyFailure);
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen();
    navigate(link);
  };
  return (
    <li data-unread={read_at === null || undefined}>
      <a href={urlOf(link)} onClick={open} data-kind={kind}>
        <Glyph size={17} stroke={1.6} aria-hidden="true" />
        <span className="bell-text">
          {text}
          {read_at === null && <span className="visually-hidden"> {say.unread}</span>}
          <small>
            {moment(created_at)}
            {inTeam && workspace && `, ${workspace}`}
          </small>
        </span>
      </a>
    </li>
  );
}
