/** A design that came within an address: its picture first; it is kept only when the user says so, and not trusted. */

import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Catalog } from "../api/apiTypes";
import type { Design, DesignNode } from "../api/designDocument";
import { decodeDesign } from "../api/designUrlCodec";
import { createDesign, useCatalogQuery } from "../api/queries";
import { listEdges } from "../graph/ports";
import { navigate } from "../lib/navigation";
import { notifyFailure } from "../lib/toasts";
import { sharingTexts } from "../messages/sharingTexts";
import { GraphThumbnail } from "../ui/GraphThumbnail";
import { PageFrame } from "./frame/PageFrame";
import "./openPage.css";

const texts = sharingTexts.opening;

/** The design behind #; null where there is none, undefined while it is unpacked. */
function useSentDesign(): Design | null | undefined {
  const [design, setDesign] = useState<Design | null | undefined>(undefined);
  useEffect(() => {
    decodeDesign(location.hash.slice(1))
      .then((value) => setDesign(toDesign(value)))
      .catch(() => setDesign(null));
  }, []);
  return design;
}

/** Only as much is looked at as the picture needs; the server checks the whole. */
function toDesign(value: unknown): Design | null {
  const given = value as Partial<Design> | null;
  if (typeof given !== "object" || given === null || typeof given.nodes !== "object" || given.nodes === null)
    return null;
  const drawable = ([, node]: [string, DesignNode]): boolean =>
    typeof node?.module === "string" && Number.isFinite(node.x ?? 0) && Number.isFinite(node.y ?? 0);
  return Object.entries(given.nodes).every(drawable) ? (given as Design) : null;
}

export default function OpenPage() {
  const design = useSentDesign();
  const { data: catalog } = useCatalogQuery();
  const add = () =>
    createDesign({ document: design })
      .then(({ id }) => navigate(`/designs/${id}`))
      .catch(notifyFailure);
  return (
    <PageFrame title={texts.title}>
      <section className="open-design">
        <h1>{design ? design.name || texts.untitled : texts.title}</h1>
        {design === null && <p role="alert">{texts.broken}</p>}
        {design && (
          <>
            <p>{texts.what(Object.keys(design.nodes).length)}</p>
            {catalog && (
              <GraphThumbnail picture={buildPicture(design, catalog)} width={640} height={420} label={design.name} />
            )}
            <p>
              <Button onClick={() => void add()}>{texts.add}</Button>
            </p>
          </>
        )}
      </section>
    </PageFrame>
  );
}

type SentDesignPicture = Parameters<typeof GraphThumbnail>[0]["picture"];

function buildPicture(design: Design, catalog: Catalog): SentDesignPicture {
  const names = Object.keys(design.nodes);
  const place = new Map(names.map((name, at) => [name, at]));
  const categories = new Map(catalog.modules.map(({ name, category }) => [name, category]));
  return {
    nodes: Object.values(design.nodes).map(({ x, y, module }) => [x ?? 0, y ?? 0, categories.get(module) ?? ""]),
    edges: listEdges({ ...design, nodes: addMissingInputs(design) }).flatMap(({ source, target }) => {
      const [from, to] = [place.get(source), place.get(target)];
      return from === undefined || to === undefined ? [] : [[from, to] as [number, number]];
    }),
  };
}

const addMissingInputs = ({ nodes }: Design): Design["nodes"] =>
  Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, { ...node, inputs: node.inputs ?? {} }]));
