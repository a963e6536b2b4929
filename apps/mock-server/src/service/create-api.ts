import { parseDuration } from "@genwait/lifecycle";

import { createResponseTemplate } from "../body/response-template.ts";
import { createComposer } from "../body/composer.ts";
import { type ApiModel, callRulesOf, readApi } from "../document/api-model.ts";
import { loadDocument } from "../document/load-document.ts";
import { createEngine } from "../engine/prism.ts";
import { type RateLimitModel, readLimits } from "../limit/limit-model.ts";
import { createRateLimiter } from "../limit/rate-limiter.ts";
import type { MockApiSource, MockOptions } from "../mock-options.ts";
import type { ApiContext, Shared } from "./context.ts";
import { createToldJobs } from "./told-jobs.ts";
import { isSecretFor } from "./webhook-signature.ts";
import { createResponseValidator } from "./validate-response.ts";

/**
 * Makes an API ready to be mocked, from its document alone.
 *
 * @throws TypeError when the document is none that can be mocked.
 */
export const createApi = async (
  source: MockApiSource,
  { limits, publicUrl, vendorUrls = false, webhookSecret }: MockOptions,
  shared: Shared,
): Promise<ApiContext> => {
  const document = await loadDocument(source);
  const engine = await createEngine(document).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TypeError(`Failed to mock ${source.name}: its document cannot be read: ${reason}. Mend the document.`, {
      cause: error,
    });
  });
  const api = readApi(source.name, document, engine.operations);
  const unfit = api.jobs.find(
    ({ declaration: { webhook } }) =>
      webhook !== undefined && webhookSecret !== undefined && !isSecretFor(webhook.verify, webhookSecret),
  );
  if (unfit !== undefined)
    throw new TypeError(
      `Failed to mock ${source.name}: the webhooks of ${unfit.declaration.name} follow Standard Webhooks, and webhookSecret is no base64, as their secrets are. Give one such as whsec_MfKQ9r8GKYqr.`,
    );
  const responseTemplate = createResponseTemplate(engine, (operation) => callRulesOf(api, operation));
  return {
    api,
    engine,
    responseTemplate,
    shared,
    ...publicUrlOf(publicUrl, source.name),
    compose: createComposer(responseTemplate, { seed: shared.seed, keepsUrls: vendorUrls }),
    told: createToldJobs(),
    keepsUrls: vendorUrls,
    rateLimiter: createRateLimiter(limitsOf(api, limits)),
    validateResponse: createResponseValidator(engine),
  };
};

const publicUrlOf = (given: MockOptions["publicUrl"], api: string): { readonly publicUrl?: string } => {
  const url = typeof given === "object" ? (Object.hasOwn(given, api) ? given[api] : undefined) : given;
  if (url === undefined) return {};
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new TypeError(
      `Failed to mock ${api}: its publicUrl, ${JSON.stringify(url)}, is no http address. Give one such as https://mock.example.`,
    );
  return { publicUrl: url.replace(/\/+$/, "") };
};

// One's own numbers go into the shortest window that the API has headers for.
const limitsOf = (api: ApiModel, limits: MockOptions["limits"]): readonly RateLimitModel[] => {
  if (limits === false) return [];
  const [first, ...rest] = readLimits(api);
  if (limits === undefined) return first === undefined ? [] : [first, ...rest];
  const own = { requests: limits.requests, windowMs: parseDuration(limits.per) };
  return [{ ...first, ...own }, ...rest];
};
