/** The pane of the selected node: its parameters, its data, its note, its help. */

import { Tabs } from "@mantine/core";
import { useEffect, useState } from "react";
import { resultTexts as texts } from "../../messages/resultTexts";
import { useModule } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import { InspectorFooter } from "./InspectorFooter";
import { InspectorHeader } from "./InspectorHeader";
import { inspectorTabs } from "./tabs/allTabs";
import "./inspectorPane.css";

export function Inspector({ nodeId }: { nodeId: string }) {
  const node = useDesign((store) => store.document?.nodes[nodeId]);
  const module = useModule(node?.module);
  const [tab, setTab] = useState("parameters");
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
            onChange={(value) => value && setTab(value)}
            keepMounted={false}
          >
            <Tabs.List>
              {inspectorTabs.map(({ name, title }) => (
                <Tabs.Tab key={name} value={name}>
                  {title}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {inspectorTabs.map(({ name, isFocusable, Content }) => (
              <Tabs.Panel key={name} value={name} tabIndex={isFocusable ? 0 : undefined}>
                <Content nodeId={nodeId} node={node} module={module} />
              </Tabs.Panel>
            ))}
          </Tabs>
          <InspectorFooter nodeId={nodeId} module={module} />
        </>
      ) : (
        <p className="inspector-message">{texts.inspector.unknownModule(node.module)}</p>
      )}
    </div>
  );
}
