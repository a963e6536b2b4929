import type { Scalar, XJob } from "@genwait/lifecycle";

import type { Schema } from "./schema.ts";

/** One operation of a document, references resolved. */
export interface Operation {
  /** The operationId, or `get /path` where the document gives none. */
  readonly name: string;
  readonly method: string;
  /** As the document writes it: `/jobs/{id}`. */
  readonly path: string;
  readonly deprecated: boolean;
  /** Alternatives, each a list of schemes that all must hold; empty where anybody may call. */
  readonly security: readonly (readonly SecurityScheme[])[];
  readonly responses: readonly ResponseModel[];
  readonly parameters: readonly ParameterModel[];
  /** Whether headers or cookies are among its parameters. */
  readonly readsHeaders: boolean;
  /** The media types that a request's body may have; empty where it has none. */
  readonly bodyTypes: readonly string[];
  /** A JSON body with what is required, by the document's examples; absent where none is declared. */
  readonly exampleBody?: unknown;
  /** What the service calls when this was called. */
  readonly callbacks: readonly CallbackModel[];
  readonly xJob?: XJob;
}

/** A parameter of an operation's path, query or headers. */
export interface ParameterModel {
  /** In lower case where it is a header. */
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  /** The only value that it can have; absent where there are several. */
  readonly value?: Scalar;
  /** As the document shows it, as text. */
  readonly example?: string;
  readonly schema?: Schema;
}

/** A call that a service makes, by the caller's wish. */
export interface CallbackModel {
  /** The name under which the document declares it. */
  readonly name: string;
  /** With runtime expressions in braces. */
  readonly url: string;
  /** In lower case. */
  readonly method: string;
  /** By the document's examples; absent where it has none. */
  readonly body?: unknown;
  /** Of a JSON body. */
  readonly schema?: Schema;
}

/** Where a key may stand. */
export type SecurityScheme =
  | {
      readonly type: "apiKey";
      readonly in: string;
      readonly name: string;
      /** What stands before the key, such as `Key `. */
      readonly prefix?: string;
    }
  | { readonly type: "http"; readonly scheme: string }
  | { readonly type: "other" };

/** A declared response. */
export interface ResponseModel {
  /** `200`, `4XX` or `default`. */
  readonly code: string;
  readonly headers: readonly HeaderModel[];
  readonly contents: readonly ContentModel[];
}

/** A declared header, with its example as text. */
export interface HeaderModel {
  /** In lower case. */
  readonly name: string;
  readonly required: boolean;
  readonly example?: string;
}

/** One media type of a response. */
export interface ContentModel {
  readonly mediaType: string;
  readonly schema?: Schema;
  readonly examples: readonly { readonly key: string; readonly value: unknown }[];
}

/** The response that is declared for a code: itself, its class, or the default. */
export const responseFor = (operation: Operation, code: number): ResponseModel | undefined =>
  operation.responses.find((response) => response.code === String(code)) ??
  operation.responses.find((response) => response.code.toUpperCase() === `${Math.floor(code / 100)}XX`) ??
  operation.responses.find((response) => response.code === "default");

/** The declared codes of success, lowest first; 200 where the document names none. */
export const successCodes = (operation: Operation): readonly number[] => {
  const codes = operation.responses.flatMap(({ code }) => {
    if (/^2\d\d$/.test(code)) return [Number(code)];
    return /^2xx$/i.test(code) || code === "default" ? [200] : [];
  });
  return codes.length === 0 ? [200] : [...new Set(codes)].toSorted((a, b) => a - b);
};

/** The content of a response that has a media type, else its JSON, or else whatever comes first. */
export const contentOf = (response: ResponseModel | undefined, media?: string): ContentModel | undefined =>
  response?.contents.find(({ mediaType }) => mediaType.toLowerCase().split(";")[0]?.trim() === media) ??
  response?.contents.find(({ mediaType }) => isJson(mediaType)) ??
  response?.contents[0];

/** Whether a media type is JSON, in any of its dresses. */
export const isJson = (mediaType: string): boolean => /^application\/(?:[\w.+-]+\+)?json\b/i.test(mediaType);
