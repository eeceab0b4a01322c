/** The pane of the selected node: its parameters, its data, its note, its help. */

import { Tabs } from "@mantine/core";
import { useEffect, useState } from "react";
import { resultTexts as texts } from "../../messages/resultTexts";
import { useModule } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import { DataTab } from "./DataTab";
import { HelpTab } from "./HelpTab";
import { InspectorFooter } from "./InspectorFooter";
import { InspectorHeader } from "./InspectorHeader";
import { NotesTab } from "./NotesTab";
import { ParametersTab } from "./ParametersTab";
import "./inspectorPane.css";

type Tab = keyof typeof texts.inspector.tabs;

const TABS: Tab[] = ["parameters", "data", "notes", "help"];

export function Inspector({ nodeId }: { nodeId: string }) {
  const node = useDesign((store) => store.document?.nodes[nodeId]);
  const module = useModule(node?.module);
  const [tab, setTab] = useState<Tab>("parameters");
  const isFieldRequested = useUi(
    ({ focusedField, scriptLine }) => focusedField?.node === nodeId || scriptLine?.node === nodeId,
  );
  useEffect(() => {
    if (isFieldRequested) setTab("parameters");
  }, [isFieldRequested]);
  if (!node) return <p className="inspector-message">{texts.inspector.noNode}</p>;
  return (
    <div className="inspector" key={nodeId}>
      <InspectorHeader nodeId={nodeId} node={node} module={module} />
      {module ? (
        <>
          <Tabs
            className="inspector-tabs"
            classNames={{ list: "inspector-tab-list", tab: "inspector-tab", panel: "inspector-tab-panel" }}
            value={tab}
            onChange={(value) => setTab(value as Tab)}
            keepMounted={false}
          >
            <Tabs.List>
              {TABS.map((name) => (
                <Tabs.Tab key={name} value={name}>
                  {texts.inspector.tabs[name]}
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
        <p className="inspector-message">{texts.inspector.unknownModule(node.module)}</p>
      )}
    </div>
  );
}
