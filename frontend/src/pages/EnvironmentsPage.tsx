/** All environments: what is in them, how far building them is, and the ways to make, extend and delete one. */

import { ActionIcon, Button } from "@mantine/core";
import { IconCircleCheck, IconCircleX, IconListDetails, IconLoader2, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { hasRole } from "../api/permissions";
import EnvironmentDetails from "../features/environments/EnvironmentDetails";
import EnvironmentDialog from "../features/environments/EnvironmentDialog";
import { formatFileSize, formatMoment } from "../lib/format";
import { environmentTexts as texts } from "../messages/environmentTexts";
import {
  deleteEnvironment,
  type Environment,
  type EnvironmentVersion,
  isUnfinished,
  useEnvironments,
} from "../stores/environmentQueries";
import { ConfirmDelete } from "../ui/ConfirmButton";
import { AddButton, type ListDialog, NamedList, RowTools } from "../ui/NamedList";
import { RequireEditor } from "../ui/RequireEditor";
import { PageFrame } from "./frame/PageFrame";
import "./environmentsPage.css";

type OpenEnvironmentDialog = ListDialog<"version" | "details" | "delete", Environment>;

export default function EnvironmentsPage() {
  const { data, error } = useEnvironments();
  const [open, setOpen] = useState<OpenEnvironmentDialog>(null);
  const close = () => setOpen(null);
  return (
    <PageFrame title={texts.title}>
      <div className="environments">
        <NamedList
          title={texts.title}
          about={texts.about}
          actions={
            <RequireEditor>
              <AddButton label={texts.add} onClick={() => setOpen({ kind: "new" })} />
            </RequireEditor>
          }
          items={data}
          error={error}
          empty={texts.empty}
          headings={[texts.name, texts.state, texts.packages, texts.python, texts.created]}
          className="environments-table"
        >
          {(environment) => <EnvironmentTableRow key={environment.id} environment={environment} onOpen={setOpen} />}
        </NamedList>
      </div>
      {open?.kind === "new" && <EnvironmentDialog onClose={close} />}
      {open?.kind === "version" && <EnvironmentDialog environment={open.item} onClose={close} />}
      {open?.kind === "details" && (
        <EnvironmentDetails environment={open.item} version={open.item.versions[0]?.version ?? 1} onClose={close} />
      )}
      {open?.kind === "delete" && (
        <ConfirmDelete
          deleteTexts={texts}
          name={open.item.name}
          onDelete={() => deleteEnvironment(open.item.id)}
          onClose={close}
        >
          {texts.deleteHelp}
        </ConfirmDelete>
      )}
    </PageFrame>
  );
}

function EnvironmentTableRow({
  environment,
  onOpen,
}: {
  environment: Environment;
  onOpen: (open: OpenEnvironmentDialog) => void;
}) {
  const { name, versions } = environment;
  const newest = versions[0];
  if (!newest) return null;
  return (
    <tr>
      <th scope="row">
        {name}
        <p className="environment-note">{texts.version(newest.version)}</p>
      </th>
      <td>
        <EnvironmentState version={newest} />
      </td>
      <td>
        {newest.packages.length > 0 ? texts.packageCount(newest.packages.length) : "–"}
        {newest.lock_hash && (
          <p className="environment-note">
            {texts.lock(newest.lock_hash)}
            {newest.bytes !== null && `, ${formatFileSize(newest.bytes)}`}
          </p>
        )}
      </td>
      <td>{newest.python}</td>
      <td>{formatMoment(newest.created_at)}</td>
      <RowTools>
        {hasRole("editor") && (
          <Button size="xs" variant="default" onClick={() => onOpen({ kind: "version", item: environment })}>
            {texts.newVersion}
          </Button>
        )}
        <ActionIcon aria-label={texts.open(name)} onClick={() => onOpen({ kind: "details", item: environment })}>
          <IconListDetails size={17} stroke={1.6} />
        </ActionIcon>
        <RequireEditor>
          <ActionIcon aria-label={texts.delete(name)} onClick={() => onOpen({ kind: "delete", item: environment })}>
            <IconTrash size={17} stroke={1.6} />
          </ActionIcon>
        </RequireEditor>
      </RowTools>
    </tr>
  );
}

function EnvironmentState({ version }: { version: EnvironmentVersion }) {
  const Icon = version.state === "ready" ? IconCircleCheck : version.state === "failed" ? IconCircleX : IconLoader2;
  return (
    <div>
      <span
        className="environment-state"
        data-state={version.state}
        data-unfinished={isUnfinished(version) ? true : undefined}
      >
        <Icon size={15} stroke={1.7} aria-hidden="true" />
        {texts.states[version.state]}
      </span>
      {version.error && <p className="environment-note environment-error">{version.error}</p>}
    </div>
  );
}
