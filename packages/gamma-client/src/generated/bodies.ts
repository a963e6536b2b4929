// Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { CreditsResponse, ErrorResponse, GenerationStatus } from "./schema.ts";

/** The body of an answer about a generation job, for each phase it can have. */
export interface GenerationBodies {
  readonly pending: GenerationPending;
  readonly succeeded: GenerationSucceeded;
  readonly failed: GenerationFailed;
}

/** What an answer about a pending generation job holds. */
export interface GenerationPending {
  /** Generation job identifier */
  generationId: string;
  status: GenerationStatus;
}

/** What an answer about a succeeded generation job holds. */
export interface GenerationSucceeded {
  /** Generation job identifier */
  generationId: string;
  /** Current status of the generation job */
  status: "completed";
  /** File identifier for the generated Gamma */
  gammaId?: string;
  /** URL to view the generated Gamma */
  gammaUrl: string;
  /** Download URL for exported file (PDF/PPTX) */
  exportUrl?: string;
  /** Credit deduction details */
  credits?: CreditsResponse;
  /** Title of the generated Gamma */
  title?: string;
}

/** What an answer about a failed generation job holds. */
export interface GenerationFailed {
  /** Generation job identifier */
  generationId: string;
  /** Current status of the generation job */
  status: "failed";
  /** Error details when status is "failed" */
  error: ErrorResponse;
  /** Credit deduction details */
  credits?: CreditsResponse;
}
