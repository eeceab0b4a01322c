/** Makes a design of a file: one that was exported, a picture with the design inside, or a workflow of another tool. */

import { importWorkflow } from "../api/designImports";
import { createDesign } from "../api/queries";
import { navigate } from "../lib/navigation";
import { appTexts } from "../messages/appTexts";

/** Make a design of the file and open it. */
export async function importFile(file: File): Promise<void> {
  if (isWorkflowFile(file)) {
    navigate(`/designs/${(await importWorkflow(file)).id}`);
    return;
  }
  const design = await readDesignFile(file);
  if (isForeign(design)) {
    navigate(`/designs/${(await importWorkflow(file)).id}`);
    return;
  }
  const made = await createDesign({ document: design });
  navigate(`/designs/${made.id}`);
}

/** A file that was exported, or a picture that was saved with the design inside. */
async function readDesignFile(file: File): Promise<unknown> {
  if (isPictureFile(file)) return (await import("./designPictures")).readDesignFromPicture(file);
  try {
    return JSON.parse(await file.text());
  } catch {
    throw new Error(appTexts.notices.notADesign(file.name));
  }
}

/** JSON of another tool: a flow of Flowfile, or an experiment of Studio (classic). */
const isForeign = (design: unknown): boolean =>
  typeof design === "object" && design !== null && ("flowfile_version" in design || "Graph" in design);

/** What the files of other tools end in, as the server reads them. */
export const WORKFLOW_ENDINGS = ".ows .knwf .knar .rmp .yml .yaml .skops .pkl .pickle .joblib .onnx".split(" ");

const isWorkflowFile = (file: File): boolean =>
  WORKFLOW_ENDINGS.some((ending) => file.name.toLowerCase().endsWith(ending));

/** A file that is a design and no table. */
export const isDesignFile = (file: File): boolean => isPictureFile(file) || isWorkflowFile(file);

const isPictureFile = (file: File): boolean => file.type === "image/png" || /\.png$/i.test(file.name);
