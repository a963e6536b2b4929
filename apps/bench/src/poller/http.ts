import type { Row } from "../row.ts";
import { runProbe } from "../run-probe.ts";
import type { HttpFigures } from "./http-probe.ts";

const limits = { sockets: 256, stallMs: 150, p99Lag: 1.05 };

/** 10,000 jobs over HTTP on loopback, asked for every 5 seconds. */
export const httpRow = async (): Promise<Row> => {
  const probe = new URL("http-probe.ts", import.meta.url);
  const ours = await runProbe<HttpFigures>(probe, "genwait");
  const peer = await runProbe<HttpFigures>(probe, "p-wait-for");
  return {
    figure: "over HTTP: sockets, worst stall, p99 lag in intervals",
    target: `<= ${limits.sockets}, ${limits.stallMs} ms, ${limits.p99Lag}`,
    ours: textOf(ours),
    peer: textOf(peer),
    peerName: "p-wait-for",
    ok:
      ours.sockets <= limits.sockets &&
      ours.stallMs <= limits.stallMs &&
      ours.p99Lag <= limits.p99Lag &&
      ours.failed === 0,
  };
};

const textOf = ({ sockets, stallMs, p99Lag, failed }: HttpFigures): string =>
  `${sockets}, ${stallMs.toFixed(0)} ms, ${p99Lag.toFixed(2)}${failed === 0 ? "" : `, ${failed} failed`}`;
