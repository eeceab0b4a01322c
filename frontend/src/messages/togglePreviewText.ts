/** What the first page says of the live preview. */

export const togglePreviewLabel = "Turn the live preview on or off";
