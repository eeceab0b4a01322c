/** Icon, word and fact: how a step stands. On cards, in the run panel and in the results. */

import {
  IconArrowRampRight,
  IconBan,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconCornerDownRight,
  IconHourglass,
  IconLoader,
  IconRecycle,
} from "@tabler/icons-react";
import type { NodeStatus, StatusKind } from "../graph/nodeStatus";
import { ElapsedTime } from "./Elapsed";
import "./statusLine.css";

const STATUS_ICONS: Partial<Record<StatusKind, typeof IconLoader>> = {
  queued: IconHourglass,
  running: IconLoader,
  succeeded: IconCircleCheck,
  reused: IconRecycle,
  failed: IconCircleX,
  skipped: IconCornerDownRight,
  cancelled: IconCircleMinus,
  disabled: IconBan,
  bypassed: IconArrowRampRight,
};

export function StatusIcon({ kind, size = 13 }: { kind: StatusKind; size?: number }) {
  const Icon = STATUS_ICONS[kind];
  return Icon ? <Icon size={size} stroke={1.6} aria-hidden="true" className={`status-icon status-${kind}`} /> : null;
}

interface StatusLineProps {
  status: NodeStatus;
  /** When the step began, while it runs and does not say how far it is. */
  since?: string | null;
  className?: string;
}

export function StatusLine({ status, since = null, className = "" }: StatusLineProps) {
  return (
    <div className={`status-line status-${status.kind} ${className}`}>
      <StatusIcon kind={status.kind} />
      {status.word && <b>{status.word}</b>}
      {status.fact && <span className="status-fact">{status.fact}</span>}
      {since !== null && !status.fact && (
        <span className="status-fact">
          <ElapsedTime since={since} />
        </span>
      )}
    </div>
  );
}
