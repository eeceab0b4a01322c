/** What a pipeline without a trigger most often gets, each by one press. */

import { useQuery } from "@tanstack/react-query";
import { pipelineQueries } from "../../api/pipelines";
import { useDatasets } from "../../api/queries";
import type { components } from "../../api/schema";
import { createTrigger, type TriggerFields } from "../../api/triggers";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { triggerTexts } from "../../messages/triggerTexts";
import { createTriggerDraft } from "./triggerDraft";

const texts = triggerTexts.offers;

export function TriggerOffers({ pipeline }: { pipeline: components["schemas"]["PipelineRead"] }) {
  const dataset = useChangingInput(pipeline.id);
  const add = (fields: TriggerFields, done: string) =>
    void createTrigger(pipeline.id, fields)
      .then(() => notifyDone(done))
      .catch(notifyFailure);
  const addNightly = () => {
    const { schedule, ...draft } = createTriggerDraft("schedule");
    if (schedule) add({ ...draft, schedule: { ...schedule, cron: "0 2 * * *" } }, texts.nightlyDone);
  };
  const addChange = (id: string, name: string) => {
    const { data_change: change, ...draft } = createTriggerDraft("data_change");
    if (change) add({ ...draft, data_change: { ...change, dataset: id } }, texts.changeDone(name));
  };
  return (
    <span className="trigger-offers">
      {texts.or}{" "}
      <button type="button" className="triggers-link" onClick={addNightly}>
        {texts.nightly}
      </button>
      {dataset && (
        <>
          {" "}
          {texts.or}{" "}
          <button type="button" className="triggers-link" onClick={() => addChange(dataset.id, dataset.name)}>
            {texts.change(dataset.name)}
          </button>
        </>
      )}
    </span>
  );
}

/** The first dataset that runs may be given otherwise and that may get new versions: those of the samples never do. */
function useChangingInput(pipeline: string) {
  const { data: form } = useQuery(pipelineQueries.form(pipeline, null));
  const { data: datasets } = useDatasets();
  const declared = form?.declarations.inputs.flatMap(({ dataset, accepts }) =>
    accepts === "dataset" ? [dataset] : [],
  );
  return datasets?.find(({ id, source }) => declared?.includes(id) && source !== "sample");
}
