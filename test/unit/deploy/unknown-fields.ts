/** Checks a value, by reading all that it knows of it. */
export type Validator = ((value: unknown) => boolean) & { readonly errors?: readonly Fault[] | null | undefined };

interface Fault {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: unknown;
}

/**
 * What is wrong with a value, and which of its fields the validator never looked at: Kubernetes' schemas let unknown fields pass, and its
 * servers drop them without a word.
 */
export function faultsOf(validate: Validator, value: object): string[] {
  const read = new Set<string>();
  const isValid = validate(watched(value, '', read));
  const faults = isValid
    ? []
    : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.keyword} ${JSON.stringify(one.params)}`);
  return [...faults, ...pathsOf(value, '').flatMap((path) => (read.has(path) ? [] : `${path} is no field`))];
}

function watched(value: object, path: string, read: Set<string>): object {
  return new Proxy(value, {
    get(target, key, receiver) {
      const inner: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol') return inner;
      read.add(`${path}/${key}`);
      return typeof inner === 'object' && inner !== null ? watched(inner, `${path}/${key}`, read) : inner;
    },
  });
}

function pathsOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [`${path}/${key}`, ...pathsOf(inner, `${path}/${key}`)]);
}
