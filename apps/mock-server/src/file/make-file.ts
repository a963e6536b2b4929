import { makePdf } from "./pdf.ts";
import { makePng } from "./png.ts";
import { makePptx } from "./pptx.ts";
import { constantFiles } from "./constant-files.ts";

/** What a file shows. */
export interface FileContents {
  /** A line of text: the id of the job, so that one sees whose result it is. */
  readonly text: string;
  /** In pixels, for pictures. */
  readonly width: number;
  readonly height: number;
}

/** A file, and what it is. */
export interface MadeFile {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A small valid file of a kind; one of plain text under a neutral media type where the kind is not known. */
export const makeFile = (kind: string, contents: FileContents): MadeFile => {
  const maker = Object.hasOwn(makers, kind) ? makers[kind] : undefined;
  return maker?.(contents) ?? { mediaType: "application/octet-stream", bytes: Buffer.from(`${contents.text}\n`) };
};

/** A small valid file of a media type; one of plain text under that very media type where it is not known. */
export const makeMedia = (mediaType: string, contents: FileContents): MadeFile => {
  const essence = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  const kind = kindsOf[essence] ?? essence.slice(essence.indexOf("/") + 1);
  const { bytes } = makeFile(kind, contents);
  return { mediaType, bytes };
};

// Where the second half of a media type is not what its files are called.
const kindsOf: Readonly<Record<string, string>> = {
  "audio/mpeg": "mp3",
  "audio/mp3": "mp3",
  "audio/x-wav": "wav",
  "audio/wave": "wav",
  "image/svg+xml": "svg",
  "model/gltf-binary": "glb",
  "text/plain": "txt",
  "text/markdown": "md",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
};

type Maker = (contents: FileContents) => MadeFile;

const text =
  (mediaType: string, write: (text: string) => string): Maker =>
  (contents) => ({ mediaType, bytes: Buffer.from(write(contents.text)) });

const escapedXml = (value: string): string =>
  value.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const svg: Maker = ({ text: line, width, height }) => ({
  mediaType: "image/svg+xml",
  bytes: Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#ddd"/><text x="8" y="24">${escapedXml(line)}</text></svg>\n`,
  ),
});

const constant = ([name, { mediaType, base64 }]: [string, { mediaType: string; base64: string }]): [string, Maker] => [
  name,
  () => ({ mediaType, bytes: Buffer.from(base64, "base64") }),
];

const mp3Header = Buffer.from([0xff, 0xfb, 0x90, 0x00]);

const makers: Readonly<Record<string, Maker>> = {
  png: ({ text: line, width, height }) => ({ mediaType: "image/png", bytes: makePng({ text: line, width, height }) }),
  pdf: ({ text: line }) => ({ mediaType: "application/pdf", bytes: makePdf(line) }),
  pptx: ({ text: line }) => ({
    mediaType: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    bytes: makePptx(line),
  }),
  svg,
  // Ten frames of silence: MPEG 1, layer 3, 128 kbit/s, 44.1 kHz, each of 417 bytes.
  mp3: () => ({
    mediaType: "audio/mpeg",
    bytes: Buffer.concat(Array.from({ length: 10 }, () => Buffer.concat([mp3Header, Buffer.alloc(413)]))),
  }),
  txt: text("text/plain; charset=utf-8", (line) => `${line}\n`),
  md: text("text/markdown; charset=utf-8", (line) => `# ${line}\n`),
  html: text("text/html; charset=utf-8", (line) => `<!doctype html>\n<title>${escapedXml(line)}</title>\n`),
  csv: text("text/csv; charset=utf-8", (line) => `id\r\n${line}\r\n`),
  json: text("application/json", (line) => JSON.stringify({ id: line })),
  ...Object.fromEntries(Object.entries(constantFiles).map(constant)),
};
