import { describeValue, resolvePointer, type SchemaMismatch } from "@genwait/lifecycle";
import type { ApiOperation } from "./api-description.ts";
import { type Call, shown } from "./call.ts";
import type { ClientSettings } from "./client-options.ts";
import { isUtf8, type ReceivedResponse } from "./response-body.ts";

/** Checks whole responses against the schemas of a document; `createValidator` of `@genwait/client-core/validate` makes it. */
export interface ResponseValidator {
  /** Where a response leaves its schema; nothing where it does not. */
  check(operation: Pick<ApiOperation, "method" | "path">, response: CheckedResponse): readonly FoundMismatch[];
}

/** What of a response is checked. */
export interface CheckedResponse {
  readonly status: number;
  /** Undefined for a response without a body. */
  readonly body: unknown;
}

export interface FoundMismatch {
  /** A JSON Pointer into the body, or `$statusCode`. */
  readonly pointer: string;
  /** What the schema asks for, in words. */
  readonly expected: string;
}

// Against schemas with open maps, whose pointers are made of data.
const mostPlaces = 1000;

/** Finds where the responses to one client leave their schemas, each place once. */
export class SchemaMismatches {
  readonly #settings: ClientSettings;
  readonly #places = new Set<string>();

  constructor(settings: ClientSettings) {
    this.#settings = settings;
  }

  /**
   * What is new about a response that could be read. A mismatch costs nothing, for no paid job shall be lost to a null
   * somewhere; a strict client makes an error of it.
   *
   * @throws ApiError for any mismatch, if the client is strict.
   */
  of(call: Call, received: ReceivedResponse, jobId?: string): readonly SchemaMismatch[] {
    const found = [...headerMismatches(received), ...this.#bodyMismatches(call, received)];
    const mismatches = found.map((mismatch) => ({
      operation: call.operation.id,
      pointer: mismatch.pointer,
      expected: mismatch.expected,
      found: shown(call.redact(mismatch.found)),
    }));
    const [first] = mismatches;
    if (first && this.#settings.strict)
      throw call.error("invalid-response", { why: differenceOf(first), received, jobId });
    return mismatches.filter((mismatch) => this.#isNew(mismatch));
  }

  #bodyMismatches({ operation }: Call, { status, body }: ReceivedResponse): readonly ShownMismatch[] {
    const found = this.#settings.validate?.check(operation, { status, body }) ?? [];
    return found.map(({ pointer, expected }) => ({
      // A mismatch in a list of a thousand items is one place, not a thousand.
      pointer: pointer.replaceAll(/\/\d+(?=\/|$)/g, "/*"),
      expected,
      found: pointer === "$statusCode" ? `${status}` : describeValue(resolvePointer(body, pointer)),
    }));
  }

  #isNew(mismatch: SchemaMismatch): boolean {
    const place = `${mismatch.operation} ${mismatch.pointer}`;
    if (this.#places.size >= mostPlaces || this.#places.has(place)) return false;
    this.#places.add(place);
    void report(this.#settings.onSchemaMismatch, mismatch);
    return true;
  }
}

type ShownMismatch = Omit<SchemaMismatch, "operation">;

/** A callback that throws costs no response. */
const report = async (
  onSchemaMismatch: ClientSettings["onSchemaMismatch"],
  mismatch: SchemaMismatch,
): Promise<void> => {
  try {
    await onSchemaMismatch?.(mismatch);
  } catch {
    // It is the callback's own; whoever waits for the job cannot do anything about it.
  }
};

const headerMismatches = ({ text, header }: ReceivedResponse): readonly ShownMismatch[] => {
  if (text === "") return [];
  const pointer = "$response.header.content-type";
  const found = header("content-type") ?? "nothing";
  if (!/[/+]json\b/i.test(found)) return [{ pointer, expected: "JSON", found }];
  return isUtf8(found) ? [] : [{ pointer, expected: "UTF-8", found }];
};

/** What is wrong with a response that is not what it must be. */
export const differenceOf = ({ pointer, expected, found }: ShownMismatch): string =>
  `${pointer || "the response"} is ${found} instead of ${expected}`;
