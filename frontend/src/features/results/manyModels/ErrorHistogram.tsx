/** How many groups have which error, with their own models and with the global one. */

import { useMemo } from "react";
import type { ManyModelsView } from "../../../api/artifactViews";
import { manyModelsTexts as texts } from "../../../messages/manyModelsTexts";
import { Plot } from "../../../ui/charts/Plot";
import { computeMedian, countErrors, formatError, isForecast } from "./groupSelection";

export function ErrorHistogram({ view }: { view: ManyModelsView }) {
  const bins = useMemo(() => countErrors(view.groups), [view]);
  const medians = useMemo(() => {
    const known = (values: (number | null)[]) => computeMedian(values.filter((value) => value !== null));
    return {
      own: known(view.groups.map(({ error }) => error)),
      general: known(view.groups.map(({ general_error }) => general_error)),
    };
  }, [view]);
  if (!bins || medians.own === null) return null;
  const width = bins.edges[1]!;
  const top = Math.max(...bins.own, ...bins.general);
  const own = formatError(view, medians.own);
  const general = medians.general === null ? "" : formatError(view, medians.general);
  return (
    <Plot
      title={texts.histogram}
      caption={texts.histogramCaption}
      label={texts.histogramLabel(own, general)}
      xLabel={view.metric}
      xDomain={[0, width * bins.edges.length]}
      yDomain={[0, top]}
      xTick={(value) => formatError(view, value)}
      height={190}
      aside={
        <p className="group-legend">
          <span data-line="own">{texts.own(isForecast(view) ? texts.legend.forecast : texts.legend.own, own)}</span>
          {general && <span data-line="general">{texts.own(view.baseline, general)}</span>}
        </p>
      }
    >
      {({ x, y }) => (
        <g className="group-histogram">
          {bins.own.map((count, at) => (
            <rect
              key={bins.edges[at]}
              x={x(at * width) + 0.5}
              width={Math.max(1, x((at + 1) * width) - x(at * width) - 1)}
              y={y(count)}
              height={y(0) - y(count)}
            />
          ))}
          {general && (
            <path
              d={bins.general
                .map((count, at) => `${at ? "L" : "M"}${x(at * width)} ${y(count)}H${x((at + 1) * width)}`)
                .join("")}
            />
          )}
        </g>
      )}
    </Plot>
  );
}
