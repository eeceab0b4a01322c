/** A drawn chart as a picture: an SVG file that stands alone, and a PNG made from it. */

/** What of the page's style sheet a standalone picture has to carry along. */
const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "stroke-linecap",
  "stroke-linejoin",
  "paint-order",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "text-anchor",
];
const MARGIN = 16;
const TITLE_HEIGHT = 44;
/** Pixels of a PNG per pixel on the screen: sharp in print. */
const SHARPNESS = 2;
const SVG = "http://www.w3.org/2000/svg";

export interface ChartPicture {
  title: string;
  caption: string;
  svg: SVGSVGElement;
}

/** The chart with its title and caption as the text of an SVG file; colors are those of the theme in use. */
export function buildSvgText({ title, caption, svg }: ChartPicture): string {
  const { width, height } = svg.getBoundingClientRect();
  const page = getComputedStyle(document.documentElement);
  const whole = document.createElementNS(SVG, "svg");
  whole.setAttribute("xmlns", SVG);
  whole.setAttribute("width", String(Math.ceil(width + 2 * MARGIN)));
  whole.setAttribute("height", String(Math.ceil(height + 2 * MARGIN + TITLE_HEIGHT)));
  whole.append(
    createSvgElement("rect", { width: "100%", height: "100%", fill: page.getPropertyValue("--paper") }),
    createSvgText(title, 22, { "font-size": "17", "font-weight": "600", fill: page.getPropertyValue("--ink") }),
    createSvgText(caption, 42, { "font-size": "12.5", fill: page.getPropertyValue("--ink-3") }),
    inlineStyles(svg),
  );
  return new XMLSerializer().serializeToString(whole);
}

function createSvgElement(name: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function createSvgText(text: string, y: number, attributes: Record<string, string>): SVGElement {
  const element = createSvgElement("text", {
    x: String(MARGIN),
    y: String(MARGIN + y - 12),
    "font-family": "sans-serif",
    ...attributes,
  });
  element.textContent = text;
  return element;
}

/**
 * A copy of the drawing, below the title, with its computed styles in place of its attributes. They are set through
 * the CSSOM, since the page's content security policy refuses style attributes that are set as text.
 */
function inlineStyles(svg: SVGSVGElement): SVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll<SVGElement>("*");
  copy.querySelectorAll<SVGElement>("*").forEach((element, at) => {
    const style = getComputedStyle(originals[at]!);
    element.style.cssText = "";
    for (const name of STYLES) {
      element.style.setProperty(name, style.getPropertyValue(name));
      element.removeAttribute(name);
    }
    element.removeAttribute("class");
  });
  copy.querySelectorAll("[data-tool]").forEach((tool) => {
    tool.remove();
  });
  copy.setAttribute("x", String(MARGIN));
  copy.setAttribute("y", String(MARGIN + TITLE_HEIGHT));
  copy.setAttribute("overflow", "visible");
  return copy;
}

/** The same picture as a PNG. */
export async function renderPng(picture: ChartPicture): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([buildSvgText(picture)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width * SHARPNESS;
    canvas.height = image.height * SHARPNESS;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture is too large."))));
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Hand a file to the browser's downloads. */
export function saveChartFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by then; the address is not needed for it any more.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** "ROC of run 8" -> "roc-of-run-8". */
export const toFileName = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "") || "chart";
