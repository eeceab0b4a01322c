/** What the first page says of the live sample. */

export const toggleSampleText = "Turn the live sample on or off";
