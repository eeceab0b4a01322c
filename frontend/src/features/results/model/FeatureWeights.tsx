/** Coefficients or importances as bars around zero, largest first, searchable. */

import { Select, TextInput } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { formatCount, formatFixed, formatShort } from "../../../lib/format";
import { modelKindTexts } from "../../../messages/modelKindTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { createLinearScale } from "../../../ui/charts/chartScale";

export interface FeatureWeight {
  name: string;
  value: number;
  /** Of 95 % confidence. */
  interval?: [number, number] | null;
}

export interface FeatureWeightGroup {
  /** The class that the weights speak for; null where there is only one group. */
  name: string | null;
  note: string;
  weights: FeatureWeight[];
}

const ROW = 26;

interface Props {
  title: string;
  caption: string;
  groups: FeatureWeightGroup[];
}

export function FeatureWeights({ title, caption, groups }: Props) {
  const [chosen, setChosen] = useState(0);
  const [query, setQuery] = useState("");
  const group = groups[chosen] ?? groups[0];
  const sorted = useMemo(() => sortLargestFirst(group?.weights ?? []), [group]);
  const found = useMemo(() => {
    const needle = query.trim().toLowerCase();
    return sorted.filter((weight) => weight.name.toLowerCase().includes(needle));
  }, [sorted, query]);
  if (!group) return null;
  return (
    <section className="weights">
      <header className="plot-head">
        <h3>{title}</h3>
        <span className="plot-caption">
          {formatCount(sorted.length)}
          {group.note && `, ${group.note}`}
        </span>
        <span className="weights-tools">
          {groups.length > 1 && <ClassSelect groups={groups} chosen={chosen} onChange={setChosen} />}
          <TextInput
            size="xs"
            aria-label={texts.model.search}
            placeholder={texts.model.search}
            leftSection={<IconSearch size={14} stroke={1.6} />}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        </span>
      </header>
      <p className="plot-caption">{caption}</p>
      {found.length === 0 ? (
        <p className="results-message">{texts.model.noFeature(query)}</p>
      ) : (
        <FeatureWeightBars
          weights={found}
          largest={Math.max(...sorted.slice(0, 1000).map(getReach), 1e-300)}
          signed={sorted.some(({ value, interval }) => Math.min(value, ...(interval ?? [])) < 0)}
        />
      )}
    </section>
  );
}

function ClassSelect({
  groups,
  chosen,
  onChange,
}: {
  groups: FeatureWeightGroup[];
  chosen: number;
  onChange: (at: number) => void;
}) {
  return (
    <Select
      size="xs"
      w={170}
      allowDeselect={false}
      aria-label={texts.model.class}
      data={groups.map((group, at) => ({ value: String(at), label: group.name ?? String(at) }))}
      value={String(chosen)}
      onChange={(value) => onChange(Number(value))}
    />
  );
}

function describeInterval({ interval }: FeatureWeight): string | undefined {
  return interval ? modelKindTexts.interval(formatShort(interval[0]), formatShort(interval[1])) : undefined;
}

export const sortLargestFirst = (weights: FeatureWeight[]): FeatureWeight[] =>
  [...weights].sort((one, other) => Math.abs(other.value) - Math.abs(one.value));

/** How far a weight or its interval goes from zero. */
const getReach = ({ value, interval }: FeatureWeight): number =>
  Math.max(...[value, ...(interval ?? [])].map(Math.abs));

function FeatureWeightBars({
  weights,
  largest,
  signed,
}: {
  weights: FeatureWeight[];
  largest: number;
  signed: boolean;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize<HTMLUListElement>();
  const virtualizer = useVirtualizer({
    count: weights.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    initialRect: { width: 600, height: 400 },
  });
  const room = Math.max(60, width - 230 - 74);
  const x = createLinearScale(signed ? [-largest, largest] : [0, largest], [0, room]);
  return (
    <div ref={scroller} className="weights-scroll">
      <ul ref={ref} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const weight = weights[item.index]!;
          return (
            <li key={weight.name} style={{ transform: `translateY(${item.start}px)` }} title={describeInterval(weight)}>
              <span className="weight-name" title={weight.name}>
                {weight.name}
              </span>
              <svg width={room} height={ROW} aria-hidden="true">
                <path d={`M${x(0)} 0V${ROW}`} className="plot-frame" />
                <rect
                  x={Math.min(x(0), x(weight.value))}
                  y={6}
                  width={Math.max(1, Math.abs(x(weight.value) - x(0)))}
                  height={14}
                  className={weight.value < 0 ? "weight-negative" : "weight-positive"}
                />
                {weight.interval && (
                  <path d={`M${x(weight.interval[0])} 13H${x(weight.interval[1])}`} className="weight-interval" />
                )}
              </svg>
              <span className="weight-value">{signed ? formatShort(weight.value) : formatFixed(weight.value, 3)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
