/** Designs from the files of other tools. */

import { uploadFile } from "./client";
import type { components } from "./schema";

type DesignImportRead = components["schemas"]["DesignImportRead"];

/** Have the server make a design of a workflow; its report is a note on the canvas. */
export const importWorkflow = (file: File): Promise<DesignImportRead> =>
  uploadFile(`/api/design-imports?${new URLSearchParams({ file_name: file.name })}`, file, () => undefined);
