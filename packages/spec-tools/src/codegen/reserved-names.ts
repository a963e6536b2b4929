const ofTheLanguage =
  "Array Boolean Date Error Exclude Extract Function Map Number Object Omit Partial Pick Promise Readonly ReadonlyArray Record RegExp Required Set String Symbol";

const imported =
  "ApiClient ApiDescriptor ApiError CallOptions ClientOptions Departure EndState FailedItemState Failure ItemState Job JobOptions JobState Operation SavedJob Started Validate WithRequired";

/** Names that generated modules import, export or take from the language; a component schema cannot have one of them. */
export const reservedNames: readonly string[] = `${ofTheLanguage} ${imported}`.split(" ");
