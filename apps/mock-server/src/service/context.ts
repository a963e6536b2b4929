import type { ResponseTemplate } from "../body/response-template.ts";
import type { Composer } from "../body/composer.ts";
import type { ApiModel } from "../document/api-model.ts";
import type { Engine } from "../engine/engine.ts";
import type { InjectedFaults } from "../fault/injected-faults.ts";
import type { JobStore } from "../job/job-store.ts";
import type { RateLimiter } from "../limit/rate-limiter.ts";
import type { MockTime } from "../mock-time.ts";
import type { ScenarioBook } from "../scenario/scenario-book.ts";
import type { Callbacks } from "./callbacks.ts";
import type { Changes } from "./changes.ts";
import type { ToldJobs } from "./told-jobs.ts";
import type { ValidateResponse } from "./validate-response.ts";

/** What all APIs of one service share. */
export interface Shared {
  readonly store: JobStore;
  readonly book: ScenarioBook;
  readonly faults: InjectedFaults;
  readonly time: MockTime;
  readonly changes: Changes;
  readonly seed: string | number;
  /** Whether any id is a job. */
  readonly takesAnyId: boolean;
  /** Whether a request must be as the document wants it. */
  readonly validatesRequests: boolean;
  readonly callbacks: Callbacks;
  /** Creates so far, by API: what makes an id different from the last one's. */
  readonly creates: Map<string, number>;
  readonly keys?: readonly string[];
}

/** What responding for one API takes. */
export interface ApiContext {
  readonly api: ApiModel;
  readonly engine: Engine;
  readonly responseTemplate: ResponseTemplate;
  readonly compose: Composer;
  readonly rateLimiter: RateLimiter;
  /** Jobs by what responses told of them. */
  readonly told: ToldJobs;
  /** Addresses of files stay the service's own. */
  readonly keepsUrls: boolean;
  readonly shared: Shared;
  /** What addresses of files begin with, where the caller's own way to the API does not count. */
  readonly publicUrl?: string;
  /** How a response differs from the document; validated once for each shape. */
  readonly validateResponse: ValidateResponse;
}
