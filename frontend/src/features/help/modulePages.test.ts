import { expect, test } from "vitest";
import { loadGuide } from "./guides";
import { splitIntoModulePages, writeContents } from "./modulePages";

const TEXT = `# Modules

- **Joining**: [Join](#join), [Add](#add)

## Joining

### Join

\`join_data\`

Put tables side by side.

- see also: [Add](#add)

### Add

\`add_rows\`

Put tables below one another. See [Runs](user-guide.md#runs).
`;

test("each module is a page whose links lead to other pages", () => {
  const [join, add] = splitIntoModulePages(TEXT);
  expect(join).toMatchObject({ name: "join_data", title: "Join", category: "Joining", anchor: "join" });
  expect(join!.text.trim()).toBe("Put tables side by side.\n\n- see also: [Add](modules/add_rows)");
  expect(add!.text).toContain("(user-guide.md#runs)");
});

test("the contents name every module with its first sentence", () => {
  expect(writeContents("Modules", splitIntoModulePages(TEXT))).toBe(
    "# Modules\n\n## Joining\n\n- [Join](modules/join_data): Put tables side by side.\n" +
      "- [Add](modules/add_rows): Put tables below one another. See [Runs](user-guide.md#runs).\n",
  );
});

test("every module of the documentation has a page", async () => {
  const pages = splitIntoModulePages(await loadGuide("modules"));
  expect(pages.length).toBeGreaterThan(100);
  expect(pages.filter(({ name, text }) => name === "" || text.trim() === "")).toEqual([]);
  expect(new Set(pages.map(({ name }) => name)).size).toBe(pages.length);
  expect(pages.find(({ name }) => name === "train_model")?.text).toContain("see also");
});
