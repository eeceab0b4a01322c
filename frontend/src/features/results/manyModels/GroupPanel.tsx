/** One group: its errors beside those of the global model, and its last rows. */

import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import type { ManyModelsView } from "../../../api/artifactViews";
import { formatCount, formatShort } from "../../../lib/format";
import { capitalize } from "../../../messages/formatting";
import { manyModelsTexts as texts } from "../../../messages/manyModelsTexts";
import { computeLead, drawPoints, formatError, isForecast, nameResult, type RankedGroup } from "./groupSelection";

const WIDTH = 300;
const HEIGHT = 150;

interface Props {
  view: ManyModelsView;
  group: RankedGroup;
  onStep: (by: number) => void;
  /** Whether it is the only one, whose rows are drawn large beside this. */
  alone: boolean;
}

export function GroupPanel({ view, group, onStep, alone }: Props) {
  const compared = group.general_error !== null;
  return (
    <aside className="group-panel" aria-label={group.name}>
      <header>
        <h3>{group.name}</h3>
        {!alone && (
          <>
            <ActionIcon variant="subtle" aria-label={texts.previous} onClick={() => onStep(-1)}>
              <IconChevronLeft size={16} stroke={1.6} />
            </ActionIcon>
            <ActionIcon variant="subtle" aria-label={texts.next} onClick={() => onStep(1)}>
              <IconChevronRight size={16} stroke={1.6} />
            </ActionIcon>
          </>
        )}
      </header>
      <p>{texts.rank(group.rank, view.count, formatCount(group.rows))}</p>
      <dl className="group-figures">
        <Figure
          title={isForecast(view) ? texts.figures.forecast : texts.figures.own}
          value={formatError(view, group.error)}
          kind="own"
        />
        {compared && (
          <Figure title={capitalize(view.baseline)} value={formatError(view, group.general_error)} kind="general" />
        )}
        {compared && <Figure title={texts.figures.lead} value={formatError(view, computeLead(group))} />}
        {group.bias !== null && <Figure title={texts.figures.bias} value={formatShort(group.bias)} />}
      </dl>
      <p className="group-result" data-result={group.result}>
        {nameResult(view, group.result)}
      </p>
      {group.actual && !alone && <GroupLines view={view} group={group} />}
      <dl className="group-facts">
        {group.source && <Fact title={texts.scoredBy} value={group.source} />}
        {group.reason && <Fact title={texts.reason} value={group.reason} />}
      </dl>
    </aside>
  );
}

function Figure({ title, value, kind }: { title: string; value: string; kind?: string }) {
  return (
    <div data-kind={kind}>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Fact({ title, value }: { title: string; value: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The last rows of a group: what came, what was predicted, and what it is compared with. */
export function GroupLines({ view, group }: { view: ManyModelsView; group: RankedGroup }) {
  return (
    <figure className="group-lines">
      <figcaption>{texts.lines(view.label)}</figcaption>
      <div>
        <span>{formatShort(group.high)}</span>
        <span>{formatShort(group.low)}</span>
      </div>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={texts.linesLabel(group.name, view.label)}
      >
        <path d={drawPoints(group.actual, WIDTH, HEIGHT, 2)} />
        {group.general && <path d={drawPoints(group.general, WIDTH, HEIGHT, 2)} data-line="general" />}
        <path d={drawPoints(group.predicted, WIDTH, HEIGHT, 2)} data-line="own" />
      </svg>
      <LineLegend view={view} general={group.general !== ""} />
    </figure>
  );
}

export function LineLegend({ view, general }: { view: ManyModelsView; general: boolean }) {
  return (
    <p className="group-legend">
      <span>{texts.legend.actual}</span>
      <span data-line="own">{isForecast(view) ? texts.legend.forecast : texts.legend.own}</span>
      {general && <span data-line="general">{view.baseline}</span>}
    </p>
  );
}
