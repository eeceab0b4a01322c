/** A file that is let go where nothing takes it would replace the page in its tab. */

export function preventFileNavigation(): void {
  addEventListener("dragover", preventFileDrop);
  addEventListener("drop", preventFileDrop);
}

function preventFileDrop(event: DragEvent): void {
  if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "none";
}
