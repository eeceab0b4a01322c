/** A question that the server works on: asked, followed until it is answered, and given up. */

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get, post } from "../api/client";
import type { Experiment } from "../api/types";

const OFTEN = 400;

export function useExperiment() {
  const [id, setId] = useState<string | null>(null);
  const [refusal, setRefusal] = useState("");
  const { data } = useQuery({
    queryKey: ["experiment", id],
    queryFn: () => get<Experiment>(`/api/experiments/${id}`),
    enabled: id !== null,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data === undefined || state.data.state === "running" ? OFTEN : false),
  });
  const ask = async (path: string, body?: unknown) => {
    setRefusal("");
    setId(null);
    try {
      setId((await post<Experiment>(path, body)).id);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  const cancel = () => {
    if (id !== null) void post(`/api/experiments/${id}/cancel`);
  };
  const running = id !== null && (data === undefined || data.state === "running");
  return {
    experiment: id === null ? null : (data ?? null),
    running,
    refusal: refusal || data?.error || "",
    ask,
    cancel,
  };
}
