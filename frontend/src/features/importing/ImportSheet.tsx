/** Between a file and a dataset: everything that decides the values is seen, has a reason, and is one click away. */

import { Button, Checkbox, FileButton, Modal } from "@mantine/core";
import { IconFilePlus, IconTarget, IconX } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useState } from "react";
import type { DatasetSummary, ImportRead } from "../../api/apiTypes";
import { cancelImport, finishImport } from "../../api/imports";
import { formatFileSize } from "../../lib/format";
import { appTexts } from "../../messages/appTexts";
import { importTexts as texts } from "../../messages/importTexts";
import { Callout } from "../../ui/Callout";
import { type Dialog, openDialog } from "../../ui/dialogs/dialogStore";
import { SegmentedSwitch } from "../../ui/Segments";
import { FileLines } from "./FileLines";
import { ImportProblems, isUndecided } from "./ImportProblems";
import { ImportTable } from "./ImportTable";
import { type ImportState, useImportState } from "./importState";
import { ReadingSettings } from "./ReadingSettings";
import "./importSheet.css";

export interface ImportHandlers {
  onImported: (dataset: DatasetSummary) => void;
  /** Import, then ask which column to predict. */
  onPredict?: ((dataset: DatasetSummary) => void) | undefined;
}

export const createImportSheet =
  (pending: ImportRead, handlers: ImportHandlers): Dialog =>
  ({ onClose }) => <ImportSheet {...handlers} pending={pending} onClose={onClose} />;

/** Go on with the files that were kept apart, one sheet after the other. */
function openApart([next, ...others]: readonly ImportRead[], handlers: ImportHandlers) {
  if (!next) return;
  const onImported: ImportHandlers["onImported"] = (dataset) =>
    others.length > 0 ? openApart(others, handlers) : handlers.onImported(dataset);
  void openDialog(async () => ({ default: createImportSheet(next, { ...handlers, onImported }) }));
}

type Step = keyof typeof texts.steps;

function ImportSheet({
  pending,
  onImported,
  onPredict,
  onClose,
}: ImportHandlers & { pending: ImportRead; onClose: () => void }) {
  const state = useImportState(pending);
  const [step, setStep] = useState<Step>("columns");
  const finish = useFinish(state, onClose, (apart) => openApart(apart, { onImported, onPredict }));
  const [asking, setAsking] = useState(false);
  const cancel = () => {
    for (const { id } of [pending, ...state.apart]) void cancelImport(id).catch(() => undefined);
    onClose();
  };
  const leave = () => (state.isChanged && !asking ? setAsking(true) : cancel());
  const ready = !state.report.refusal && !isUndecided(state) && !state.busy && !state.uploading;
  // Mantine gives the content no keys of its own.
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!event.metaKey && !event.ctrlKey) return;
    if (event.key === "Enter" && ready) finish.start(onImported);
    else if (event.key === "z" && !(event.target instanceof HTMLInputElement)) state.undo();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <Modal.Root
      opened
      onClose={leave}
      closeOnClickOutside={false}
      lockScroll={false}
      classNames={{ content: "import-sheet", inner: "import-inner", body: "import-body" }}
      transitionProps={{ duration: 140 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={getTitle(state)}>
        <SheetHeader state={state} onLeave={leave} />
        <Modal.Body data-step={step}>
          <SegmentedSwitch
            className="import-steps"
            aria-label={texts.stepsLabel}
            data={(Object.keys(texts.steps) as Step[]).map((value) => ({ value, label: texts.steps[value] }))}
            value={step}
            onChange={setStep}
          />
          <ReadingSettings state={state} />
          <div className="import-main">
            <FileLines state={state} />
            {state.report.refusal ? (
              <Refused state={state} refusal={state.report.refusal} />
            ) : (
              <ImportTable state={state} />
            )}
            <ImportProblems state={state} />
          </div>
        </Modal.Body>
        <footer className="import-footer">
          {pending.shape && state.isDecided && (
            <Checkbox
              size="sm"
              className="import-same-way"
              label={texts.sameWay}
              checked={state.shared}
              onChange={({ currentTarget }) => state.setShared(currentTarget.checked)}
            />
          )}
          <p role={state.failure || finish.failure ? "alert" : "status"}>
            {asking ? texts.discard : (finish.failure ?? state.failure ?? describeImport(state, finish.busy))}
          </p>
          <Button variant={asking ? "filled" : "subtle"} color={asking ? "red" : undefined} onClick={leave}>
            {asking ? texts.discardYes : texts.cancel}
          </Button>
          {onPredict && (
            <Button
              variant="default"
              leftSection={<IconTarget size={16} stroke={1.6} />}
              disabled={!ready || finish.busy || state.report.rows.length === 0}
              onClick={() => finish.start(onPredict)}
            >
              {texts.predict}
            </Button>
          )}
          <Button
            data-autofocus
            disabled={!ready}
            loading={finish.busy}
            title={isUndecided(state) ? texts.undecided : undefined}
            onClick={() => finish.start(onImported)}
          >
            {getActionLabel(state)}
          </Button>
        </footer>
      </Modal.Content>
    </Modal.Root>
  );
}

function Refused({ state, refusal }: { state: ImportState; refusal: NonNullable<ImportState["report"]["refusal"]> }) {
  const differing = refusal.differing_file ?? null;
  return (
    <Callout>
      <p role="alert">
        {differing === null && texts.refused} {refusal.message}
      </p>
      {differing !== null && (
        <p className="import-refused-actions">
          <Button size="xs" variant="default" onClick={() => state.keepApart(differing)}>
            {texts.keepApart(state.files[differing]?.name ?? "")}
          </Button>
          <button type="button" className="text-button" onClick={() => state.removeFile(differing)}>
            {texts.leaveOut}
          </button>
        </p>
      )}
    </Callout>
  );
}

const getTitle = ({ name, pending }: ImportState): string =>
  pending.dataset ? texts.againTitle(name) : texts.title(name);

function getActionLabel({ pending, report, files, asVersion, sameName }: ImportState): string {
  const version = asVersion && sameName ? sameName.next_version : pending.next_version;
  if (version !== null) return texts.saveVersion(version);
  const { rows, exact } = countRows(report.files, files.length);
  return texts.import(rows, exact);
}

function countRows(files: ImportState["report"]["files"], uploaded: number): { rows: number | null; exact: boolean } {
  const known = files.length === uploaded && files.every((file) => file.rows !== null);
  const rows = known ? files.reduce((sum, file) => sum + (file.rows ?? 0), 0) : null;
  return { rows, exact: files.every((file) => file.rows_exact) };
}

function describeImport(state: ImportState, importing: boolean): string {
  if (state.uploading) return texts.adding(state.uploading);
  if (importing) return texts.importing;
  if (state.report.refusal) return "";
  if (isUndecided(state)) return texts.undecided;
  const { rows, exact } = countRows(state.report.files, state.files.length);
  const missing = state.report.columns.reduce((sum, column) => sum + column.missing, 0);
  return texts.summary(texts.rows(rows, exact), state.report.columns_total, missing);
}

function useFinish(state: ImportState, onClose: () => void, onNext: (apart: readonly ImportRead[]) => void) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const start = async (onDone: (dataset: DatasetSummary) => void) => {
    setBusy(true);
    setFailure(null);
    try {
      const dataset = await finishImport(
        state.pending.id,
        state.options,
        state.name,
        state.asVersion && state.sameName ? state.sameName.dataset : null,
      );
      onClose();
      if (state.apart.length > 0) onNext(state.apart);
      else onDone(dataset);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, start: (onDone: (dataset: DatasetSummary) => void) => void start(onDone) };
}

/** The name is taken: a new dataset gets another one, or the file becomes the next version. */
function NameChoice({ state, sameName }: { state: ImportState; sameName: NonNullable<ImportState["sameName"]> }) {
  const { name, next_version: version, unused_name: unused } = sameName;
  return (
    <p className="import-name-choice">
      {state.asVersion ? texts.becomesVersion(name, version) : texts.nameTaken(name, unused)}{" "}
      <button type="button" className="text-button" onClick={() => state.setAsVersion(!state.asVersion)}>
        {state.asVersion ? texts.makeDataset : texts.makeVersion(version)}
      </button>
    </p>
  );
}

function SheetHeader({ state, onLeave }: { state: ImportState; onLeave: () => void }) {
  const { files } = state;
  const size = formatFileSize(files.reduce((sum, file) => sum + file.bytes, 0));
  const names = files.length === 1 ? (files[0]?.name ?? "") : texts.files(files.length);
  return (
    <div className="import-header">
      <div>
        <Modal.Title>{getTitle(state)}</Modal.Title>
        <p>{texts.facts(names, size)}</p>
        {state.sameName && <NameChoice state={state} sameName={state.sameName} />}
      </div>
      {files.length > 1 && (
        <ul className="import-chips">
          {files.map((file, at) => (
            <li key={at}>
              {file.name}
              <button type="button" aria-label={texts.leaveOutFile(file.name)} onClick={() => state.removeFile(at)}>
                <IconX size={12} stroke={2} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <FileButton multiple onChange={(added) => added.length > 0 && state.addFiles(added)}>
        {(props) => (
          <Button
            variant="subtle"
            color="dark"
            leftSection={<IconFilePlus size={16} stroke={1.6} />}
            loading={state.uploading !== null}
            {...props}
          >
            {texts.addFiles}
          </Button>
        )}
      </FileButton>
      <Modal.CloseButton aria-label={appTexts.close} onClick={onLeave} />
    </div>
  );
}
