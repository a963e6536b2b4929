// Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
export interface GenerationStatusResponse {
  /** Generation job identifier */
  generationId: string;
  status: GenerationStatus;
  /** File identifier for the generated Gamma */
  gammaId?: string;
  /** URL to view the generated Gamma */
  gammaUrl?: string;
  /** Error details when status is "failed" */
  error?: ErrorResponse;
  /** Download URL for exported file (PDF/PPTX) */
  exportUrl?: string;
  /** Credit deduction details */
  credits?: CreditsResponse;
  /** Title of the generated Gamma */
  title?: string;
}

/** Current status of the generation job */
export type GenerationStatus = "pending" | "completed" | "failed" | (string & {});

export interface ErrorResponse {
  /** Human-readable error description */
  message: string;
  /** HTTP status code */
  statusCode: number;
}

export interface CreditsResponse {
  /** Credits deducted for this generation */
  deducted: number;
  /** Credits remaining in workspace after deduction */
  remaining: number;
}

export interface CreateGenerationRequest {
  /** What to generate from: a topic, notes or a whole text, image URLs included. 1 to 400000 characters. */
  inputText: string;
  /** What happens to the text: expanded, shortened or kept */
  textMode?: "generate" | "condense" | "preserve";
  /** What is made from the text */
  format?: "presentation" | "document" | "social" | "webpage";
  /** How many cards. At least 1. */
  numCards?: number;
  /** How the text is divided into cards: auto or inputTextBreaks */
  cardSplit?: string;
  /** Asks for a file beside the Gamma; exportUrl appears once completed */
  exportAs?: "pdf" | "pptx" | "png";
  /** A theme of the workspace */
  themeId?: string;
  /** Folders to store the Gamma in */
  folderIds?: string[];
  /** Wishes about content, layout and tone */
  additionalInstructions?: string;
  textOptions?: {
    /** brief, medium, detailed or extensive */
    amount?: string;
    /** Mood or voice */
    tone?: string;
    /** Who will read it */
    audience?: string;
    /** Language of the output */
    language?: string;
  };
  imageOptions?: {
    /** Where images come from */
    source?: string;
    /** Model for generated images */
    model?: string;
    /** Style of generated images */
    style?: string;
  };
  cardOptions?: {
    /** Aspect ratio of the cards */
    dimensions?: string;
    /** What stands in the corners of each card */
    headerFooter?: Record<string, unknown>;
  };
  sharingOptions?: {
    /** Access for members of the workspace */
    workspaceAccess?: string;
    /** Access for everybody else */
    externalAccess?: string;
  };
}

export interface CreateGenerationResponse {
  /** Generation job identifier */
  generationId: string;
  /** What was odd about the request, in one string */
  warnings?: string;
}
