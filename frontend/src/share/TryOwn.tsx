/** A visitor's own table in place of one of the design's: chosen, run, and looked at; nobody else sees it. */

import { Button, FileButton, Select } from "@mantine/core";
import { IconTableImport } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Refused } from "../api/client";
import { nodeTitle } from "../graph/subtitle";
import { sharing } from "../messages/sharing";
import { useModule } from "../stores/library";
import { cancelRun, readRun, type SharedDesign, type SharedRun, startRun } from "./visit";

const say = sharing.visitor.own;
const TABLES = ".csv,.tsv,.txt,.parquet,.xlsx,.json,.jsonl,.ndjson";
const WHILE_RUNNING = 700;

interface Own {
  file: string;
  id: string;
  problems: { node: string; message: string }[];
}

interface Props {
  design: SharedDesign;
  /** The run whose results are to be shown, or none for those that came with the link. */
  onShow: (run: SharedRun | null) => void;
}

export function TryOwn({ design, onShow }: Props) {
  const [source, setSource] = useState(design.sources[0]!);
  const [sending, setSending] = useState<string | null>(null);
  const [own, setOwn] = useState<Own | null>(null);
  const [refusal, setRefusal] = useState("");
  const choose = async (file: File) => {
    setSending(file.name);
    setRefusal("");
    try {
      const { id, problems } = await startRun(design.id, source, file);
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
    <section className="shared-own" aria-label={say.title}>
      <h2>{say.title}</h2>
      {own ? (
        <Going key={own.id} design={design} own={own} onShow={onShow} onLeave={leave} />
      ) : (
        <>
          <p className="shared-quiet">{say.what}</p>
          <div className="shared-own-choice">
            <Sources design={design} chosen={source} onChoose={setSource} />
            <FileButton accept={TABLES} onChange={(file) => file && void choose(file)}>
              {(props) => (
                <Button
                  {...props}
                  variant="default"
                  loading={sending !== null}
                  leftSection={<IconTableImport size={16} stroke={1.6} />}
                >
                  {say.choose}
                </Button>
              )}
            </FileButton>
          </div>
        </>
      )}
      <p role="status" className="shared-quiet">
        {sending !== null && say.reading(sending)}
      </p>
      {refusal && (
        <p className="dialog-refusal" role="alert">
          {refusal}
        </p>
      )}
    </section>
  );
}

function Sources({
  design,
  chosen,
  onChoose,
}: {
  design: SharedDesign;
  chosen: string;
  onChoose: (to: string) => void;
}) {
  const module = useModule(design.document.nodes[chosen]?.module);
  const data = design.sources.map((node) => ({ value: node, label: nodeTitle(design.document.nodes[node]!, module) }));
  return (
    <Select
      label={say.instead}
      allowDeselect={false}
      disabled={data.length === 1}
      data={data}
      value={chosen}
      onChange={(to) => to && onChoose(to)}
    />
  );
}

interface GoingProps extends Props {
  own: Own;
  onLeave: () => void;
}

/** A server that is away for a while, as while this machine slept, goes on with the run. */
const isRefused = (error: Error | null): boolean => error instanceof Refused;
const isLive = (run: SharedRun | undefined): boolean => !run || run.state === "queued" || run.state === "running";

function Going({ design, own, onShow, onLeave }: GoingProps) {
  const { data: run, error } = useQuery({
    queryKey: ["shared-run", design.id, own.id],
    queryFn: () => readRun(design.id, own.id),
    refetchInterval: ({ state }) => (isLive(state.data) && !isRefused(state.error) ? WHILE_RUNNING : false),
  });
  const over = run && !isLive(run) ? run : null;
  useEffect(() => {
    if (over) onShow(over);
  }, [over, onShow]);
  return (
    <>
      <p role="status">{error ? error.message : run ? wordsOf(run, own.file) : say.reading(own.file)}</p>
      {own.problems.length > 0 && (
        <ul className="shared-own-problems" aria-label={say.problems}>
          {own.problems.map(({ node, message }) => (
            <li key={`${node} ${message}`}>
              <b>{run?.progress.find((step) => step.node === node)?.title ?? node}</b> {message}
            </li>
          ))}
        </ul>
      )}
      {over || isRefused(error) ? (
        <Button variant="default" onClick={onLeave}>
          {say.back}
        </Button>
      ) : (
        <Button variant="default" onClick={() => void cancelRun(design.id, own.id)}>
          {say.cancel}
        </Button>
      )}
    </>
  );
}

function wordsOf(run: SharedRun, file: string): string {
  if (isLive(run)) {
    const at = run.progress.find(({ state }) => state === "running");
    return say.running(run.done, run.total, at?.title ?? null);
  }
  const failed = run.progress.find(({ state }) => state === "failed");
  if (failed) return say.failed(failed.title, file);
  if (run.state === "cancelled") return say.cancelled;
  return run.progress.some(({ state }) => state === "skipped") ? say.partly(file) : say.done(file);
}
