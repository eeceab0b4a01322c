/** This machine and all clusters, and beside them what the chosen one has and what its test found. */

import { Button } from "@mantine/core";
import { IconInfoCircle, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useOwnsServer } from "../api/people";
import AddTargetDialog from "../features/targets/AddTargetDialog";
import { makeDefault, ownsWorkspace } from "../features/targets/defaultTarget";
import { ClusterCard, ThisMachineCard } from "../features/targets/TargetCards";
import TargetDetails from "../features/targets/TargetDetails";
import { navigate } from "../lib/navigation";
import { targetTexts as texts } from "../messages/targetTexts";
import { THIS_MACHINE, useTargets } from "../stores/targetQueries";
import { EmptyState } from "../ui/EmptyState";
import { PageFrame } from "./frame/PageFrame";
import "./targetsPage.css";

export default function TargetsPage({ target: name }: { target?: string }) {
  const { data, error } = useTargets(true);
  const [isAdding, setAdding] = useState(false);
  const ownsServer = useOwnsServer();
  const shown = data?.targets.find((one) => one.name === name) ?? data?.targets[0];
  return (
    <PageFrame title={texts.title}>
      <div className="targets">
        <header className="page-head">
          <h1>{texts.title}</h1>
          <p className="targets-about">{texts.about}</p>
          {ownsServer && (
            <div className="page-actions">
              <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setAdding(true)}>
                {texts.add}
              </Button>
            </div>
          )}
        </header>
        {error && <p className="page-message">{error.message}</p>}
        {data && (
          <div className="targets-body">
            <div className="targets-side">
              <ThisMachineCard
                machine={data.this_machine}
                isDefault={data.default === null}
                onMakeDefault={ownsWorkspace() ? () => makeDefault(THIS_MACHINE) : undefined}
              />
              {data.targets.map((target) => (
                <ClusterCard
                  key={target.id}
                  target={target}
                  isDefault={target.name === data.default}
                  isShown={target.id === shown?.id}
                  onChoose={() => navigate(`/targets/${target.name}`)}
                />
              ))}
              <p className="targets-note">
                <IconInfoCircle size={15} stroke={1.6} aria-hidden="true" />
                {ownsServer ? texts.choose : `${texts.choose} ${texts.ownersOnly}`}
              </p>
            </div>
            {shown ? (
              <TargetDetails key={shown.id} target={shown} isDefault={shown.name === data.default} />
            ) : (
              <EmptyState title={texts.none} details={texts.noneHelp}>
                {ownsServer && (
                  <Button variant="default" mt="xs" onClick={() => setAdding(true)}>
                    {texts.add}
                  </Button>
                )}
              </EmptyState>
            )}
          </div>
        )}
      </div>
      {isAdding && <AddTargetDialog onClose={() => setAdding(false)} />}
    </PageFrame>
  );
}
