/** What the number of an error means, and what to do: the help that Failure opens. */

import { useQuery } from "@tanstack/react-query";
import type { ErrorGuide as Help } from "../api/apiTypes";
import { getJson } from "../api/client";
import { errorTexts as texts } from "../messages/errorTexts";

export default function ErrorHelp({ number }: { number: number }) {
  const { data, isPending } = useQuery({
    queryKey: ["errors"],
    queryFn: () => getJson<Help[]>("/api/error-codes"),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const help = data?.find((known) => known.number === number);
  if (!help) return <p>{isPending ? texts.loading : texts.unknown}</p>;
  return (
    <>
      <p>{help.meaning}</p>
      <p>{help.advice}</p>
    </>
  );
}
