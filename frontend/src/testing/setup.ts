/** What every test of components begins and ends with: a window with a size, and nothing left of the test before. */

import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";
import { queryClient } from "../api/queries";
import { useCatalog } from "../stores/catalogStore";
import { useDesign } from "../stores/designStore";
import { useRun } from "../stores/runStore";
import { useUi } from "../stores/uiStore";

configure({ asyncUtilTimeout: 8_000 });

/** happy-dom lays nothing out. What is drawn as far as it is in sight is told a size. */
const SIZE = { width: 800, height: 600 };
Object.defineProperty(HTMLElement.prototype, "offsetWidth", { get: () => SIZE.width });
Object.defineProperty(HTMLElement.prototype, "offsetHeight", { get: () => SIZE.height });
Object.defineProperty(HTMLElement.prototype, "clientWidth", { get: () => SIZE.width });
Object.defineProperty(HTMLElement.prototype, "clientHeight", { get: () => SIZE.height });
HTMLElement.prototype.scrollTo ??= () => {};
HTMLElement.prototype.scrollIntoView = () => {};
/** Fields that grow with their text listen for typefaces. */
Object.defineProperty(document, "fonts", { value: Object.assign(new EventTarget(), { ready: Promise.resolve() }) });

globalThis.ResizeObserver = class implements ResizeObserver {
  constructor(private readonly listen: ResizeObserverCallback) {}
  observe(target: Element): void {
    const contentRect = { ...SIZE, x: 0, y: 0, top: 0, left: 0, right: SIZE.width, bottom: SIZE.height };
    queueMicrotask(() => this.listen([{ target, contentRect } as unknown as ResizeObserverEntry], this));
  }
  unobserve(): void {}
  disconnect(): void {}
};

const STORES = [useCatalog, useDesign, useRun, useUi] as const;

beforeEach(() => {
  localStorage.clear();
});

afterEach(() => {
  cleanup();
  queryClient.clear();
  vi.unstubAllGlobals();
  for (const store of STORES)
    (store.setState as (state: unknown, replace: true) => void)(store.getInitialState(), true);
});
