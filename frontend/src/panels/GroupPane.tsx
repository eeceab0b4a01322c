/** The pane of a group: its title and colour, the parameters promoted out of it, and its ports. */

import "../styles/later";
import { ActionIcon, Select } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMemo } from "react";
import { COLOURS, colour, colourOf, renameGroup } from "../canvas/groups/folding";
import { PortShape } from "../canvas/PortShape";
import { useDraft } from "../components/useDraft";
import { contents, groupsOf } from "../graph/groups";
import type { DesignGroup, Json, PromotedParameter, PromotedPort } from "../graph/types";
import { editing } from "../messages/editing";
import { change, useDesign } from "../stores/design";
import { useLibrary, useModule } from "../stores/library";
import { FieldControl } from "./inspector/fields/FieldControl";
import { fieldsOf } from "./inspector/schema";
import KeptOrigin from "./KeptOrigin";
import { nameOfNode } from "./problemWords";
import "./inspector/inspector.css";
import "../canvas/groups/groups.css";
import "./groupPane.css";

const say = editing.group;

export default function GroupPane({ id }: { id: string }) {
  const group = useDesign(({ document }) => document && groupsOf(document).get(id));
  if (!group) return null;
  return (
    <aside className="inspector-pane group-pane" aria-label={say.label}>
      <Heading id={id} group={group} />
      <Parameters id={id} group={group} />
      <Ports id={id} group={group} />
      <KeptOrigin what={{ group: id }} />
    </aside>
  );
}

function Heading({ id, group }: { id: string; group: DesignGroup }) {
  const nodes = useDesign(({ document }) => (document ? contents(document, id).nodes.length : 0));
  const draft = useDraft(group.title, (title) => renameGroup(id, title));
  return (
    <header>
      <label>
        {say.title}
        <input
          value={draft.text}
          onChange={(event) => draft.onChange(event.currentTarget.value)}
          onBlur={draft.commit}
        />
      </label>
      <p>{say.facts(nodes)}</p>
      <div className="group-colours" role="radiogroup" aria-label={say.colour}>
        {COLOURS.map((name) => (
          <button
            key={name}
            type="button"
            role="radio"
            aria-checked={name === colourOf(group.color)}
            aria-label={editing.colours[name]}
            title={editing.colours[name]}
            className={`tint-${name}`}
            onClick={() => colour("groups", id, name)}
          />
        ))}
      </div>
    </header>
  );
}

interface Offer<Item> {
  key: string;
  label: string;
  item: Item;
}

function Parameters({ id, group }: { id: string; group: DesignGroup }) {
  const offers = useParameters(id);
  const taken = Object.entries(group.parameters);
  const add = ({ key, label, item }: Offer<PromotedParameter>) =>
    change(editing.done.promoted(label), [{ path: ["groups", id, "parameters", key], value: item as unknown as Json }]);
  return (
    <section>
      <h3>{say.parameters}</h3>
      {taken.length === 0 && <p className="field-help">{say.noParameters}</p>}
      {taken.map(([key, item]) => (
        <Promoted key={key} group={id} name={key} item={item} />
      ))}
      <Add label={say.promoteParameter} offers={offers.filter(({ key }) => !(key in group.parameters))} onAdd={add} />
    </section>
  );
}

/** One promoted parameter: the field of the node inside. */
function Promoted({ group, name, item }: { group: string; name: string; item: PromotedParameter }) {
  const node = useDesign(({ document }) => document?.nodes[item.node]);
  const module = useModule(node?.module);
  const field = module && fieldsOf(module).find((one) => one.name === item.parameter);
  const label = say.of(field?.title ?? item.parameter, nameOfNode(item.node));
  return (
    <div className="group-promoted">
      <div className="group-promoted-of">
        {nameOfNode(item.node)}
        <Remove label={label} path={["groups", group, "parameters", name]} />
      </div>
      {field && <FieldControl node={item.node} field={field} />}
    </div>
  );
}

function Remove({ label, path }: { label: string; path: string[] }) {
  return (
    <ActionIcon
      size={22}
      aria-label={say.remove(label)}
      title={say.remove(label)}
      onClick={() => change(editing.done.notPromoted(label), [{ path }])}
    >
      <IconX size={14} stroke={1.6} />
    </ActionIcon>
  );
}

function Ports({ id, group }: { id: string; group: DesignGroup }) {
  const offers = usePorts(id);
  const add = ({ key, label, item }: Offer<PromotedPort>) =>
    change(editing.done.promoted(label), [{ path: ["groups", id, "ports", key], value: item as unknown as Json }]);
  const taken = offers.filter(({ key }) => key in group.ports);
  return (
    <section>
      <h3>{say.ports}</h3>
      <p className="field-help">{say.noPorts}</p>
      {taken.map(({ key, label, type }) => (
        <div key={key} className="group-promoted-of">
          <PortShape type={type} size={12} />
          {label}
          <Remove label={label} path={["groups", id, "ports", key]} />
        </div>
      ))}
      <Add label={say.promotePort} offers={offers.filter(({ key }) => !(key in group.ports))} onAdd={add} />
    </section>
  );
}

function Add<Item>({
  label,
  offers,
  onAdd,
}: {
  label: string;
  offers: Offer<Item>[];
  onAdd: (offer: Offer<Item>) => void;
}) {
  return (
    <Select
      aria-label={label}
      placeholder={label}
      searchable
      value={null}
      data={offers.map(({ key, label: name }) => ({ value: key, label: name }))}
      onChange={(key) => {
        const offer = offers.find((one) => one.key === key);
        if (offer) onAdd(offer);
      }}
    />
  );
}

/** The parameters of all nodes in a group. */
function useParameters(id: string): Offer<PromotedParameter>[] {
  const design = useDesign(({ document }) => document);
  const modules = useLibrary((library) => library.modules);
  return useMemo(() => {
    if (!design) return [];
    return contents(design, id).nodes.flatMap((node) => {
      const module = modules.get(design.nodes[node]!.module);
      return (module ? fieldsOf(module) : []).map(({ name, title }) => ({
        key: `${node}.${name}`,
        label: say.of(title, nameOfNode(node)),
        item: { node, parameter: name, title: null },
      }));
    });
  }, [design, modules, id]);
}

function usePorts(id: string) {
  const design = useDesign(({ document }) => document);
  const modules = useLibrary((library) => library.modules);
  return useMemo(() => {
    if (!design) return [];
    return contents(design, id).nodes.flatMap((node) => {
      const module = modules.get(design.nodes[node]!.module);
      const sides = [
        { side: "input" as const, ports: module?.inputs ?? [] },
        { side: "output" as const, ports: module?.outputs ?? [] },
      ];
      return sides.flatMap(({ side, ports }) =>
        ports.map(({ name, title, type }) => ({
          key: `${node}.${side}.${name}`,
          label: say.of(title, nameOfNode(node)),
          type,
          item: { node, port: name, side },
        })),
      );
    });
  }, [design, modules, id]);
}
