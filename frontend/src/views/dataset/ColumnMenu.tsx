/** What can be done with a column: order, filter, freeze, hide, width. Opened at its header, by mouse or keyboard. */

import { Button, Menu, Popover } from "@mantine/core";
import { useState } from "react";
import { ConditionFields } from "../../components/conditions/ConditionFields";
import { firstOperator, isComplete } from "../../components/conditions/offered";
import "../../components/conditions/conditions.css";
import type { ColumnProfile, DatasetView } from "../../api/views";
import type { Condition } from "../../graph/conditions";
import { conditions as conditionWords, table as say } from "../../messages/looking";
import { columnWidth } from "./ColumnHeader";
import { resized, WIDTH_STEP } from "./columnLayout";
import { changeLook, type Look, replaced, type SortKey } from "./look";
import "../../components/menuAnchor.css";

export interface OpenMenu {
  column: string;
  at: { x: number; y: number };
  /** Whether the filter of the column is open, instead of its menu. */
  filter: boolean;
}

interface Props {
  artifact: string;
  view: DatasetView;
  look: Look;
  menu: OpenMenu;
  onChange: (menu: OpenMenu) => void;
  onClose: () => void;
}

export function ColumnMenu(props: Props) {
  const { menu, view, onChange, onClose } = props;
  const profile = view.columns.find(({ name }) => name === menu.column);
  if (!profile) return null;
  const anchor = <div className="menu-anchor" style={{ left: menu.at.x, top: menu.at.y }} />;
  if (menu.filter) return <ColumnFilter {...props} profile={profile} anchor={anchor} />;
  return (
    <Menu
      opened
      returnFocus={false}
      onClose={onClose}
      closeOnItemClick={false}
      position="bottom-start"
      offset={2}
      width={220}
    >
      <Menu.Target>{anchor}</Menu.Target>
      <Menu.Dropdown aria-label={say.menu(profile.name)}>
        <SortItems {...props} />
        <Menu.Divider />
        <Menu.Item onClick={() => onChange({ ...menu, filter: true })}>{say.filter}</Menu.Item>
        <LayoutItems {...props} profile={profile} />
      </Menu.Dropdown>
    </Menu>
  );
}

function SortItems({ artifact, look, menu, onClose }: Props) {
  const others = look.sort.filter((key) => key.column !== menu.column);
  const now = look.sort.find((key) => key.column === menu.column);
  const set = (sort: SortKey[]) => () => {
    changeLook(artifact, { sort });
    onClose();
  };
  const key = (descending: boolean): SortKey => ({ column: menu.column, descending });
  return (
    <>
      <Menu.Item onClick={set([key(false)])}>{say.ascending}</Menu.Item>
      <Menu.Item onClick={set([key(true)])}>{say.descending}</Menu.Item>
      {others.length > 0 && <Menu.Item onClick={set([...others, key(false)])}>{say.alsoAscending}</Menu.Item>}
      {others.length > 0 && <Menu.Item onClick={set([...others, key(true)])}>{say.alsoDescending}</Menu.Item>}
      {now && <Menu.Item onClick={set(others)}>{say.unsort}</Menu.Item>}
    </>
  );
}

function LayoutItems({ artifact, look, menu, profile, onClose }: Props & { profile: ColumnProfile }) {
  const { name } = profile;
  const frozen = look.frozen.includes(name);
  const width = look.widths[name] ?? columnWidth(profile);
  const set = (change: Partial<Look>) => () => {
    changeLook(artifact, change);
    onClose();
  };
  const { [name]: _own, ...otherWidths } = look.widths;
  return (
    <>
      {look.conditions.some((condition) => condition.column === menu.column) && (
        <Menu.Item onClick={set({ conditions: replaced(look.conditions, name, []) })}>{say.unfilter}</Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Item onClick={set({ frozen: frozen ? look.frozen.filter((one) => one !== name) : [...look.frozen, name] })}>
        {frozen ? say.unfreeze : say.freeze}
      </Menu.Item>
      <Menu.Item onClick={set({ hidden: [...look.hidden, name] })}>{say.hide}</Menu.Item>
      <Menu.Item onClick={() => changeLook(artifact, { widths: resized(look.widths, name, width + WIDTH_STEP) })}>
        {say.wider}
      </Menu.Item>
      <Menu.Item onClick={() => changeLook(artifact, { widths: resized(look.widths, name, width - WIDTH_STEP) })}>
        {say.narrower}
      </Menu.Item>
      {name in look.widths && <Menu.Item onClick={set({ widths: otherWidths })}>{say.usualWidth}</Menu.Item>}
    </>
  );
}

interface FilterProps extends Props {
  profile: ColumnProfile;
  anchor: React.ReactNode;
}

function ColumnFilter({ artifact, look, profile, anchor, onClose }: FilterProps) {
  const { name, type } = profile;
  const existing = look.conditions.find((condition) => condition.column === name);
  const [condition, setCondition] = useState<Condition>(
    existing ?? { column: name, operator: firstOperator(type), values: [] },
  );
  const apply = () => {
    const by = isComplete(condition) ? [condition] : [];
    changeLook(artifact, { conditions: replaced(look.conditions, name, by) });
    onClose();
  };
  return (
    <Popover opened onClose={onClose} position="bottom-start" offset={2} width={290} trapFocus withinPortal>
      <Popover.Target>{anchor}</Popover.Target>
      <Popover.Dropdown>
        <form
          className="column-filter"
          aria-label={conditionWords.of(name)}
          onSubmit={(event) => {
            event.preventDefault();
            apply();
          }}
        >
          <h4>{name}</h4>
          <ConditionFields
            focused
            condition={condition}
            type={type}
            known={(profile.top ?? []).map(({ value }) => value)}
            onChange={setCondition}
          />
          <div className="column-filter-buttons">
            <Button size="compact-sm" variant="default" onClick={onClose}>
              {conditionWords.cancel}
            </Button>
            <Button size="compact-sm" type="submit">
              {conditionWords.apply}
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
