import { isAbsent, type JobState, resolvePointer, type XHas, type XJob, type XMembers } from "@genwait/lifecycle";

/** What a state's body has against the declaration's `has`, for the job and for each of its items; empty where it keeps to it. */
export const memberViolations = ({ has, items }: XJob, state: JobState): readonly string[] => [
  ...violations(membersFor(has, state), state.body, ""),
  ...(state.items ?? []).flatMap((item, index) => violations(items?.has?.[item.phase], item.body, ` of item ${index}`)),
];

// Filtered, cancelled, expired: only the regular way to fail has the regular members.
const membersFor = (has: XHas<JobState["phase"]> | undefined, state: JobState): XMembers | undefined =>
  state.phase === "failed" && state.failure.kind !== "error" ? undefined : has?.[state.phase];

const violations = (
  { present = [], absent = [], empty = [] }: XMembers = {},
  body: unknown,
  where: string,
): readonly string[] => [
  ...present
    .filter((pointer) => isAbsent(resolvePointer(body, pointer)))
    .map((pointer) => `${pointer}${where} is absent`),
  ...absent
    .filter((pointer) => !isAbsent(resolvePointer(body, pointer)))
    .map((pointer) => `${pointer}${where} is present`),
  ...empty
    .filter((pointer) => !isEmpty(resolvePointer(body, pointer)))
    .map((pointer) => `${pointer}${where} is not empty`),
];

const isEmpty = (value: unknown): boolean =>
  value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
