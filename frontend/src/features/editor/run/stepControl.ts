/** What is wanted of a step that is under way: to stand still, to take longer, to end with what it has. */

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { getJson, patchJson, postJson } from "../../../api/client";
import { queryClient } from "../../../api/queries";
import type { components } from "../../../api/schema";
import { notifyFailure } from "../../../lib/toasts";

type StepControl = components["schemas"]["StepControlRead"];

export interface ControlledStep {
  paused: boolean;
  extraMinutes: number;
  /** Whether it was asked to end with what it has. */
  asked: boolean;
  finish: () => Promise<void>;
  change: (wanted: { paused?: boolean; add_minutes?: number }) => Promise<void>;
}

export function useStepControl(path: string): ControlledStep {
  const queryKey = ["control", path];
  const { data } = useQuery({ queryKey, queryFn: () => getJson<StepControl>(`${path}/control`) });
  const [asked, setAsked] = useState(false);
  const finish = async () => {
    setAsked(true);
    try {
      await postJson(`${path}/finish`);
    } catch (error) {
      setAsked(false);
      notifyFailure(error);
    }
  };
  const change = async (wanted: { paused?: boolean; add_minutes?: number }) => {
    try {
      queryClient.setQueryData(queryKey, await patchJson<StepControl>(`${path}/control`, wanted));
    } catch (error) {
      notifyFailure(error);
    }
  };
  return { paused: data?.paused ?? false, extraMinutes: data?.extra_minutes ?? 0, asked, finish, change };
}
