/** IP addresses and CIDR blocks as the API reads them: leading zeros and mapped addresses pass, with a warning. */
import { invalidValue, type FieldError } from '../field-error';

/** 4 or 16 bytes; an IPv4 address mapped into IPv6 counts as IPv4, as in Go. */
export type Ip = readonly number[];

export interface Cidr {
  /** The address as written. */
  ip: Ip;
  /** The address with all bits after the prefix cleared. */
  network: Ip;
  prefix: number;
}

const STRICT_V4 = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/;

export function parseIp(text: string): Ip | undefined {
  if (!text.includes(':')) return parseV4(text);
  const halves = text.split('::');
  if (halves.length > 2 || (halves.length === 2 && halves[0]?.includes('.'))) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(groupBytes)));
  const gap = 16 - (head?.length ?? 0) - (tail?.length ?? 0);
  if (tail === undefined ? gap !== 0 : gap < 2) return undefined;
  const bytes = [...(head ?? []), ...Array<number>(gap).fill(0), ...(tail ?? [])];
  if (bytes.some((byte) => Number.isNaN(byte))) return undefined;
  const mapped = bytes.slice(0, 12).every((byte, i) => byte === (i < 10 ? 0 : 255));
  return mapped ? bytes.slice(12) : bytes;
}

function parseV4(text: string): Ip | undefined {
  const parts = text.split('.');
  const good = parts.length === 4 && parts.every((part) => /^\d+$/.test(part) && Number(part) < 256);
  return good ? parts.map(Number) : undefined;
}

/** Two bytes of a group of digits, four of an IPv4 address at the end; NaN when it is neither. */
function groupBytes(group: string, i: number, groups: readonly string[]): readonly number[] {
  if (group.includes('.')) return (i === groups.length - 1 && parseV4(group)) || [NaN, NaN];
  const value = /^[0-9a-fA-F]{1,4}$/.test(group) ? parseInt(group, 16) : NaN;
  return [value >> 8 || (Number.isNaN(value) ? NaN : 0), value & 255];
}

/** RFC 5952. */
export function ipText(ip: Ip): string {
  if (ip.length === 4) return ip.join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((ip[2 * i] ?? 0) << 8) | (ip[2 * i + 1] ?? 0));
  let [start, length] = [0, 1];
  for (let i = 0; i < 8; i++) {
    const end = groups.findIndex((group, j) => j >= i && group !== 0);
    const run = (end < 0 ? 8 : end) - i;
    if (run > length) [start, length] = [i, run];
  }
  const text = (from: number, to: number) =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':');
  return length > 1 ? `${text(0, start)}::${text(start + length, 8)}` : text(0, 8);
}

export function parseCidr(text: string): Cidr | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const ip = parseIp(address);
  if (ip === undefined || rest.length > 0 || !/^\d+$/.test(length)) return undefined;
  const mapped = ip.length === 4 && address.includes(':');
  const prefix = Number(length) - (mapped ? 96 : 0);
  if (prefix < 0 || prefix > ip.length * 8) return undefined;
  return { ip, prefix, network: masked(ip, prefix) };
}

function masked(ip: Ip, prefix: number): Ip {
  return ip.map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, prefix - 8 * i))) & 0xff);
}

/** Whether `inner` is a part of `outer`, and not all of it. */
export function isStrictPart(inner: Cidr, outer: Cidr): boolean {
  if (inner.ip.length !== outer.ip.length || inner.prefix <= outer.prefix) return false;
  return masked(inner.network, outer.prefix).every((byte, i) => byte === outer.network[i]);
}

/** Returns what was read, or undefined after reporting. */
export function checkIpText(errors: FieldError[], field: string, text: string): Ip | undefined {
  const ip = parseIp(text);
  if (!ip) {
    errors.push(invalidValue(field, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'));
  }
  return ip;
}

export function checkCidr(errors: FieldError[], field: string, text: string): Cidr | undefined {
  const cidr = parseCidr(text);
  if (!cidr) {
    errors.push(invalidValue(field, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'));
  }
  return cidr;
}

/** Addresses that no endpoint can have. */
export function checkEndpointIp(errors: FieldError[], field: string, text: string): void {
  const ip = parseIp(text);
  const refuse = (why: string) => errors.push(invalidValue(field, text, why));
  if (!ip) {
    refuse('must be a valid IP address');
    return;
  }
  const [a = 0, b = 0, c = 0] = ip;
  const v4 = ip.length === 4;
  const zeros = (until: number) => ip.slice(0, until).every((byte) => byte === 0);
  if (zeros(ip.length)) refuse(`may not be unspecified (${text})`);
  if (v4 ? a === 127 : zeros(15) && ip[15] === 1) {
    refuse('may not be in the loopback range (127.0.0.0/8, ::1/128)');
  }
  if (v4 ? a === 169 && b === 254 : a === 0xfe && (b & 0xc0) === 0x80) {
    refuse('may not be in the link-local range (169.254.0.0/16, fe80::/10)');
  }
  if (v4 ? a === 224 && b === 0 && c === 0 : a === 0xff && (b & 0x0f) === 0x02) {
    refuse('may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)');
  }
}

export function ipWarnings(field: string, text: string): string[] {
  const ip = parseIp(text);
  if (!ip) return [];
  const canonical = ipText(ip);
  if (ip.length === 4 && !STRICT_V4.test(text)) {
    return [
      `${field}: non-standard IP address "${text}" will be considered invalid in a future Kubernetes release: use "${canonical}"`,
    ];
  }
  return canonical === text
    ? []
    : [`${field}: IPv6 address "${text}" should be in RFC 5952 canonical format ("${canonical}")`];
}

export function cidrWarnings(field: string, text: string): string[] {
  const cidr = parseCidr(text);
  if (!cidr) return [];
  const warnings: string[] = [];
  const { ip, network, prefix } = cidr;
  const canonical = `${ipText(network)}/${prefix}`;
  const [address = '', length = ''] = text.split('/');
  if (network.some((byte, i) => byte !== ip[i])) {
    const single = `${ipText(ip)}/${ip.length * 8}`;
    warnings.push(
      `${field}: CIDR value "${text}" is ambiguous in this context (should be "${canonical}" or "${single}"?)`,
    );
  }
  if (/^0\d/.test(length) || (ip.length === 4 && !STRICT_V4.test(address))) {
    warnings.push(
      `${field}: non-standard CIDR value "${text}" will be considered invalid in a future Kubernetes release: use "${canonical}"`,
    );
  }
  if (warnings.length === 0 && canonical !== text) {
    warnings.push(
      `${field}: IPv6 CIDR value "${text}" should be in RFC 5952 canonical format ("${canonical}")`,
    );
  }
  return warnings;
}
