import type { EventJob } from "@genwait/poller";
import type { Output } from "./command.ts";
import { createLiveArea } from "./live-area.ts";
import type { Progress } from "./progress.ts";
import { stateWords } from "./state-words.ts";
import { terminalText } from "./terminal-text.ts";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMs = 100;
// More lines than this scroll the terminal at every frame.
const mostLines = 15;

interface Line {
  readonly label: string;
  state: string;
  note: string;
}

/** A line for each job that is still waited for, drawn again in place. */
export const createLiveLines = (output: Output): Progress => {
  const area = createLiveArea(output);
  const lines = new Map<string, Line>();
  let frame = 0;
  const timer = setInterval(() => area.draw(textsOf([...lines.values()], frame++)), frameMs);
  timer.unref();
  const lineOf = (job: EventJob): Line => {
    const line = lines.get(keyOf(job)) ?? { label: `${job.api} ${job.id}`, state: "waiting", note: "" };
    lines.set(keyOf(job), line);
    return line;
  };
  return {
    state: (job, state) => Object.assign(lineOf(job), { state: stateWords(state), note: "" }),
    note: (job, note) => Object.assign(lineOf(job), { note }),
    done: (job) => {
      lines.delete(keyOf(job));
      area.erase();
    },
    close: () => {
      clearInterval(timer);
      area.erase();
    },
  };
};

const textsOf = (lines: readonly Line[], frame: number): readonly string[] => {
  const sign = frames[frame % frames.length] ?? "";
  const texts = lines
    .slice(0, mostLines)
    .map(({ label, state, note }) => terminalText(`${sign} ${label}  ${state}${note === "" ? "" : `  (${note})`}`));
  return lines.length > mostLines ? [...texts, `  and ${lines.length - mostLines} more`] : texts;
};

const keyOf = ({ api, name, id }: EventJob): string => JSON.stringify([api, name, id]);
