/** Names that generated modules import or take from the language; a component schema cannot have one of them. */
export const reservedNames: readonly string[] = [
  ...["Array", "Boolean", "Date", "Error", "Exclude", "Extract", "Function", "Map", "Number", "Object", "Omit", "Partial", "Pick", "Promise"],
  ...["Readonly", "ReadonlyArray", "Record", "RegExp", "Required", "Set", "String", "Symbol", "WithRequired"],
  ...["ApiClient", "ApiDescriptor", "ApiError", "Blame", "CallErrorKind", "CallOptions", "ClientOptions", "Clock", "Departure", "EndState", "FailedItemState"],
  ...["Failure", "FailureKind", "ItemState", "Job", "JobDeclaration", "JobOptions", "JobState", "Lifecycle", "Operation", "Phase", "Reading"],
  ...["SavedJob", "Started", "Validate"],
];
