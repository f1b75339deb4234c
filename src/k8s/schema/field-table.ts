/** The generated field table (fields.json, made by fields.go) in a form to work with. */
import table from './fields.json';

/** How a strategic merge patch treats a field (API-45). Lists without a rule are replaced as a whole, structs and maps merged. */
export interface MergeRule {
  /** The field by which the items of a list are told apart. */
  key?: string;
  /** A list of scalars without repetitions. */
  set?: true;
  /** The patch names all keys that remain. */
  retainKeys?: true;
  /** A struct that is replaced as a whole. */
  replace?: true;
}

export interface Field {
  /** e.g. `[]Container`; the notation is explained in fields.go. */
  type: string;
  /** The zero value is the same as an absent field, and never written out. */
  dropsZero: boolean;
  /** The zero value is written out even if the field is absent. */
  writesZero: boolean;
  /** A pointer: its absence is written out. */
  writesNull: boolean;
  merge?: MergeRule;
}

export interface Struct {
  fields: ReadonlyMap<string, Field>;
  /** Those whose zero value is written out. */
  written: readonly (readonly [name: string, type: string])[];
}

const TEXTS: Readonly<Record<string, Readonly<Record<string, string>>>> = table;

const structs = new Map<string, Struct>();

/** The fields of a struct by its name (`Container`); undefined when there is none. */
export function structOf(name: string): Struct | undefined {
  const known = structs.get(name);
  if (known !== undefined || !Object.hasOwn(TEXTS, name)) return known;
  const fields = new Map(Object.entries(TEXTS[name] ?? {}).map(([field, text]) => [field, parse(text)]));
  const struct: Struct = {
    fields,
    written: [...fields].flatMap(([field, { type, writesZero }]) => (writesZero ? [[field, type]] : [])),
  };
  structs.set(name, struct);
  return struct;
}

/** `DaemonSet`, `Container`, … */
export function structNames(): string[] {
  return Object.keys(TEXTS);
}

/** The type of the items of a list or map, or the type itself: `Container` of `[]Container`. */
export function itemType(type: string): string {
  return type.replace(/^(\[\]|\{\})+/, '');
}

function parse(text: string): Field {
  const bar = text.indexOf('|');
  const marked = bar < 0 ? text : text.slice(0, bar);
  const mark = marked.at(-1);
  const merge = bar < 0 ? undefined : mergeRule(text.slice(bar + 1), marked.startsWith('[]'));
  return {
    type: /[?!~]$/.test(marked) ? marked.slice(0, -1) : marked,
    dropsZero: mark === '?',
    writesZero: mark === '!',
    writesNull: mark === '~',
    ...(merge && { merge }),
  };
}

function mergeRule(text: string, isList: boolean): MergeRule {
  if (text === '=') return { replace: true };
  const retainKeys = text.endsWith('+');
  const key = retainKeys ? text.slice(0, -1) : text;
  return {
    ...(key !== '' ? { key } : isList && { set: true }),
    ...(retainKeys && { retainKeys }),
  };
}
