/** A list of named things: its title, what it is for, the buttons above it, one row each, or a sentence where there are none. */

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ResponsiveTable } from "./ResponsiveTable";
import "./pageParts.css";

interface NamedListProps<Item> {
  title: string;
  /** A page has one title; a part of a page says that it is one. */
  isPart?: boolean;
  titleId?: string;
  about: string;
  /** The buttons beside the title. */
  actions?: ReactNode;
  /** Not loaded yet: undefined. */
  items: readonly Item[] | undefined;
  error: Error | null;
  /** Without it, a list that is never empty. */
  empty?: string;
  headings: readonly string[];
  hasTools?: boolean;
  className?: string;
  children: (item: Item) => ReactNode;
}

export function NamedList<Item>(props: NamedListProps<Item>) {
  const { title, isPart, titleId, about, actions, items, error, empty, headings, hasTools = true, className } = props;
  const Title = isPart ? "h2" : "h1";
  return (
    <>
      <header className="page-head">
        <Title id={titleId}>{title}</Title>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      <p className="page-about">{about}</p>
      {error && <p className="page-message">{error.message}</p>}
      {items?.length === 0 && empty && <p className="page-message">{empty}</p>}
      {items && items.length > 0 && (
        <ResponsiveTable hasTools={hasTools} className={className} headings={headings}>
          {items.map(props.children)}
        </ResponsiveTable>
      )}
    </>
  );
}

interface AddButtonProps {
  label: string;
  isSecondary?: boolean;
  onClick: () => void;
}

export const AddButton = ({ label, isSecondary, onClick }: AddButtonProps) => (
  <Button
    variant={isSecondary ? "default" : "filled"}
    leftSection={<IconPlus size={16} stroke={1.8} />}
    onClick={onClick}
  >
    {label}
  </Button>
);

/** Which dialog of a list is open: the one that adds something, or one about an item. */
export type ListDialog<Kind extends string, Item> = { kind: "new" } | { kind: Kind; item: Item } | null;

/** What can be done with a row, at its end. */
export const RowTools = ({ children }: { children: ReactNode }) => (
  <td className="card-tools">
    <div className="card-buttons">{children}</div>
  </td>
);
