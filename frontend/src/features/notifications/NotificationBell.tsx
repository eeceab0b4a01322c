/** The bell in the bar: how many notifications are unread, and the list of them. */

import { ActionIcon, Anchor, Button, Popover } from "@mantine/core";
import {
  type Icon,
  IconAlertTriangle,
  IconAt,
  IconBell,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconMessage,
  IconUserCheck,
} from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { toUrl } from "../../api/basePath";
import { hasAccounts } from "../../api/currentWorkspace";
import {
  markNotificationsRead,
  type Notification,
  type NotificationKind,
  useNotifications,
} from "../../api/notifications";
import { formatMoment } from "../../lib/format";
import { followInPage, navigate } from "../../lib/navigation";
import { notifyFailure } from "../../lib/toasts";
import { notificationTexts as texts } from "../../messages/notificationTexts";
import { followNotifications, useUnread } from "./notificationStream";
import "./notifications.css";

const NOTIFICATION_ICONS: Record<NotificationKind, Icon> = {
  run_succeeded: IconCircleCheck,
  run_failed: IconCircleX,
  run_cancelled: IconCircleMinus,
  pipeline_failed: IconCircleX,
  pipeline_still_failing: IconCircleX,
  pipeline_recovered: IconCircleCheck,
  pipeline_succeeded: IconCircleCheck,
  data_unreadable: IconAlertTriangle,
  data_readable: IconCircleCheck,
  endpoint_alert: IconAlertTriangle,
  endpoint_recovered: IconCircleCheck,
  comment: IconMessage,
  mention: IconAt,
  visitor_comment: IconMessage,
  role: IconUserCheck,
};
const MOST = 99;

export default function NotificationBell() {
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
          aria-label={texts.bell(unread)}
          title={texts.title}
          onClick={() => setOpened((now) => !now)}
        >
          <IconBell size={18} stroke={1.6} />
          {unread > 0 && <span className="bell-count">{unread > MOST ? texts.most : unread}</span>}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className="bell-list" aria-label={texts.title}>
        {opened && <NotificationList unread={unread} onClose={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function NotificationList({ unread, onClose }: { unread: number; onClose: () => void }) {
  const { data, error } = useNotifications();
  const readAll = () => void markNotificationsRead({}).catch(notifyFailure);
  return (
    <>
      <div className="bell-head">
        <h2>{texts.title}</h2>
        {unread > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={readAll}>
            {texts.readAll}
          </Button>
        )}
        <Anchor
          href={toUrl("/notifications")}
          size="sm"
          onClick={(event) => {
            followInPage(event);
            onClose();
          }}
        >
          {texts.settings}
        </Anchor>
      </div>
      {error && <p className="bell-empty">{error.message}</p>}
      {data?.items.length === 0 && <p className="bell-empty">{texts.empty}</p>}
      <ul>
        {data?.items.map((item) => (
          <NotificationItem key={item.id} item={item} onOpen={onClose} />
        ))}
      </ul>
    </>
  );
}

function NotificationItem({ item, onOpen }: { item: Notification; onOpen: () => void }) {
  const { id, kind, text, link, workspace, created_at, read_at } = item;
  const Glyph = NOTIFICATION_ICONS[kind];
  const open = (event: React.MouseEvent<HTMLAnchorElement>) => {
    if (read_at === null) void markNotificationsRead({ ids: [id] }).catch(notifyFailure);
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen();
    navigate(link);
  };
  return (
    <li data-unread={read_at === null || undefined}>
      <a href={toUrl(link)} onClick={open} data-kind={kind}>
        <Glyph size={17} stroke={1.6} aria-hidden="true" />
        <span className="bell-text">
          {text}
          {read_at === null && <span className="visually-hidden"> {texts.unread}</span>}
          <small>
            {formatMoment(created_at)}
            {hasAccounts && workspace && `, ${workspace}`}
          </small>
        </span>
      </a>
    </li>
  );
}
