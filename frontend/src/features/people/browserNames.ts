/** What to call a browser, from how it introduces itself. */

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

const findFirstMatch = (names: typeof BROWSERS, text: string) => names.find(([looks]) => looks.test(text))?.[1];

/** "Firefox on Linux"; programs are called what they call themselves. */
export function describeBrowser(introduction: string): string {
  const browser = findFirstMatch(BROWSERS, introduction);
  const system = findFirstMatch(SYSTEMS, introduction);
  if (browser && system) return `${browser} on ${system}`;
  return browser ?? (introduction.split("/")[0] || "Unknown");
}
