/** What the number of an error means, and what to do: the help that Failure opens. */

import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import type { ErrorHelp as Help } from "../api/types";
import { failuresMessages as say } from "../messages/failures";

export default function ErrorHelp({ number }: { number: number }) {
  const { data, isPending } = useQuery({
    queryKey: ["errors"],
    queryFn: () => get<Help[]>("/api/errors"),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const help = data?.find((known) => known.number === number);
  if (!help) return <p>{isPending ? say.loading : say.unknown}</p>;
  return (
    <>
      <p>{help.meaning}</p>
      <p>{help.advice}</p>
    </>
  );
}
