/**
 * Bodies in protobuf, which kubectl's typed clients send since v1.32 (`kubectl create namespace`, `kubectl drain` …), as the JSON that
 * they stand for. Field numbers are those of messages.json.
 */
import { Buffer } from 'node:buffer';
import MESSAGES from './messages.json';

export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const messages: Readonly<Record<string, Readonly<Record<string, string>>>> = MESSAGES;

/** Groups whose package has another name than the first word of the group. */
const PACKAGES: Readonly<Record<string, string>> = { '': 'core', 'rbac.authorization.k8s.io': 'rbac' };

/** The body as JSON; undefined when these bytes are no protobuf of a kind that kubectl sends. */
export function protobufToJson(bytes: Buffer): JsonObject | undefined {
  if (bytes.subarray(0, 4).toString('latin1') !== 'k8s\0') return undefined;
  try {
    const envelope = fieldsOf(bytes.subarray(4));
    const typeMeta = fieldsOf(bytesOf(envelope.get(1)));
    const apiVersion = bytesOf(typeMeta.get(1)).toString('utf8');
    const kind = bytesOf(typeMeta.get(2)).toString('utf8');
    const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
    const own = `${PACKAGES[group] ?? group.split('.')[0]}.${kind}`;
    const message = kind === 'DeleteOptions' ? 'meta.DeleteOptions' : own;
    if (!Object.hasOwn(messages, message)) return undefined;
    return { kind, apiVersion, ...decode(message, bytesOf(envelope.get(2))) };
  } catch {
    return undefined;
  }
}

type Value = Buffer | number;

/** Values by field number, in their order. Throws on what is no protobuf. */
function fieldsOf(bytes: Buffer): Map<number, Value[]> {
  const fields = new Map<number, Value[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 63n) throw new Error('broken varint');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, value));
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const wire = key & 7;
    let value: Value;
    if (wire === 0) value = varint();
    else if (wire === 2) {
      const length = varint();
      if (length < 0 || at + length > bytes.length) throw new Error('broken length');
      value = bytes.subarray(at, at + length);
      at += length;
    } else throw new Error(`wire type ${wire}`);
    const values = fields.get(key >>> 3);
    if (values) values.push(value);
    else fields.set(key >>> 3, [value]);
  }
  return fields;
}

function bytesOf(values: readonly Value[] | undefined): Buffer {
  const value = values?.at(-1);
  return typeof value === 'object' ? value : Buffer.alloc(0);
}

/** Empty values are left out as Go's JSON leaves them out, unless they are pointers. */
function decode(message: string, bytes: Buffer): JsonObject {
  const result: JsonObject = {};
  const fields = fieldsOf(bytes);
  for (const [number, spec] of Object.entries(messages[message] ?? {})) {
    const values = fields.get(Number(number));
    if (!values) continue;
    const [name = '', type = ''] = spec.split(' ');
    if (name === '') Object.assign(result, decode(type.replace('?', ''), bytesOf(values)));
    else if (type.startsWith('*')) result[name] = values.map((value) => one(type.slice(1), value) ?? null);
    else if (type.startsWith('%'))
      result[name] = Object.fromEntries(values.map((value) => entry(type.slice(1), value)));
    else {
      const pointer = type.startsWith('?');
      const value = one(pointer ? type.slice(1) : type, values.at(-1) ?? 0);
      const empty = value === '' || value === 0 || value === false;
      if (value !== undefined && (pointer || !empty)) result[name] = value;
    }
  }
  return result;
}

function entry(type: string, value: Value): [string, Json] {
  const fields = fieldsOf(value as Buffer);
  return [
    bytesOf(fields.get(1)).toString('utf8'),
    one(type, fields.get(2)?.at(-1) ?? Buffer.alloc(0)) ?? null,
  ];
}

function one(type: string, value: Value): Json | undefined {
  if (typeof value === 'number') return type === 'b' ? value !== 0 : value;
  switch (type) {
    case 's':
      return value.toString('utf8');
    case 'y':
      return value.toString('base64');
    case 'Quantity':
      return bytesOf(fieldsOf(value).get(1)).toString('utf8');
    case 'Raw':
      return JSON.parse(bytesOf(fieldsOf(value).get(1)).toString('utf8') || 'null') as Json;
    case 'IntOrString': {
      const fields = fieldsOf(value);
      return fields.get(1)?.[0] === 1
        ? bytesOf(fields.get(3)).toString('utf8')
        : ((fields.get(2)?.[0] as number | undefined) ?? 0);
    }
    case 'Time': {
      const seconds = fieldsOf(value).get(1)?.[0];
      return typeof seconds === 'number' && seconds !== 0
        ? new Date(seconds * 1000).toISOString().replace('.000', '')
        : undefined;
    }
    default:
      return decode(type, value);
  }
}
