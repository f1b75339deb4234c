/**
 * Placeholders for what the server makes up: `<uid-1>`, `<rv-3>` … Numbered by first appearance in an answer, so that what is equal in
 * one run must be equal in another. Only for recording; matching.ts reads them.
 */
import type { Json } from './capture';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Of the range that control-plane.ts gives. */
const CLUSTER_IP = /\b10\.(?:9[6-9]|10\d|11[01])\.\d{1,3}\.\d{1,3}\b/g;

export class Placeholders {
  private readonly uids = new Map<string, string>();
  private readonly versions = new Map<string, string>();
  private readonly listVersions = new Map<string, string>();
  private readonly tokens = new Map<string, string>();
  private readonly addresses = new Map<string, string>();
  private readonly ports = new Map<string, string>();
  private readonly names = new Map<string, string>();

  /** Notes what an answer brings. */
  learn(value: Json): void {
    if (Array.isArray(value)) for (const item of value) this.learn(item);
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return;
    const isList = Array.isArray(value['items']) || Array.isArray(value['rows']);
    const metadata = value['metadata'];
    if (isObject(metadata)) this.learnMetadata(metadata, isList);
    for (const [key, item] of Object.entries(value)) {
      if (key === 'uid' && typeof item === 'string') add(this.uids, item, 'uid');
      else if (key === 'clusterIP' && typeof item === 'string' && item.match(CLUSTER_IP))
        add(this.addresses, item, 'ip');
      else if ((key === 'nodePort' || key === 'healthCheckNodePort') && typeof item === 'number')
        add(this.ports, String(item), 'port');
      else this.learn(item);
    }
  }

  private learnMetadata(metadata: { [key: string]: Json }, isList: boolean): void {
    const { resourceVersion, name, generateName, continue: token } = metadata;
    if (typeof resourceVersion === 'string' && resourceVersion !== '')
      add(isList ? this.listVersions : this.versions, resourceVersion, isList ? 'list-rv' : 'rv');
    if (typeof token === 'string' && token !== '') add(this.tokens, token, 'continue');
    if (typeof generateName === 'string' && typeof name === 'string' && name.startsWith(generateName))
      add(this.names, name, 'name');
  }

  /** A body or an answer. */
  json(value: Json, key = '', isList = false): Json {
    if (Array.isArray(value)) return value.map((item) => this.json(item, key));
    if (typeof value === 'number' && key.endsWith('odePort')) return this.ports.get(String(value)) ?? value;
    if (typeof value === 'string') {
      if (key === 'resourceVersion')
        return (isList ? this.listVersions.get(value) : undefined) ?? this.versions.get(value) ?? value;
      if (key === 'continue') return this.tokens.get(value) ?? value;
      return this.text(value);
    }
    if (!isObject(value)) return value;
    const list = Array.isArray(value['items']) || Array.isArray(value['rows']);
    return Object.fromEntries(
      Object.entries(value).map(([k, item]) => [
        k,
        this.json(item, k, k === 'metadata' ? list : isList && key === 'metadata'),
      ]),
    );
  }

  /** Path and query of a request. */
  url(url: string): string {
    const known = (
      param: string,
      ...maps: Map<string, string>[]
    ): ((match: string, value: string) => string) => {
      return (match, value) => {
        const raw = decodeURIComponent(value);
        const found = maps.map((map) => map.get(raw)).find((name) => name !== undefined);
        return found === undefined ? match : match.slice(0, match.indexOf(param)) + param + '=' + found;
      };
    };
    return this.text(url)
      .replace(/[?&]resourceVersion=([^&]*)/, known('resourceVersion', this.listVersions, this.versions))
      .replace(/[?&]continue=([^&]*)/, known('continue', this.tokens));
  }

  /** Text for people or a string of an answer. */
  text(text: string): string {
    let result = text
      .replace(UUID, (uid) => this.uids.get(uid) ?? uid)
      .replace(CLUSTER_IP, (address) => this.addresses.get(address) ?? address)
      .replace(/(resourceVersion"?: ?")(\d+)"/g, (match, head: string, rv: string) => {
        const name = this.versions.get(rv) ?? this.listVersions.get(rv);
        return name === undefined ? match : `${head}${name}"`;
      })
      .replace(/:(3[0-2]\d{3})\//g, (_, port: string) => `:${this.ports.get(port) ?? port}/`)
      .replace(
        /(odePort"?: ?)(3[0-2]\d{3})/g,
        (_, head: string, port: string) => head + (this.ports.get(port) ?? port),
      );
    for (const [name, placeholder] of this.names) result = result.replaceAll(name, placeholder);
    return result;
  }
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function add(map: Map<string, string>, raw: string, kind: string): void {
  if (!map.has(raw)) map.set(raw, `<${kind}-${map.size + 1}>`);
}
