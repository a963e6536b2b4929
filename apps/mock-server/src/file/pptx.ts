import { crc32 } from "./checksum.ts";

/** A presentation of one slide with a line of text. */
export const makePptx = (text: string): Uint8Array =>
  zip([
    ["[Content_Types].xml", contentTypes],
    ["_rels/.rels", relations([["officeDocument", "ppt/presentation.xml"]])],
    ["ppt/presentation.xml", presentation],
    [
      "ppt/_rels/presentation.xml.rels",
      relations([
        ["slideMaster", "slideMasters/slideMaster1.xml"],
        ["slide", "slides/slide1.xml"],
      ]),
    ],
    ["ppt/slides/slide1.xml", slide(text)],
    ["ppt/slides/_rels/slide1.xml.rels", relations([["slideLayout", "../slideLayouts/slideLayout1.xml"]])],
    ["ppt/slideLayouts/slideLayout1.xml", layout],
    ["ppt/slideLayouts/_rels/slideLayout1.xml.rels", relations([["slideMaster", "../slideMasters/slideMaster1.xml"]])],
    ["ppt/slideMasters/slideMaster1.xml", master],
    [
      "ppt/slideMasters/_rels/slideMaster1.xml.rels",
      relations([
        ["slideLayout", "../slideLayouts/slideLayout1.xml"],
        ["theme", "../theme/theme1.xml"],
      ]),
    ],
    ["ppt/theme/theme1.xml", theme],
  ]);

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = "http://schemas.openxmlformats.org/officeDocument/2006";
const names =
  `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${office}/relationships" ` +
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"';
const presentationType = "application/vnd.openxmlformats-officedocument.presentationml";

const contentTypes = `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${[
  ["/ppt/presentation.xml", `${presentationType}.presentation.main+xml`],
  ["/ppt/slides/slide1.xml", `${presentationType}.slide+xml`],
  ["/ppt/slideLayouts/slideLayout1.xml", `${presentationType}.slideLayout+xml`],
  ["/ppt/slideMasters/slideMaster1.xml", `${presentationType}.slideMaster+xml`],
  ["/ppt/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"],
]
  .map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`)
  .join("")}</Types>`;

const relations = (targets: readonly (readonly [type: string, target: string])[]): string =>
  `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets
    .map(
      ([type, target], index) =>
        `<Relationship Id="rId${index + 1}" Type="${office}/relationships/${type}" Target="${target}"/>`,
    )
    .join("")}</Relationships>`;

const presentation = `${declaration}<p:presentation ${names}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst><p:sldId id="256" r:id="rId2"/></p:sldIdLst><p:sldSz cx="9144000" cy="5143500"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`;

const tree = (shapes: string): string =>
  `<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>${shapes}</p:spTree></p:cSld>`;

const escapedXml = (value: string): string =>
  value
    .replaceAll(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD]/g, "?")
    .replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const slide = (text: string): string =>
  `${declaration}<p:sld ${names}>${tree(
    `<p:sp><p:nvSpPr><p:cNvPr id="2" name="Text"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="457200" y="2000000"/><a:ext cx="8229600" cy="800000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en-US" sz="2400"/><a:t>${escapedXml(text)}</a:t></a:r></a:p></p:txBody></p:sp>`,
  )}<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>`;

const layout = `${declaration}<p:sldLayout ${names} type="blank">${tree("")}<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>`;

const master = `${declaration}<p:sldMaster ${names}>${tree("")}<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>`;

const colours = [
  ["dk1", "000000"],
  ["lt1", "FFFFFF"],
  ["dk2", "1F2430"],
  ["lt2", "D8DCE2"],
  ...[1, 2, 3, 4, 5, 6].map((number) => [`accent${number}`, "4472C4"]),
  ["hlink", "0563C1"],
  ["folHlink", "954F72"],
]
  .map(([name, value]) => `<a:${name}><a:srgbClr val="${value}"/></a:${name}>`)
  .join("");
const font = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>';
const fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>';
const line = `<a:ln w="9525">${fill}</a:ln>`;
const effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";

const theme = `${declaration}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Mock"><a:themeElements><a:clrScheme name="Mock">${colours}</a:clrScheme><a:fontScheme name="Mock"><a:majorFont>${font}</a:majorFont><a:minorFont>${font}</a:minorFont></a:fontScheme><a:fmtScheme name="Mock"><a:fillStyleLst>${fill}${fill}${fill}</a:fillStyleLst><a:lnStyleLst>${line}${line}${line}</a:lnStyleLst><a:effectStyleLst>${effect}${effect}${effect}</a:effectStyleLst><a:bgFillStyleLst>${fill}${fill}${fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`;

// An archive without compression: the parts are small, and the bytes are the same on any machine.
const zip = (parts: readonly (readonly [name: string, text: string])[]): Uint8Array => {
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, text] of parts) {
    const [title, data] = [Buffer.from(name), Buffer.from(text)];
    const facts = Buffer.alloc(26);
    // Version 2.0, stored, at the beginning of 1980.
    facts.set([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
    facts.writeUInt32LE(crc32(data), 10);
    facts.writeUInt32LE(data.length, 14);
    facts.writeUInt32LE(data.length, 18);
    facts.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), facts, title, data]);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\u0001\u0002"), Buffer.from([20, 0]), facts, entry, title]));
    files.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, list, Buffer.from("PK\u0005\u0006"), end]);
};
