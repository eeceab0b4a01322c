/** A picture that the server has. An embedded canvas fetches it with its key, since the browser would send none. */

import { useEffect, useState } from "react";
import { toUrl } from "../api/basePath";
import { fetchFromServer, getEmbed } from "../api/embedding";

export function ServerImage({ path, alt, lazy = false }: { path: string; alt: string; lazy?: boolean }) {
  const [fetched, setFetched] = useState<string>();
  const isEmbedded = getEmbed() !== null;
  useEffect(() => {
    if (!isEmbedded) return;
    const stop = new AbortController();
    let address = "";
    fetchFromServer(path, { signal: stop.signal })
      .then(async (answer) => {
        if (!answer.ok) return;
        address = URL.createObjectURL(await answer.blob());
        setFetched(address);
      })
      .catch(() => {});
    return () => {
      stop.abort();
      URL.revokeObjectURL(address);
    };
  }, [path, isEmbedded]);
  return (
    <img
      src={isEmbedded ? fetched : toUrl(path)}
      alt={alt}
      loading={lazy ? "lazy" : undefined}
      decoding={lazy ? "async" : undefined}
    />
  );
}
