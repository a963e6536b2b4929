import { createRequire, Module } from "node:module";

/** A CommonJS module that is to load late. */
export interface LazyModule {
  readonly name: string;
  /** The modules that lead to it from the parent, each required by the one before, where the parent itself cannot. */
  readonly of?: readonly string[];
  /** An exported object that is asked for at once and used late. */
  readonly member?: string;
}

/**
 * Lets CommonJS modules load when something of them is first used, instead of when they are required. Holds for what is
 * required until the returned function is called; a module that has been loaded before stays as it is.
 */
export const makeLazy = (parent: string, modules: readonly LazyModule[]): (() => void) => {
  const placed: (() => void)[] = [];
  for (const { name, of, member } of modules) {
    const require = requireOf(parent, of);
    const file = require && resolved(require, name);
    if (file === undefined || require?.cache[file] !== undefined) continue;
    const placeholder = new Module(file);
    const remove = (): void => {
      if (require?.cache[file] === placeholder) delete require.cache[file];
    };
    const load = (): unknown => {
      remove();
      return require?.(file);
    };
    Object.assign(placeholder, { filename: file, loaded: true, exports: lazily(load, member) });
    Object.assign(require?.cache ?? {}, { [file]: placeholder });
    placed.push(remove);
  }
  return () => {
    for (const remove of placed) remove();
  };
};

const requireOf = (parent: string, of: readonly string[] = []): NodeJS.Require | undefined => {
  let require: NodeJS.Require | undefined = createRequire(parent);
  for (const name of of) {
    const file: string | undefined = require && resolved(require, name);
    require = file === undefined ? undefined : createRequire(file);
  }
  return require;
};

// Another version may have moved the module: then it loads as it always did.
const resolved = (require: NodeJS.Require, name: string): string | undefined => {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
};

const lazily = (load: () => unknown, member?: string): object => {
  let loaded: unknown;
  const real = (): object => {
    loaded ??= load();
    return typeof loaded === "object" || typeof loaded === "function" ? (loaded ?? {}) : {};
  };
  const inner = member === undefined ? undefined : lazily(() => Reflect.get(real(), member));
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === member) return inner;
        // Compilers ask for this one at once, and all of these modules reply alike.
        return name === "__esModule" ? true : Reflect.get(real(), name);
      },
      has: (_, name) => Reflect.has(real(), name),
    },
  );
};
