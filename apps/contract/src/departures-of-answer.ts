import { resolvePointer } from "@genwait/lifecycle";
import type { ContractJob } from "./contract-api.ts";
import { entriesOf, isRecord, need } from "./json.ts";
import { jsonAnswer, type RawAnswer } from "./raw-answer.ts";

/** One answer with a null where the schema has something else and the lifecycle reads nothing. */
export interface DepartingAnswer {
  readonly pointer: string;
  readonly answer: RawAnswer;
}

/** The answer with a null in each place where that is a departure and no more. */
export const departuresOf = (job: ContractJob, answer: RawAnswer): readonly DepartingAnswer[] => {
  const body: unknown = JSON.parse(answer.text);
  const validate = need(job.operation.answers[answer.status], `validator of ${job.title}`);
  return leavesOf(body, "").flatMap((pointer) => {
    const departing = withNull(body, pointer);
    if (isRead(job, pointer) || validate(departing).length === 0) return [];
    return [{ pointer: pointer.replaceAll(/\/\d+(?=\/|$)/g, "/*"), answer: jsonAnswer(departing, answer.status) }];
  });
};

const leavesOf = (value: unknown, pointer: string): readonly string[] => {
  const members = Array.isArray(value)
    ? value.map((item: unknown, index) => [`${index}`, item] as const)
    : entriesOf(value);
  return members.length === 0 ? [pointer] : members.flatMap(([name, member]) => leavesOf(member, `${pointer}/${name}`));
};

const withNull = (body: unknown, pointer: string): unknown => {
  const copy: unknown = structuredClone(body);
  const cut = pointer.lastIndexOf("/");
  const parent = resolvePointer(copy, pointer.slice(0, cut));
  const name = pointer.slice(cut + 1);
  if (Array.isArray(parent) || isRecord(parent)) Reflect.set(parent, name, null);
  return copy;
};

// A null where the declaration looks is more than a departure.
const isRead = ({ declaration }: ContractJob, pointer: string): boolean => {
  const named = [...JSON.stringify(declaration).matchAll(/"(\/[^"]*)"/g)].map(([, text = ""]) => text);
  const at = declaration.items?.at;
  const isInItem = at !== undefined && pointer.startsWith(`${at}/`);
  const place = isInItem ? pointer.slice(at.length).replace(/^\/\d+/, "") : pointer;
  return named.some((text) => text === place || text.startsWith(`${place}/`));
};
