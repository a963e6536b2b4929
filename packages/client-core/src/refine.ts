/**
 * A body whose members are replaced where more is known of them, through objects and the elements of arrays. `unknown` says
 * only that a member is there: it keeps its type, without null.
 *
 * @example
 * ```ts
 * type Succeeded = Refine<{ outputs?: { url: string | null; size: number }[] }, { outputs: { url: string }[] }>;
 * // { outputs: { url: string; size: number }[] }
 * ```
 */
export type Refine<Body, Over> = unknown extends Over
  ? Body
  : Over extends string | number | boolean | null | undefined
    ? Over
    : Over extends readonly (infer Item)[]
      ? Refine<Member<Body, number>, Item>[]
      : Over extends object
        ? Body extends unknown
          ? Flat<{ [K in keyof Body as K extends keyof Over ? never : K]: Body[K] } & RefinedMembers<Body, Over>>
          : never
        : Over;

type RefinedMembers<Body, Over> = { [K in keyof Over]: Refine<Member<Body, K>, Over[K]> };

type Member<Body, K> = K extends keyof NonNullable<Body> ? NonNullable<NonNullable<Body>[K]> : unknown;

// An intersection is shown member by member once it is mapped.
type Flat<T> = { [K in keyof T]: T[K] };
