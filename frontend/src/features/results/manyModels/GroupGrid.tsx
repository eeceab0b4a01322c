/** A small picture of each group in rows; only those that are in sight are drawn. */

import { useElementSize } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, memo, useEffect, useRef } from "react";
import type { ManyModelsView } from "../../../api/artifactViews";
import { manyModelsTexts as texts } from "../../../messages/manyModelsTexts";
import { drawPoints, formatError, nameResult, type RankedGroup } from "./groupSelection";

const WIDTH = 64;
const HEIGHT = 36;
const GAP = 6;

interface Props {
  view: ManyModelsView;
  groups: RankedGroup[];
  chosen: RankedGroup | undefined;
  onChoose: (group: RankedGroup) => void;
}

export function GroupGrid({ view, groups, chosen, onChoose }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize<HTMLDivElement>();
  const across = Math.max(1, Math.floor(((width || 760) + GAP) / (WIDTH + GAP)));
  const rows = useVirtualizer({
    count: Math.ceil(groups.length / across),
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT + GAP,
    overscan: 4,
    initialRect: { width: 760, height: 360 },
  });
  const at = chosen ? groups.indexOf(chosen) : -1;
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(Math.floor(at / across));
  }, [at, across, rows]);
  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = groups[Math.min(groups.length - 1, Math.max(0, at + step))];
    if (next) onChoose(next);
  };
  // One stop of the Tab key for all of them: the arrows go on from there.
  return (
    <div ref={scroller} className="group-grid" role="toolbar" aria-label={texts.grid} onKeyDown={move}>
      <div ref={ref} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => (
          <div key={row.key} className="group-row" style={{ transform: `translateY(${row.start}px)` }}>
            {groups.slice(row.index * across, (row.index + 1) * across).map((group) => (
              <Tile
                key={group.rank}
                group={group}
                error={formatError(view, group.error)}
                result={nameResult(view, group.result)}
                share={view.percent ? group.error : null}
                chosen={group === chosen}
                onChoose={onChoose}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

interface TileProps {
  group: RankedGroup;
  error: string;
  result: string;
  /** Of classes: the share of wrong rows. */
  share: number | null;
  chosen: boolean;
  onChoose: (group: RankedGroup) => void;
}

const Tile = memo(function Tile({ group, error, result, share, chosen, onChoose }: TileProps) {
  const label = texts.tile(group.name, error, result);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (chosen && button.current?.closest(".group-grid")?.contains(document.activeElement)) button.current.focus();
  }, [chosen]);
  return (
    <button
      ref={button}
      type="button"
      className="group-tile"
      data-result={group.result}
      aria-label={label}
      aria-pressed={chosen}
      tabIndex={chosen ? 0 : -1}
      title={label}
      onClick={() => onChoose(group)}
    >
      <svg width={WIDTH} height={HEIGHT} aria-hidden>
        {group.actual ? (
          <>
            <path d={drawPoints(group.actual, WIDTH, HEIGHT, 4)} />
            <path d={drawPoints(group.predicted, WIDTH, HEIGHT, 4)} data-line="own" />
          </>
        ) : (
          <rect x={6} y={HEIGHT / 2 - 4} height={8} width={(WIDTH - 12) * Math.min(1, share ?? 0)} />
        )}
      </svg>
    </button>
  );
});
