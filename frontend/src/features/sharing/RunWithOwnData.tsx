/** A visitor's own table in place of one of the design's: chosen, run, and looked at; nobody else sees it. */

import { Button, FileButton, Select } from "@mantine/core";
import { IconTableImport } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiError } from "../../api/client";
import { cancelGuestRun, readGuestRun, type SharedDesign, type SharedRun, startGuestRun } from "../../api/guestSession";
import { getNodeTitle } from "../../graph/nodeSubtitle";
import { sharingTexts } from "../../messages/sharingTexts";
import { useModule } from "../../stores/catalogStore";
import { Refusal } from "../../ui/dialogs/Refusal";
import "./shared.css";

const texts = sharingTexts.visitor.own;
const TABLES = ".csv,.tsv,.txt,.parquet,.xlsx,.json,.jsonl,.ndjson";
const WHILE_RUNNING = 700;

interface OwnRun {
  file: string;
  id: string;
  problems: { node: string; message: string }[];
}

interface Props {
  design: SharedDesign;
  /** The run whose results are to be shown, or none for those that came with the link. */
  onShow: (run: SharedRun | null) => void;
}

export function RunWithOwnData({ design, onShow }: Props) {
  const [source, setSource] = useState(design.sources[0]!);
  const [sending, setSending] = useState<string | null>(null);
  const [own, setOwn] = useState<OwnRun | null>(null);
  const [refusal, setRefusal] = useState("");
  const choose = async (file: File) => {
    setSending(file.name);
    setRefusal("");
    try {
      const { id, problems } = await startGuestRun(design.id, source, file);
      setOwn({ file: file.name, id, problems });
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    } finally {
      setSending(null);
    }
  };
  const leave = () => {
    setOwn(null);
    onShow(null);
  };
  return (
    <section className="shared-own" aria-label={texts.title}>
      <h2>{texts.title}</h2>
      {own ? (
        <OwnRunView key={own.id} design={design} own={own} onShow={onShow} onLeave={leave} />
      ) : (
        <>
          <p className="shared-quiet">{texts.what}</p>
          <div className="shared-own-choice">
            <SourceSelect design={design} chosen={source} onChoose={setSource} />
            <FileButton accept={TABLES} onChange={(file) => file && void choose(file)}>
              {(props) => (
                <Button
                  {...props}
                  variant="default"
                  loading={sending !== null}
                  leftSection={<IconTableImport size={16} stroke={1.6} />}
                >
                  {texts.choose}
                </Button>
              )}
            </FileButton>
          </div>
        </>
      )}
      <p role="status" className="shared-quiet">
        {sending !== null && texts.reading(sending)}
      </p>
      <Refusal words={refusal} />
    </section>
  );
}

function SourceSelect({
  design,
  chosen,
  onChoose,
}: {
  design: SharedDesign;
  chosen: string;
  onChoose: (to: string) => void;
}) {
  const module = useModule(design.document.nodes[chosen]?.module);
  const data = design.sources.map((node) => ({
    value: node,
    label: getNodeTitle(design.document.nodes[node]!, module),
  }));
  return (
    <Select
      label={texts.instead}
      allowDeselect={false}
      disabled={data.length === 1}
      data={data}
      value={chosen}
      onChange={(to) => to && onChoose(to)}
    />
  );
}

interface OwnRunViewProps extends Props {
  own: OwnRun;
  onLeave: () => void;
}

/** A server that is away for a while, as while this machine slept, goes on with the run. */
const isDataRefused = (error: Error | null): boolean => error instanceof ApiError;
const isGuestRunLive = (run: SharedRun | undefined): boolean =>
  !run || run.state === "queued" || run.state === "running";

function OwnRunView({ design, own, onShow, onLeave }: OwnRunViewProps) {
  const { data: run, error } = useQuery({
    queryKey: ["shared-run", design.id, own.id],
    queryFn: () => readGuestRun(design.id, own.id),
    refetchInterval: ({ state }) => (isGuestRunLive(state.data) && !isDataRefused(state.error) ? WHILE_RUNNING : false),
  });
  const over = run && !isGuestRunLive(run) ? run : null;
  useEffect(() => {
    if (over) onShow(over);
  }, [over, onShow]);
  return (
    <>
      <p role="status">{error ? error.message : run ? describeGuestRun(run, own.file) : texts.reading(own.file)}</p>
      {own.problems.length > 0 && (
        <ul className="shared-own-problems" aria-label={texts.problems}>
          {own.problems.map(({ node, message }) => (
            <li key={`${node} ${message}`}>
              <b>{run?.progress.find((step) => step.node === node)?.title ?? node}</b> {message}
            </li>
          ))}
        </ul>
      )}
      {over || isDataRefused(error) ? (
        <Button variant="default" onClick={onLeave}>
          {texts.back}
        </Button>
      ) : (
        <Button variant="default" onClick={() => void cancelGuestRun(design.id, own.id)}>
          {texts.cancel}
        </Button>
      )}
    </>
  );
}

function describeGuestRun(run: SharedRun, file: string): string {
  if (isGuestRunLive(run)) {
    const at = run.progress.find(({ state }) => state === "running");
    return texts.running(run.done, run.total, at?.title ?? null);
  }
  const failed = run.progress.find(({ state }) => state === "failed");
  if (failed) return texts.failed(failed.title, file);
  if (run.state === "cancelled") return texts.cancelled;
  return run.progress.some(({ state }) => state === "skipped") ? texts.partly(file) : texts.done(file);
}
