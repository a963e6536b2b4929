import type { Basis } from "../body/basis.ts";
import type { Composer } from "../body/composer.ts";
import type { ApiModel } from "../document/api-model.ts";
import type { Engine } from "../engine/engine.ts";
import type { InjectedFaults } from "../fault/injected-faults.ts";
import type { JobStore } from "../life/job-store.ts";
import type { Limiter } from "../limit/limiter.ts";
import type { MockTime } from "../mock-time.ts";
import type { ScenarioBook } from "../scenario/scenario-book.ts";
import type { Changes } from "./changes.ts";
import type { Prove } from "./prove.ts";

/** What all APIs of one service share. */
export interface Shared {
  readonly store: JobStore;
  readonly book: ScenarioBook;
  readonly faults: InjectedFaults;
  readonly time: MockTime;
  readonly changes: Changes;
  readonly seed: string | number;
  readonly isStrict: boolean;
  readonly keys?: readonly string[];
}

/** What answering for one API takes. */
export interface ApiContext {
  readonly api: ApiModel;
  readonly engine: Engine;
  readonly basis: Basis;
  readonly compose: Composer;
  readonly limiter: Limiter;
  readonly shared: Shared;
  /** How an answer departs from the document; proven once for each shape. */
  readonly prove: Prove;
}
