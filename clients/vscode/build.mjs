// Builds designery-VERSION.vsix, offline and with nothing but Node: a zip of the extension with its manifest.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32, deflateRawSync } from "node:zlib";

const ROOT = dirname(fileURLToPath(import.meta.url));
const FILES = ["package.json", "README.md", "LICENSE"];
const FOLDERS = ["src", "schemas", "images"];
// Entries have one time, so that equal files give equal bytes: the first of January 1980.
const DOS_DATE = 0x21;

const about = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const escape = (text) => text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const CONTENT_TYPES = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
${["json", "js", "md", "svg", "vsixmanifest"].map((kind) => `<Default Extension=".${kind}" ContentType="application/octet-stream"/>`).join("\n")}
<Override PartName="/extension/LICENSE" ContentType="text/plain"/>
</Types>`;

const MANIFEST = `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
<Metadata>
<Identity Language="en-US" Id="${about.name}" Version="${about.version}" Publisher="${about.publisher}"/>
<DisplayName>${escape(about.displayName)}</DisplayName>
<Description xml:space="preserve">${escape(about.description)}</Description>
<Categories>${about.categories.map(escape).join(",")}</Categories>
<Properties><Property Id="Microsoft.VisualStudio.Code.Engine" Value="${about.engines.vscode}"/></Properties>
</Metadata>
<Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
<Dependencies/>
<Assets>
<Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
<Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
</Assets>
</PackageManifest>`;

/** A zip of [name, content] in their order. */
export function buildZip(entries) {
  const [bodies, directory] = [[], []];
  let offset = 0;
  for (const [name, content] of entries) {
    const [path, packed] = [Buffer.from(name), deflateRawSync(content, { level: 9 })];
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt16LE(DOS_DATE, 8);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    bodies.push(Buffer.from("PK\x03\x04", "latin1"), facts, path, packed);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), facts, place, path);
    offset += 30 + path.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, listed, end]);
}

const listed = FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder)).sort().map((name) => `${folder}/${name}`));
const files = [...FILES, ...listed].map((name) => [`extension/${name}`, readFileSync(join(ROOT, name))]);
const zip = buildZip([
  ["extension.vsixmanifest", Buffer.from(MANIFEST)],
  ["[Content_Types].xml", Buffer.from(CONTENT_TYPES)],
  ...files,
]);
const target = process.argv[2] ?? join(ROOT, `designery-${about.version}.vsix`);
writeFileSync(target, zip);
console.log(`${target} ${zip.length} bytes sha256 ${createHash("sha256").update(zip).digest("hex")}`);
