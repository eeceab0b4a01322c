/** What can be done with a column: order, filter, freeze, hide, width. Opened at its header, by mouse or keyboard. */

import { Button, Menu, Popover } from "@mantine/core";
import { useState } from "react";
import { ConditionFields } from "../../../ui/conditions/ConditionFields";
import { getDefaultOperator, isCompleteCondition } from "../../../ui/conditions/conditionOptions";
import "../../../ui/conditions/conditionFields.css";
import type { ColumnProfile, DatasetView } from "../../../api/artifactViews";
import type { Condition } from "../../../graph/rowConditions";
import { conditionTexts as conditionWords, tableTexts as texts } from "../../../messages/chartTexts";
import { computeColumnWidth } from "./ColumnHeader";
import { resizeColumn, WIDTH_STEP } from "./columnLayout";
import { changeTableViewState, replaceConditions, type SortKey, type TableViewState } from "./tableViewState";
import "../../../ui/menuAnchor.css";

export interface OpenColumnMenu {
  column: string;
  at: { x: number; y: number };
  /** Whether the filter of the column is open, instead of its menu. */
  filter: boolean;
}

interface Props {
  artifact: string;
  view: DatasetView;
  look: TableViewState;
  menu: OpenColumnMenu;
  onChange: (menu: OpenColumnMenu) => void;
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
      <Menu.Dropdown aria-label={texts.menu(profile.name)}>
        <SortItems {...props} />
        <Menu.Divider />
        <Menu.Item onClick={() => onChange({ ...menu, filter: true })}>{texts.filter}</Menu.Item>
        <LayoutItems {...props} profile={profile} />
      </Menu.Dropdown>
    </Menu>
  );
}

function SortItems({ artifact, look, menu, onClose }: Props) {
  const others = look.sort.filter((key) => key.column !== menu.column);
  const now = look.sort.find((key) => key.column === menu.column);
  const set = (sort: SortKey[]) => () => {
    changeTableViewState(artifact, { sort });
    onClose();
  };
  const key = (descending: boolean): SortKey => ({ column: menu.column, descending });
  return (
    <>
      <Menu.Item onClick={set([key(false)])}>{texts.ascending}</Menu.Item>
      <Menu.Item onClick={set([key(true)])}>{texts.descending}</Menu.Item>
      {others.length > 0 && <Menu.Item onClick={set([...others, key(false)])}>{texts.alsoAscending}</Menu.Item>}
      {others.length > 0 && <Menu.Item onClick={set([...others, key(true)])}>{texts.alsoDescending}</Menu.Item>}
      {now && <Menu.Item onClick={set(others)}>{texts.unsort}</Menu.Item>}
    </>
  );
}

function LayoutItems({ artifact, look, menu, profile, onClose }: Props & { profile: ColumnProfile }) {
  const { name } = profile;
  const frozen = look.frozen.includes(name);
  const width = look.widths[name] ?? computeColumnWidth(profile);
  const set = (change: Partial<TableViewState>) => () => {
    changeTableViewState(artifact, change);
    onClose();
  };
  const { [name]: _own, ...otherWidths } = look.widths;
  return (
    <>
      {look.conditions.some((condition) => condition.column === menu.column) && (
        <Menu.Item onClick={set({ conditions: replaceConditions(look.conditions, name, []) })}>
          {texts.unfilter}
        </Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Item onClick={set({ frozen: frozen ? look.frozen.filter((one) => one !== name) : [...look.frozen, name] })}>
        {frozen ? texts.unfreeze : texts.freeze}
      </Menu.Item>
      <Menu.Item onClick={set({ hidden: [...look.hidden, name] })}>{texts.hide}</Menu.Item>
      <Menu.Item
        onClick={() => changeTableViewState(artifact, { widths: resizeColumn(look.widths, name, width + WIDTH_STEP) })}
      >
        {texts.wider}
      </Menu.Item>
      <Menu.Item
        onClick={() => changeTableViewState(artifact, { widths: resizeColumn(look.widths, name, width - WIDTH_STEP) })}
      >
        {texts.narrower}
      </Menu.Item>
      {name in look.widths && <Menu.Item onClick={set({ widths: otherWidths })}>{texts.usualWidth}</Menu.Item>}
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
    existing ?? { column: name, operator: getDefaultOperator(type), values: [] },
  );
  const apply = () => {
    const by = isCompleteCondition(condition) ? [condition] : [];
    changeTableViewState(artifact, { conditions: replaceConditions(look.conditions, name, by) });
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
            knownValues={(profile.top ?? []).map(({ value }) => value)}
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
