// Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { GenerationResponse, GenerationStatusSuccessResponse, Pagination } from "./schema.ts";

/** The body of an answer about a generationStatus job, for each phase it can have. */
export interface GenerationStatusBodies {
  readonly pending: GenerationStatusPending;
  readonly succeeded: GenerationStatusSucceeded;
  readonly partial: GenerationStatusPartial;
  readonly failed: GenerationStatusFailed;
}

/** The body of an answer about a generation job, for each phase it can have. */
export interface GenerationBodies {
  readonly pending: GenerationPending;
  readonly succeeded: GenerationSucceeded;
  readonly partial: GenerationPartial;
  readonly failed: GenerationFailed;
}

/** A pending output of a generationStatus job. */
export interface GenerationStatusItemPending {
  /** The id of the image */
  image_id?: string;
  /** The status of the image */
  status: "success" | "failed" | "censored" | (string & {});
}

/** A succeeded output of a generationStatus job. */
export interface GenerationStatusItemSucceeded {
  /** The id of the image */
  image_id?: string;
  /** The status of the image */
  status: "success";
}

/** A failed output of a generationStatus job. */
export interface GenerationStatusItemFailed {
  /** The id of the image */
  image_id?: string;
  /** The status of the image */
  status: "failed" | "censored";
}

/** What an answer about a pending generationStatus job holds. */
export type GenerationStatusPending = GenerationStatusSuccessResponse;

/** What an answer about a succeeded generationStatus job holds. */
export interface GenerationStatusSucceeded {
  data: GenerationStatusItemSucceeded[];
  /** The error if the request was not successful */
  err?: {
    /**
     * Why the request was not successful
     * Observed: public code looks for a message in err; what else is in it nobody says.
     */
    message?: string;
  };
}

/** What an answer about a partial generationStatus job holds. */
export interface GenerationStatusPartial {
  data: (GenerationStatusItemSucceeded | GenerationStatusItemFailed)[];
  /** The error if the request was not successful */
  err?: {
    /**
     * Why the request was not successful
     * Observed: public code looks for a message in err; what else is in it nobody says.
     */
    message?: string;
  };
}

/** What an answer about a failed generationStatus job holds. */
export interface GenerationStatusFailed {
  data: GenerationStatusItemFailed[];
  /** The error if the request was not successful */
  err?: {
    /**
     * Why the request was not successful
     * Observed: public code looks for a message in err; what else is in it nobody says.
     */
    message?: string;
  };
}

/** A pending output of a generation job. */
export interface GenerationItemPending {
  /** The id of the medium */
  id?: string;
  /** What it is */
  type?: "image" | "video" | (string & {});
  /**
   * The status of the medium
   * Assumed: a medium can be withheld here too, with the word that the old status operation documents.
   */
  status: "pending" | "success" | "failed" | "censored" | (string & {});
  /** Width and height in pixels */
  dim?: {
    height?: number;
    width?: number;
  };
}

/** A succeeded output of a generation job. */
export interface GenerationItemSucceeded {
  /** The id of the medium */
  id?: string;
  /** What it is */
  type?: "image" | "video" | (string & {});
  /**
   * The status of the medium
   * Assumed: a medium can be withheld here too, with the word that the old status operation documents.
   */
  status: "success";
  /** Width and height in pixels */
  dim?: {
    height?: number;
    width?: number;
  };
  /** Where the medium is; absent while pending, empty when failed */
  url: string;
}

/** A failed output of a generation job. */
export interface GenerationItemFailed {
  /** The id of the medium */
  id?: string;
  /** What it is */
  type?: "image" | "video" | (string & {});
  /**
   * The status of the medium
   * Assumed: a medium can be withheld here too, with the word that the old status operation documents.
   */
  status: "failed" | "censored";
  /** Width and height in pixels */
  dim?: {
    height?: number;
    width?: number;
  };
  /** Where the medium is; absent while pending, empty when failed */
  url?: string;
}

/** What an answer about a pending generation job holds. */
export type GenerationPending = GenerationResponse;

/** What an answer about a succeeded generation job holds. */
export interface GenerationSucceeded {
  data: {
    /** The id of the generation */
    generation_id: string;
    /** When it was created, in Unix seconds */
    created_at?: number;
    /** The images or videos of the generation, each with its own status */
    media: GenerationItemSucceeded[];
  };
  /** The error if the request was not successful; empty on success */
  err?: {
    /**
     * Why the request was not successful
     * Observed: public code looks for a message in err; what else is in it nobody says.
     */
    message?: string;
  };
  pagination?: Pagination;
}

/** What an answer about a partial generation job holds. */
export interface GenerationPartial {
  data: {
    /** The id of the generation */
    generation_id: string;
    /** When it was created, in Unix seconds */
    created_at?: number;
    /** The images or videos of the generation, each with its own status */
    media: (GenerationItemSucceeded | GenerationItemFailed)[];
  };
  /** The error if the request was not successful; empty on success */
  err?: {
    /**
     * Why the request was not successful
     * Observed: public code looks for a message in err; what else is in it nobody says.
     */
    message?: string;
  };
  pagination?: Pagination;
}

/** What an answer about a failed generation job holds. */
export interface GenerationFailed {
  data: {
    /** The id of the generation */
    generation_id: string;
    /** When it was created, in Unix seconds */
    created_at?: number;
    /** The images or videos of the generation, each with its own status */
    media: GenerationItemFailed[];
  };
  /** The error if the request was not successful; empty on success */
  err?: {
    /**
     * Why the request was not successful
     * Observed: public code looks for a message in err; what else is in it nobody says.
     */
    message?: string;
  };
  pagination?: Pagination;
}
