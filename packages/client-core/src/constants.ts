/** Where an operation has parameters with one legal value, by their names. */
export type ConstantNames = { readonly [place in "path" | "query" | "header" | "cookie"]?: string };

/**
 * An operation of which some parameters need not be given, for they have one legal value.
 *
 * @example
 * ```ts
 * type Init = StartInit<WithConstants<operations["createThing"], { header: "X-Version" }>>;
 * ```
 */
export type WithConstants<Operation, Names extends ConstantNames> = Operation extends { parameters: infer Parameters }
  ? Omit<Operation, "parameters"> & { parameters: OptionalGroups<LooseGroups<Parameters, Names>> }
  : Operation;

type LooseGroups<Parameters, Names> = {
  [Place in keyof Parameters]: Place extends keyof Names
    ? Loose<NonNullable<Parameters[Place]>, Names[Place]>
    : Parameters[Place];
};

type Loose<Group, Name> = Omit<Group, Name & PropertyKey> & Partial<Pick<Group, Name & keyof Group>>;

/** Of a group in which nothing has to be given, nothing has to be there. */
type OptionalGroups<Groups> = {
  [Place in keyof Groups as IsLoose<Groups[Place]> extends true ? never : Place]: Groups[Place];
} & { [Place in keyof Groups as IsLoose<Groups[Place]> extends true ? Place : never]?: Groups[Place] };

// Every object can be given where nothing has to be.
type IsLoose<Group> = Record<never, never> extends Group ? true : false;
