import { createRequire } from "node:module";
import { isRecord } from "@genwait/lifecycle";

/** A Worker as one script. */
interface WorkerScript {
  readonly script: string;
  readonly bindings: Readonly<Record<string, string>>;
}

interface Miniflare {
  dispatchFetch(url: string): Promise<Response>;
  dispose(): Promise<void>;
}

/** Starts a Worker in workerd, sends it all requests at once, and gives the phase that each response names, or its text. */
export const sendToWorker = async (
  modules: string,
  { script, bindings }: WorkerScript,
  queries: readonly string[],
): Promise<readonly string[]> => {
  const miniflare = startMiniflare(modules, { modules: true, script, bindings, compatibilityDate: "2026-01-01" });
  try {
    return await Promise.all(
      queries.map(async (query) => {
        const response = await miniflare.dispatchFetch(`http://worker.test/${query}`);
        const text = await response.text();
        const body: unknown = response.ok ? JSON.parse(text) : text;
        return isRecord(body) ? String(body["phase"]) : text;
      }),
    );
  } finally {
    await miniflare.dispose();
  }
};

const startMiniflare = (modules: string, options: object): Miniflare => {
  const loaded: { readonly Miniflare: new (options: object) => Miniflare } = createRequire(`${modules}/`)("miniflare");
  return new loaded.Miniflare(options);
};
