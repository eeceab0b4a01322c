/** A design that came within an address: its picture first; it is kept only when the user says so, and not trusted. */

import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { createDesign, useCatalogQuery } from "../api/queries";
import type { Catalog } from "../api/types";
import { GraphPicture } from "../components/GraphPicture";
import { PageFrame } from "../components/PageFrame";
import { connections } from "../graph/ports";
import type { Design, DesignNode } from "../graph/types";
import { sharing } from "../messages/sharing";
import { navigate } from "../navigation";
import { notifyFailure } from "../notify";
import { unpack } from "../share/packed";
import "../share/opening.css";

const say = sharing.opening;

/** The design behind #; null where there is none, undefined while it is unpacked. */
function useSent(): Design | null | undefined {
  const [design, setDesign] = useState<Design | null | undefined>(undefined);
  useEffect(() => {
    unpack(location.hash.slice(1))
      .then((value) => setDesign(asDesign(value)))
      .catch(() => setDesign(null));
  }, []);
  return design;
}

/** Only as much is looked at as the picture needs; the server checks the whole. */
function asDesign(value: unknown): Design | null {
  const given = value as Partial<Design> | null;
  if (typeof given !== "object" || given === null || typeof given.nodes !== "object" || given.nodes === null)
    return null;
  const drawable = ([, node]: [string, DesignNode]): boolean =>
    typeof node?.module === "string" && Number.isFinite(node.x ?? 0) && Number.isFinite(node.y ?? 0);
  return Object.entries(given.nodes).every(drawable) ? (given as Design) : null;
}

export default function OpenPage() {
  const design = useSent();
  const { data: catalog } = useCatalogQuery();
  const add = () =>
    createDesign({ document: design })
      .then(({ id }) => navigate(`/designs/${id}`))
      .catch(notifyFailure);
  return (
    <PageFrame title={say.title}>
      <section className="open-design">
        <h1>{design ? design.name || say.untitled : say.title}</h1>
        {design === null && <p role="alert">{say.broken}</p>}
        {design && (
          <>
            <p>{say.what(Object.keys(design.nodes).length)}</p>
            {catalog && (
              <GraphPicture picture={pictureOf(design, catalog)} width={640} height={420} label={design.name} />
            )}
            <p>
              <Button onClick={() => void add()}>{say.add}</Button>
            </p>
          </>
        )}
      </section>
    </PageFrame>
  );
}

type Picture = Parameters<typeof GraphPicture>[0]["picture"];

function pictureOf(design: Design, catalog: Catalog): Picture {
  const names = Object.keys(design.nodes);
  const place = new Map(names.map((name, at) => [name, at]));
  const categories = new Map(catalog.modules.map(({ name, category }) => [name, category]));
  return {
    nodes: Object.values(design.nodes).map(({ x, y, module }) => [x ?? 0, y ?? 0, categories.get(module) ?? ""]),
    edges: connections({ ...design, nodes: withInputs(design) }).flatMap(({ source, target }) => {
      const [from, to] = [place.get(source), place.get(target)];
      return from === undefined || to === undefined ? [] : [[from, to] as [number, number]];
    }),
  };
}

const withInputs = ({ nodes }: Design): Design["nodes"] =>
  Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, { ...node, inputs: node.inputs ?? {} }]));
