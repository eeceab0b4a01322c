/** Each time a trigger was due: with its run, or why there is none. */

import { Modal } from "@mantine/core";
import { toUrl } from "../../api/basePath";
import { getLoadedItems, getTotalCount } from "../../api/pagedQueries";
import { type Firing, type Trigger, useFirings } from "../../api/triggers";
import { followInPage } from "../../lib/navigation";
import { appTexts } from "../../messages/appTexts";
import { triggerTexts } from "../../messages/triggerTexts";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { LoadMore } from "../../ui/LoadMore";
import { formatDayAndTime, READER_ZONE } from "./zonedTimes";
import "./firingsDialog.css";

const texts = triggerTexts.firingsDialog;

export const createFiringsDialog =
  (trigger: Trigger): Dialog =>
  ({ onClose }) => {
    const found = useFirings(trigger.id);
    const firings = getLoadedItems(found.data);
    const zone = trigger.schedule?.time_zone ?? READER_ZONE;
    return (
      <Modal opened onClose={onClose} title={texts.title(trigger.name)} size={760}>
        {firings?.length === 0 && <p className="firings-empty">{texts.empty}</p>}
        {firings && firings.length > 0 && (
          <div className="firings-list">
            <table>
              <thead>
                <tr>
                  <th scope="col">{texts.due}</th>
                  <th scope="col">{texts.state}</th>
                  <th scope="col">{texts.run}</th>
                  <th scope="col">{texts.reason}</th>
                </tr>
              </thead>
              <tbody>
                {firings.map((firing) => (
                  <FiringRow key={firing.id} firing={firing} zone={zone} />
                ))}
              </tbody>
            </table>
            {found.hasNextPage && (
              <LoadMore
                shown={firings.length}
                total={getTotalCount(found.data) ?? firings.length}
                loading={found.isFetchingNextPage}
                onMore={() => void found.fetchNextPage()}
              />
            )}
          </div>
        )}
      </Modal>
    );
  };

function FiringRow({ firing, zone }: { firing: Firing; zone: string }) {
  const { run } = firing;
  return (
    <tr data-state={run?.state ?? firing.state}>
      <td>{formatDayAndTime(firing.due_at, zone)}</td>
      <td className="firing-state">{run ? appTexts.runStates[run.state] : triggerTexts.strip.states[firing.state]}</td>
      <td>
        {run && (
          <a href={toUrl(`/designs/${run.design_id}#run-${run.id}`)} onClick={followInPage}>
            {texts.runNumber(run.number)}
          </a>
        )}
      </td>
      <td>{firing.reason}</td>
    </tr>
  );
}
