/** A new design that scores with a registered model, waiting for data. */

import { CHAMPION, type ModelVersion } from "../../api/models";
import { queries, queryClient } from "../../api/queries";
import { createDesignOfNodes } from "../../lib/createDesign";
import { registryTexts as texts } from "../../messages/registryTexts";

const BESIDE = { x: 320, y: 80 };
const BELOW = { x: 460, y: 220 };

export async function createDesignWithModel(version: ModelVersion): Promise<void> {
  const { modules } = await queryClient.fetchQuery(queries.catalog());
  const source = modules.find((module) => module.role === "model_source" && module.outputs[0]?.type === version.kind)!;
  const role = version.kind === "transformation" ? "transformation_applier" : "scorer";
  const user = modules.find((module) => module.role === role && module.task === null);
  const wanted = version.aliases.includes(CHAMPION) ? CHAMPION : String(version.version);
  const common = { inputs: {}, title: null, note: null, disabled: false };
  const port = user?.inputs.find((input) => input.type === version.kind);
  const output = source.outputs[0]!.name;
  return createDesignOfNodes(texts.designName(version.name), texts.addModel(version.name), {
    model: { ...common, ...BESIDE, module: source.name, parameters: { model: version.name, version: wanted } },
    ...(user && port
      ? {
          score: { ...common, ...BELOW, module: user.name, parameters: {}, inputs: { [port.name]: `model.${output}` } },
        }
      : {}),
  });
}
