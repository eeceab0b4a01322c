/** A card with a progress bar for every table that is on its way, where it was dropped. */

import { IconDatabaseImport } from "@tabler/icons-react";
import { ViewportPortal } from "@xyflow/react";
import { NODE_HEIGHT, NODE_WIDTH } from "../graph/cardSizes";
import { appTexts } from "../messages/appTexts";
import { type DroppedUpload, useUploads } from "./droppedUploads";
import "./card.css";

export function UploadCards() {
  const uploads = useUploads((store) => store.uploads);
  return (
    <ViewportPortal>
      {uploads.map((upload) => (
        <UploadCard key={upload.id} upload={upload} />
      ))}
    </ViewportPortal>
  );
}

function UploadCard({ upload: { file, at, share } }: { upload: DroppedUpload }) {
  const place = { left: at.x - NODE_WIDTH / 2, top: at.y - NODE_HEIGHT / 2, width: NODE_WIDTH, height: NODE_HEIGHT };
  const words = share < 1 ? appTexts.canvas.uploading(file, share) : appTexts.canvas.reading(file);
  return (
    <div className="node node-queued upload-card" style={place} role="status">
      <div className="node-plate">
        <IconDatabaseImport size={24} stroke={1.6} aria-hidden="true" />
      </div>
      <div className="node-body">
        <div className="node-subtitle">{words}</div>
      </div>
      <div className="node-progress">
        <i style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}
