import type { Row } from "../row.ts";
import { runProbe } from "../run-probe.ts";
import type { Overheads } from "./overhead-probe.ts";

const factor = 1.5;

/** What a typed, validated call adds to `fetch(new Request())`, beside a client that is typed and validates nothing. */
export const overheadRows = async (): Promise<Row[]> => {
  const probe = new URL("overhead-probe.ts", import.meta.url);
  const { memory, loopback } = await runProbe<Record<"memory" | "loopback", Overheads>>(probe);
  return [rowOf("in memory", memory), rowOf("on loopback", loopback)];
};

const rowOf = (where: string, { bare, genwait, openapiFetch }: Overheads): Row => ({
  figure: `a typed, validated call over fetch(new Request) ${where} (${bare.toFixed(0)} us)`,
  target: `<= ${factor} x openapi-fetch`,
  ours: micro(genwait),
  peer: micro(openapiFetch),
  peerName: "openapi-fetch 0.17",
  ok: genwait <= factor * openapiFetch,
});

const micro = (value: number): string => `${value < 0 ? "" : "+"}${value.toFixed(1)} us`;
