/**
 * The events of a stream, one after another, as server-sent events write them.
 *
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @returns {AsyncGenerator<{ event: string, data: string }>}
 */
export const readEvents = async function* (stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  // Pieces are joined once an event is whole: a snapshot of thousands of jobs comes in hundreds of them.
  /** @type {string[]} */
  let pieces = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const endsHere = value.includes("\n\n") || (value.startsWith("\n") && pieces.at(-1)?.endsWith("\n") === true);
    pieces.push(value);
    if (!endsHere) continue;
    const blocks = pieces.join("").split("\n\n");
    pieces = [blocks.pop() ?? ""];
    for (const block of blocks) {
      const read = readBlock(block);
      if (read.event !== "" && read.data !== "") yield read;
    }
  }
};

/** @type {(block: string) => { event: string, data: string }} */
const readBlock = (block) => {
  let event = "";
  let data = "";
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) event = line.slice("event: ".length);
    else if (line.startsWith("data: ")) data += line.slice("data: ".length);
  }
  return { event, data };
};
