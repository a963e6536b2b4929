import type { EventJob } from "./poller-event.ts";

/** The part of a job that events carry: a job itself may lead to its client. */
export const eventJob = ({ api, name, id }: EventJob): EventJob => ({ api, name, id });
