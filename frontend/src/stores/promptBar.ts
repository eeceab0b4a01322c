/** Whether the prompt bar shows over the canvas. */

import { create } from "zustand";

export const usePromptBar = create<{ isOpen: boolean }>()(() => ({ isOpen: false }));
export const openPromptBar = (): void => usePromptBar.setState({ isOpen: true });
export const closePromptBar = (): void => usePromptBar.setState({ isOpen: false });
