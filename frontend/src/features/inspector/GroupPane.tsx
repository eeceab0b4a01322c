/** The pane of a group: its title and color, the parameters promoted out of it, and its ports. */

import "../../styles/lazyMantine";
import { ActionIcon, Select } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMemo } from "react";
import type { DesignGroup, Json, PromotedParameter, PromotedPort } from "../../api/designDocument";
import { CARD_COLORS, renameGroup, setCardColor, toKnownColor } from "../../canvas/groups/editGroup";
import { listGroupContents, readGroups } from "../../graph/designGroups";
import { editorTexts } from "../../messages/editorTexts";
import { useCatalog, useModule } from "../../stores/catalogStore";
import { changeDesign, useDesign } from "../../stores/designStore";
import { getNodeName } from "../../stores/nodeNames";
import { PortShape } from "../../ui/PortShape";
import { useDebouncedInput } from "../../ui/useDebouncedInput";
import { FieldControl } from "./fields/FieldControl";
import { buildFields } from "./parameterFields";
import SavedModuleOrigin from "./SavedModuleOrigin";
import "./inspectorPane.css";
import "../../canvas/groups/groupCard.css";
import "./groupPane.css";

const texts = editorTexts.group;

export default function GroupPane({ id }: { id: string }) {
  const group = useDesign(({ document }) => document && readGroups(document).get(id));
  if (!group) return null;
  return (
    <aside className="inspector-pane group-pane" aria-label={texts.label}>
      <GroupHeading id={id} group={group} />
      <PromotedParameters id={id} group={group} />
      <PromotedPorts id={id} group={group} />
      <SavedModuleOrigin what={{ group: id }} />
    </aside>
  );
}

function GroupHeading({ id, group }: { id: string; group: DesignGroup }) {
  const nodes = useDesign(({ document }) => (document ? listGroupContents(document, id).nodes.length : 0));
  const draft = useDebouncedInput(group.title, (title) => renameGroup(id, title));
  return (
    <header>
      <label>
        {texts.title}
        <input
          value={draft.text}
          onChange={(event) => draft.onChange(event.currentTarget.value)}
          onBlur={draft.commit}
        />
      </label>
      <p>{texts.facts(nodes)}</p>
      <div className="group-colors" role="radiogroup" aria-label={texts.color}>
        {CARD_COLORS.map((name) => (
          <button
            key={name}
            type="button"
            role="radio"
            aria-checked={name === toKnownColor(group.color)}
            aria-label={editorTexts.colors[name]}
            title={editorTexts.colors[name]}
            className={`tint-${name}`}
            onClick={() => setCardColor("groups", id, name)}
          />
        ))}
      </div>
    </header>
  );
}

interface PromotionOffer<Item> {
  key: string;
  label: string;
  item: Item;
}

function PromotedParameters({ id, group }: { id: string; group: DesignGroup }) {
  const offers = useGroupParameters(id);
  const promoted = Object.entries(group.parameters);
  const add = ({ key, label, item }: PromotionOffer<PromotedParameter>) =>
    changeDesign(editorTexts.historyLabels.promoted(label), [
      { path: ["groups", id, "parameters", key], value: item as unknown as Json },
    ]);
  return (
    <section>
      <h3>{texts.parameters}</h3>
      {promoted.length === 0 && <p className="field-help">{texts.noParameters}</p>}
      {promoted.map(([key, item]) => (
        <PromotedItem key={key} group={id} name={key} item={item} />
      ))}
      <AddPromotionSelect
        label={texts.promoteParameter}
        offers={offers.filter(({ key }) => !(key in group.parameters))}
        onAdd={add}
      />
    </section>
  );
}

/** One promoted parameter: the field of the node inside. */
function PromotedItem({ group, name, item }: { group: string; name: string; item: PromotedParameter }) {
  const node = useDesign(({ document }) => document?.nodes[item.node]);
  const module = useModule(node?.module);
  const field = module && buildFields(module).find((one) => one.name === item.parameter);
  const label = texts.of(field?.title ?? item.parameter, getNodeName(item.node));
  return (
    <div className="group-promoted">
      <div className="group-promoted-of">
        {getNodeName(item.node)}
        <RemovePromotionButton label={label} path={["groups", group, "parameters", name]} />
      </div>
      {field && <FieldControl node={item.node} field={field} />}
    </div>
  );
}

function RemovePromotionButton({ label, path }: { label: string; path: string[] }) {
  return (
    <ActionIcon
      size={22}
      aria-label={texts.remove(label)}
      title={texts.remove(label)}
      onClick={() => changeDesign(editorTexts.historyLabels.notPromoted(label), [{ path }])}
    >
      <IconX size={14} stroke={1.6} />
    </ActionIcon>
  );
}

function PromotedPorts({ id, group }: { id: string; group: DesignGroup }) {
  const offers = useGroupPorts(id);
  const add = ({ key, label, item }: PromotionOffer<PromotedPort>) =>
    changeDesign(editorTexts.historyLabels.promoted(label), [
      { path: ["groups", id, "ports", key], value: item as unknown as Json },
    ]);
  const promoted = offers.filter(({ key }) => key in group.ports);
  return (
    <section>
      <h3>{texts.ports}</h3>
      <p className="field-help">{texts.noPorts}</p>
      {promoted.map(({ key, label, type }) => (
        <div key={key} className="group-promoted-of">
          <PortShape type={type} size={12} />
          {label}
          <RemovePromotionButton label={label} path={["groups", id, "ports", key]} />
        </div>
      ))}
      <AddPromotionSelect
        label={texts.promotePort}
        offers={offers.filter(({ key }) => !(key in group.ports))}
        onAdd={add}
      />
    </section>
  );
}

function AddPromotionSelect<Item>({
  label,
  offers,
  onAdd,
}: {
  label: string;
  offers: PromotionOffer<Item>[];
  onAdd: (offer: PromotionOffer<Item>) => void;
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
function useGroupParameters(id: string): PromotionOffer<PromotedParameter>[] {
  const design = useDesign(({ document }) => document);
  const modules = useCatalog((library) => library.modules);
  return useMemo(() => {
    if (!design) return [];
    return listGroupContents(design, id).nodes.flatMap((node) => {
      const module = modules.get(design.nodes[node]!.module);
      return (module ? buildFields(module) : []).map(({ name, title }) => ({
        key: `${node}.${name}`,
        label: texts.of(title, getNodeName(node)),
        item: { node, parameter: name, title: null },
      }));
    });
  }, [design, modules, id]);
}

function useGroupPorts(id: string) {
  const design = useDesign(({ document }) => document);
  const modules = useCatalog((library) => library.modules);
  return useMemo(() => {
    if (!design) return [];
    return listGroupContents(design, id).nodes.flatMap((node) => {
      const module = modules.get(design.nodes[node]!.module);
      const sides = [
        { side: "input" as const, ports: module?.inputs ?? [] },
        { side: "output" as const, ports: module?.outputs ?? [] },
      ];
      return sides.flatMap(({ side, ports }) =>
        ports.map(({ name, title, type }) => ({
          key: `${node}.${side}.${name}`,
          label: texts.of(title, getNodeName(node)),
          type,
          item: { node, port: name, side },
        })),
      );
    });
  }, [design, modules, id]);
}
