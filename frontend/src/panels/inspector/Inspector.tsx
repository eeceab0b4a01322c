/** The pane of the selected node: its parameters, its data, its note, its help. */

import { Tabs } from "@mantine/core";
import { useEffect, useState } from "react";
import { resultsMessages as say } from "../../messages/results";
import { useDesign } from "../../stores/design";
import { useModule } from "../../stores/library";
import { useUi } from "../../stores/ui";
import { DataTab } from "./DataTab";
import { HelpTab } from "./HelpTab";
import { InspectorFooter } from "./InspectorFooter";
import { InspectorHeader } from "./InspectorHeader";
import { NotesTab } from "./NotesTab";
import { ParametersTab } from "./ParametersTab";
import "../../views/charts/picture.css";
import "./inspector.css";

type Tab = keyof typeof say.inspector.tabs;

const TABS: Tab[] = ["parameters", "data", "notes", "help"];

export function Inspector({ nodeId }: { nodeId: string }) {
  const node = useDesign((store) => store.document?.nodes[nodeId]);
  const module = useModule(node?.module);
  const [tab, setTab] = useState<Tab>("parameters");
  const asked = useUi(({ field, scriptLine }) => field?.node === nodeId || scriptLine?.node === nodeId);
  useEffect(() => {
    if (asked) setTab("parameters");
  }, [asked]);
  if (!node) return <p className="inspector-message">{say.inspector.noNode}</p>;
  return (
    <div className="inspector" key={nodeId}>
      <InspectorHeader nodeId={nodeId} node={node} module={module} />
      {module ? (
        <>
          <Tabs className="inspector-tabs" value={tab} onChange={(value) => setTab(value as Tab)} keepMounted={false}>
            <Tabs.List>
              {TABS.map((name) => (
                <Tabs.Tab key={name} value={name}>
                  {say.inspector.tabs[name]}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="parameters">
              <ParametersTab nodeId={nodeId} module={module} />
            </Tabs.Panel>
            <Tabs.Panel value="data">
              <DataTab nodeId={nodeId} node={node} module={module} />
            </Tabs.Panel>
            <Tabs.Panel value="notes">
              <NotesTab nodeId={nodeId} note={node.note} />
            </Tabs.Panel>
            <Tabs.Panel value="help" tabIndex={0}>
              <HelpTab module={module} />
            </Tabs.Panel>
          </Tabs>
          <InspectorFooter nodeId={nodeId} module={module} />
        </>
      ) : (
        <p className="inspector-message">{say.inspector.unknownModule(node.module)}</p>
      )}
    </div>
  );
}
