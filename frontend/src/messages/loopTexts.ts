/** Sentences of loops. */

export const loopTexts = {
  choose: "Choose a setting",
  none: "Connect modules between here and Collect Results first.",
  gone: "This setting is not in the loop any more.",
} as const;
