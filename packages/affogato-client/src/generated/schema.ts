// Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
export interface GenerationStatusSuccessResponse {
  data?: GenerationStatus[];
  /** The error if the request was not successful */
  err?: {
    /**
     * Why the request was not successful
     * Observed: public code looks for a message in err; what else is in it nobody says.
     */
    message?: string;
  };
}

export interface GenerationStatus {
  /** The id of the image */
  image_id?: string;
  /** The status of the image */
  status?: "success" | "failed" | "censored" | (string & {});
}

export interface GenerationResponse {
  data?: Generation;
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

export interface Generation {
  /** The id of the generation */
  generation_id?: string;
  /** When it was created, in Unix seconds */
  created_at?: number;
  /** The images or videos of the generation, each with its own status */
  media?: Media[];
}

export interface Media {
  /** The id of the medium */
  id?: string;
  /** What it is */
  type?: "image" | "video" | (string & {});
  /**
   * The status of the medium
   * Assumed: a medium can be withheld here too, with the word that the old status operation documents.
   */
  status?: "pending" | "success" | "failed" | "censored" | (string & {});
  /** Width and height in pixels */
  dim?: {
    height?: number;
    width?: number;
  };
  /** Where the medium is; absent while pending, empty when failed */
  url?: string;
}

/** Of the media. What total counts is not said. */
export interface Pagination {
  page?: number;
  page_size?: number;
  total?: number;
}

/** The jobs to start, all under one generation id */
export type CreateGenerationRequest = GenerationJobSchema[];

export interface GenerationJobSchema {
  prompt: {
    /** What to show. At least 1 character. */
    positive: string;
    /** What to avoid */
    negative?: string;
  };
  /** Width to height */
  aspect_ratio?: string;
  /** How many media this job makes. At least 1. */
  batch_size?: number;
  /** How closely to follow the prompt */
  cfg_scale?: number;
  /** The name of a model */
  model?: string;
  /** Plain or Plus */
  quality?: string;
  /** The name of a sampler */
  sampler?: string;
  /** The same seed gives the same picture */
  seed?: number;
  /** How many steps to sample. At least 1. */
  steps?: number;
}

export interface CreateGenerationResponse {
  data?: CreatedGeneration;
  /** The error if the request was not successful; empty on success */
  err?: {
    /**
     * Why the request was not successful
     * Observed: public code looks for a message in err; what else is in it nobody says.
     */
    message?: string;
  };
}

export interface CreatedGeneration {
  /** Credits left after this call */
  credits_remaining?: number;
  /** The id to ask for */
  generation_id?: string;
  /** One entry for each medium to come */
  media?: CreatedMedia[];
}

export interface CreatedMedia {
  /** The id of the medium */
  id?: string;
  /** What it will be */
  type?: "image" | "video" | (string & {});
  /** Always the same at this time */
  status?: "initiated" | (string & {});
}
