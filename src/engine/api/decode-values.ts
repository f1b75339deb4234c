/** Scalar values of the API: which JSON values each type takes, and what is said of the others. */
import type { Json } from '../../k8s/types';
import { jsonWord } from './patch/json-value';

export const SCALARS: ReadonlySet<string> = new Set([
  'string',
  'bool',
  'int32',
  'int64',
  'float64',
  'bytes',
  'quantity',
  'intOrString',
  'time',
  'microTime',
  'any',
  'schema',
]);

const GO_NAMES: Readonly<Record<string, string>> = {
  bytes: '[]uint8',
  quantity: 'resource.Quantity',
  intOrString: 'intstr.IntOrString',
  time: 'v1.Time',
  microTime: 'v1.MicroTime',
  any: 'runtime.RawExtension',
};

/** The Go type as Go prints it: `int32`, `[]v1.Container`, `map[string]string`, `v1.ResourceList`. */
export function goType(type: string): string {
  if (type === '{}quantity') return 'v1.ResourceList';
  if (type.startsWith('[]')) return `[]${goType(type.slice(2))}`;
  if (type.startsWith('{}')) return `map[string]${goType(type.slice(2))}`;
  if (Object.hasOwn(GO_NAMES, type)) return GO_NAMES[type] ?? type;
  return SCALARS.has(type) || type.includes('.') ? type : `v1.${bareName(type)}`;
}

/** The struct as Go calls it: `EndpointPort` of `discovery/EndpointPort`. */
export function bareName(struct: string): string {
  return struct.slice(struct.indexOf('/') + 1);
}

/**
 * What is wrong with a scalar: `text` where the type decodes itself and words its own error, else `word`, the JSON kind to
 * name; undefined when nothing is. Times are read in decode-time.ts.
 */
export function valueProblem(type: string, value: Json): { text: string } | { word: string } | undefined {
  switch (type) {
    case 'bool':
      return typeof value === 'boolean' ? undefined : { word: jsonWord(value) };
    case 'int32':
    case 'int64':
      return integerProblem(type, value);
    case 'float64':
      return typeof value === 'number' ? undefined : { word: jsonWord(value) };
    case 'intOrString':
      return typeof value === 'string' ? undefined : integerProblem('int32', value);
    case 'quantity':
      return quantityProblem(value);
    case 'bytes':
      return bytesProblem(value);
    default:
      return typeof value === 'string' ? undefined : { word: jsonWord(value) };
  }
}

function integerProblem(type: 'int32' | 'int64', value: Json): { word: string } | undefined {
  if (typeof value !== 'number') return { word: jsonWord(value) };
  const limit = type === 'int32' ? 2 ** 31 : 2 ** 63;
  // The largest int64, 9223372036854775807, has become 2 ** 63 on its way through a double.
  const most = type === 'int32' ? limit - 1 : limit;
  const fits = Number.isInteger(value) && value >= -limit && value <= most;
  return fits ? undefined : { word: `number ${value}` };
}

const FORMAT = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SUFFIXES = new Set([
  '',
  'n',
  'u',
  'm',
  'k',
  'M',
  'G',
  'T',
  'P',
  'E',
  'Ki',
  'Mi',
  'Gi',
  'Ti',
  'Pi',
  'Ei',
]);

/** VAL-48. */
function quantityProblem(value: Json): { text: string } | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return { text: FORMAT };
  const text = String(value).trim();
  const parts = /^[+-]?([0-9]*(?:\.[0-9]*)?)([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text);
  if (text === '' || parts === null) return { text: FORMAT };
  const suffix = parts[2] ?? '';
  if (!SUFFIXES.has(suffix) && !/^[eE][-+]?[0-9]+$/.test(suffix)) {
    return { text: "unable to parse quantity's suffix" };
  }
  if (!/[0-9]/.test(parts[1] ?? '')) return { text: 'unable to parse numeric part of quantity' };
  return undefined;
}

function bytesProblem(value: Json): { text: string } | { word: string } | undefined {
  if (typeof value !== 'string') return { word: jsonWord(value) };
  const at = badBase64(value);
  return at < 0 ? undefined : { text: `illegal base64 data at input byte ${at}` };
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Where Go stops reading, or -1. Line ends may stand anywhere. */
function badBase64(text: string): number {
  const skip = (from: number): number => {
    let i = from;
    while (text[i] === '\n' || text[i] === '\r') i++;
    return i;
  };
  let inGroup = 0;
  for (let i = skip(0); i < text.length; i = skip(i + 1)) {
    if (BASE64.includes(text[i] as string)) inGroup = (inGroup + 1) % 4;
    else if (text[i] !== '=' || inGroup < 2) return i;
    else {
      let next = skip(i + 1);
      if (inGroup === 2) {
        if (next >= text.length) return text.length;
        if (text[next] !== '=') return next - 1;
        next = skip(next + 1);
      }
      return next < text.length ? next : -1;
    }
  }
  return inGroup === 0 ? -1 : text.length - inGroup;
}

/** Base64 as it is written out: without line ends, and without bits after the last byte. */
export function canonicalBase64(text: string): string {
  const bare = text.replace(/[\r\n]/g, '');
  const padding = bare.endsWith('==') ? 2 : bare.endsWith('=') ? 1 : 0;
  if (padding === 0) return bare;
  const last = bare.length - padding - 1;
  const kept = BASE64.indexOf(bare[last] as string) & (padding === 2 ? 0b110000 : 0b111100);
  return bare.slice(0, last) + (BASE64[kept] ?? '') + '='.repeat(padding);
}

/** The words of the converter that patches go through, for a value of a wrong type. */
export function restoreProblem(type: string, value: Json): string {
  const from = Array.isArray(value)
    ? 'slice'
    : typeof value === 'boolean'
      ? 'bool'
      : typeof value === 'number'
        ? Number.isInteger(value)
          ? 'int64'
          : 'float64'
        : typeof value === 'object'
          ? 'map'
          : 'string';
  if (type.startsWith('[]') || type === 'bytes') return `cannot restore slice from ${from}`;
  if (type.startsWith('{}')) return `cannot restore map from ${from}`;
  if (!SCALARS.has(type) && !type.includes('.')) return `cannot restore struct from: ${from}`;
  const to = type === 'bool' || type === 'int32' || type === 'int64' ? type : 'string';
  // Go can convert these pairs, which the converter refuses in other words.
  const convertible = (from === 'int64' && to === 'string') || (from === 'float64' && to.startsWith('int'));
  return convertible ? `cannot convert ${from} to ${goType(type)}` : `unrecognized type: ${to}`;
}
