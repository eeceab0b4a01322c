/** Coefficients or importances as bars around zero, largest first, searchable. */

import { Select, TextInput } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { modelMessages } from "../../messages/models";
import { resultsMessages as say } from "../../messages/results";
import { linear } from "../charts/scale";
import { count, fixed, short } from "../format";

export interface Weight {
  name: string;
  value: number;
  /** Of 95 % confidence. */
  interval?: [number, number] | null;
}

export interface WeightGroup {
  /** The class that the weights speak for; null where there is only one group. */
  name: string | null;
  note: string;
  weights: Weight[];
}

const ROW = 26;

interface Props {
  title: string;
  caption: string;
  groups: WeightGroup[];
}

export function Weights({ title, caption, groups }: Props) {
  const [chosen, setChosen] = useState(0);
  const [query, setQuery] = useState("");
  const group = groups[chosen] ?? groups[0];
  const sorted = useMemo(() => largestFirst(group?.weights ?? []), [group]);
  const found = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    return sorted.filter((weight) => weight.name.toLowerCase().includes(wanted));
  }, [sorted, query]);
  if (!group) return null;
  return (
    <section className="weights">
      <header className="plot-head">
        <h3>{title}</h3>
        <span className="plot-caption">
          {count(sorted.length)}
          {group.note && `, ${group.note}`}
        </span>
        <span className="weights-tools">
          {groups.length > 1 && <ClassSelect groups={groups} chosen={chosen} onChange={setChosen} />}
          <TextInput
            size="xs"
            aria-label={say.model.search}
            placeholder={say.model.search}
            leftSection={<IconSearch size={14} stroke={1.6} />}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        </span>
      </header>
      <p className="plot-caption">{caption}</p>
      {found.length === 0 ? (
        <p className="results-message">{say.model.noFeature(query)}</p>
      ) : (
        <Bars
          weights={found}
          largest={Math.max(...sorted.slice(0, 1000).map(reach), 1e-300)}
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
  groups: WeightGroup[];
  chosen: number;
  onChange: (at: number) => void;
}) {
  return (
    <Select
      size="xs"
      w={170}
      allowDeselect={false}
      aria-label={say.model.class}
      data={groups.map((group, at) => ({ value: String(at), label: group.name ?? String(at) }))}
      value={String(chosen)}
      onChange={(value) => onChange(Number(value))}
    />
  );
}

function intervalWords({ interval }: Weight): string | undefined {
  return interval ? modelMessages.interval(short(interval[0]), short(interval[1])) : undefined;
}

export const largestFirst = (weights: Weight[]): Weight[] =>
  [...weights].sort((one, other) => Math.abs(other.value) - Math.abs(one.value));

/** How far a weight or its interval goes from zero. */
const reach = ({ value, interval }: Weight): number => Math.max(...[value, ...(interval ?? [])].map(Math.abs));

function Bars({ weights, largest, signed }: { weights: Weight[]; largest: number; signed: boolean }) {
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
  const x = linear(signed ? [-largest, largest] : [0, largest], [0, room]);
  return (
    <div ref={scroller} className="weights-scroll">
      <ul ref={ref} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const weight = weights[item.index]!;
          return (
            <li key={weight.name} style={{ transform: `translateY(${item.start}px)` }} title={intervalWords(weight)}>
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
              <span className="weight-value">{signed ? short(weight.value) : fixed(weight.value, 3)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
