/** What was done is said for screen readers, also when it was done before the region had loaded. */

import { act } from "@testing-library/react";
import { expect, test } from "vitest";
import { makeDesign } from "../../graph/testing/designFixtures";
import { EMPTY_HISTORY, recordEntry } from "../../graph/undoHistory";
import { useDesign } from "../../stores/designStore";
import { renderApp } from "../../testing/renderApp";
import LiveRegion from "./LiveRegion";

const makeEntry = (label: string) => {
  const design = makeDesign({});
  return { label, kind: label, edits: [], inverse: [], time: 0, before: design, after: design };
};

test("an edit is said that was made before the region had loaded, and the next one too", () => {
  const history = recordEntry(EMPTY_HISTORY, makeEntry("Added Split Data"));
  useDesign.setState({ id: "d", document: makeDesign({}), history });
  renderApp(<LiveRegion />);
  const region = document.querySelector("[data-announcer]");
  expect(region?.textContent).toBe("Added Split Data");

  act(() => useDesign.setState({ history: recordEntry(history, makeEntry("Removed Split Data")) }));
  expect(region?.textContent).toBe("Removed Split Data");
});
