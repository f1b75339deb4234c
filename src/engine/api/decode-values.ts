/** Scalar values of the API: which JSON values each type takes, and what is said of the others. */
import type { Json } from '../../k8s/types';

export const SCALARS: ReadonlySet<string> = new Set([
  'string',
  'bool',
  'int32',
  'int64',
  'bytes',
  'quantity',
  'intOrString',
  'time',
  'microTime',
  'any',
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
  return SCALARS.has(type) || type.includes('.') ? type : `v1.${type}`;
}

/** The JSON kind of a value in Go's words. */
export function jsonWord(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' ? 'object' : typeof value;
}

/**
 * What is wrong with a scalar: `text` where the type decodes itself and words its own error, else `word`, the JSON kind to
 * name; undefined when nothing is.
 */
export function valueProblem(type: string, value: Json): { text: string } | { word: string } | undefined {
  switch (type) {
    case 'bool':
      return typeof value === 'boolean' ? undefined : { word: jsonWord(value) };
    case 'int32':
    case 'int64':
      return integerProblem(type, value);
    case 'intOrString': {
      if (typeof value === 'string') return undefined;
      const problem = integerProblem('int32', value);
      return problem && { text: `json: cannot unmarshal ${problem.word} into Go value of type int32` };
    }
    case 'quantity':
      return quantityProblem(value);
    case 'time':
    case 'microTime':
      return timeProblem(type, value);
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

const RFC3339 =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d([.,]\d+)?(Z|[-+]([01]\d|2[0-3]):[0-5]\d)$/;

function timeProblem(type: string, value: Json): { text: string } | undefined {
  if (typeof value !== 'string') {
    return { text: `json: cannot unmarshal ${jsonWord(value)} into Go value of type string` };
  }
  if (RFC3339.test(value)) return undefined;
  const layout = type === 'time' ? '2006-01-02T15:04:05Z07:00' : '2006-01-02T15:04:05.000000Z07:00';
  const quoted = JSON.stringify(value);
  const part = /^\d{4}-\d{2}-\d{2}$/.test(value) ? ['""', '"T"'] : [quoted, '"2006"'];
  return { text: `parsing time ${quoted} as "${layout}": cannot parse ${part[0]} as ${part[1]}` };
}

function bytesProblem(value: Json): { text: string } | { word: string } | undefined {
  if (typeof value !== 'string') return { word: jsonWord(value) };
  const text = value.replace(/[\r\n]/g, '');
  const bad = /[^A-Za-z0-9+/=]|=(?!=?$)/.exec(text);
  if (bad !== null) return { text: `illegal base64 data at input byte ${bad.index}` };
  if (text.length % 4 !== 0) {
    return { text: `illegal base64 data at input byte ${text.length - (text.length % 4)}` };
  }
  return undefined;
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
