import { deflateSync } from "node:zlib";

import { crc32 } from "./checksum.ts";
import { columnsOf, glyphHeight, glyphWidth } from "./font.ts";

/** What a picture shows, and its size in pixels. */
export interface PngOptions {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** A picture of two shades of grey with a line of text in its middle. */
export const makePng = ({ text, width, height }: PngOptions): Uint8Array => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // One bit for each pixel, colours from the palette.
  header.set([1, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from([0xd8, 0xdc, 0xe2, 0x1f, 0x24, 0x30])),
    chunk("IDAT", deflateSync(draw(text, width, height))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
};

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(named, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
};

// Rows of packed bits, each after a byte that says that the row is not filtered.
const draw = (text: string, width: number, height: number): Uint8Array => {
  const rowBytes = Math.ceil(width / 8) + 1;
  const rows = Buffer.alloc(rowBytes * height);
  const scale = Math.max(1, Math.floor((width * 0.9) / (text.length * (glyphWidth + 1))));
  const size = Math.min(scale, Math.max(1, Math.floor(height / (glyphHeight * 2))));
  const left = Math.max(0, Math.floor((width - text.length * (glyphWidth + 1) * size) / 2));
  const top = Math.max(0, Math.floor((height - glyphHeight * size) / 2));
  const dot = (x: number, y: number): void => {
    const at = y * rowBytes + 1 + (x >> 3);
    if (x < width && y < height) rows[at] = (rows[at] ?? 0) | (0x80 >> (x & 7));
  };
  const square = (x: number, y: number): void => {
    for (let down = 0; down < size; down++) for (let right = 0; right < size; right++) dot(x + right, y + down);
  };
  for (const [place, character] of [...text].entries()) {
    for (const [column, bits] of columnsOf(character).entries()) {
      const x = left + (place * (glyphWidth + 1) + column) * size;
      for (let row = 0; row < glyphHeight; row++) if ((bits >> row) & 1) square(x, top + row * size);
    }
  }
  return rows;
};
