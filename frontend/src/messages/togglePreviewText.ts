/** What the first page says of the live sample. */

export const togglePreviewLabel = "Turn the live sample on or off";
