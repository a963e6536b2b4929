import type { EventJob } from "@genwait/poller";
import type { Output } from "./command.ts";
import type { Progress } from "./progress.ts";
import { stateWords } from "./state-words.ts";

interface Line {
  readonly label: string;
  state: string;
  note: string;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMs = 100;
// More lines than this scroll the terminal at every frame.
const mostLines = 15;

/** A line for each job that is still waited for, drawn again in place. */
export const createLiveLines = (output: Output): Progress => {
  const lines = new Map<string, Line>();
  let drawn = 0;
  let frame = 0;

  const erase = (): void => {
    if (drawn > 0) output.write(`\u001B[${drawn}A\u001B[0J`);
    drawn = 0;
  };
  const draw = (): void => {
    erase();
    const shown = [...lines.values()].slice(0, mostLines);
    const rest = lines.size - shown.length;
    const texts = shown.map((line) => `${frames[frame % frames.length]} ${line.label}  ${line.state}${line.note === "" ? "" : `  (${line.note})`}`);
    if (rest > 0) texts.push(`  and ${rest} more`);
    for (const text of texts) output.write(`${text.slice(0, (output.columns ?? 80) - 1)}\n`);
    drawn = texts.length;
  };
  const timer = setInterval(() => {
    frame++;
    draw();
  }, frameMs);
  timer.unref();
  const lineOf = (job: EventJob): Line => {
    const label = `${job.api} ${job.id}`;
    const line = lines.get(keyOf(job)) ?? { label, state: "waiting", note: "" };
    lines.set(keyOf(job), line);
    return line;
  };

  return {
    state: (job, state) => Object.assign(lineOf(job), { state: stateWords(state), note: "" }),
    note: (job, note) => Object.assign(lineOf(job), { note }),
    done: (job) => {
      lines.delete(keyOf(job));
      erase();
    },
    close: () => {
      clearInterval(timer);
      erase();
    },
  };
};

const keyOf = ({ api, name, id }: EventJob): string => JSON.stringify([api, name, id]);
