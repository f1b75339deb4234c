/** What the real kubectl and the real API server said, line by line of a scenario. Written by record.ts, read by the tests. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pack, unpack } from './packing';
import { withClusters } from './scenario';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One request and its answer, with what differs from run to run replaced by placeholders (placeholders.ts). */
export interface Exchange {
  /** Method, path and query. */
  request: string;
  /** Header Accept; `table` stands for what `kubectl get` asks for. Absent: `application/json`. */
  accept?: string;
  /** Header Content-Type. Absent: `application/json`, or no body. */
  type?: string;
  /** A string is sent as it is, anything else as JSON. */
  body?: Json;
  /** The body as typed clients send it, base64; `body` is what it stands for. */
  protobuf?: string;
  code: number;
  /** Header Content-Type of the answer, when it is not `application/json`. */
  answerType?: string;
  warnings?: string[];
  /** A string is a text that is no JSON. */
  answer?: Json;
  /** Answer of a watch: its events until the client went. */
  frames?: Json[];
}

export interface CapturedCommand {
  /** As the scenario has it, without its here-document. */
  command: string;
  /** Ran while the next ones ran, until `wait`. */
  background?: true;
  status: number;
  stdout: string;
  stderr: string;
  exchanges: Exchange[];
}

export interface Capture {
  /** Of server and kubectl. */
  version: string;
  /** When, RFC 3339: clusters that are compared start then, so that ages are alike. */
  recorded: string;
  commands: CapturedCommand[];
}

export const TABLE_ACCEPT =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

const CAPTURES = new URL('./captures/', import.meta.url);

export function readCapture(name: string): Capture | undefined {
  const file = new URL(`${name}.json`, CAPTURES);
  if (!existsSync(file)) return undefined;
  const capture = JSON.parse(readFileSync(file, 'utf8')) as Capture;
  return { ...capture, commands: unpack(capture.commands, saidBefore(name)) };
}

/** One line an exchange, so that a difference shows as a line. */
export function writeCapture(name: string, { version, recorded, commands }: Capture): void {
  const rows = pack(commands, saidBefore(name)).map(({ exchanges, ...command }) => {
    const head = JSON.stringify(command).slice(0, -1);
    const said = exchanges.map((exchange) => `\n  ${JSON.stringify(exchange)}`).join(',');
    return `${head},"exchanges":[${said}]}`;
  });
  const head = JSON.stringify({ version, recorded }).slice(0, -1);
  writeFileSync(new URL(`${name}.json`, CAPTURES), `${head},"commands":[\n${rows.join(',\n')}\n]}\n`);
}

function saidBefore(name: string): CapturedCommand[] {
  const clusters = withClusters(name).slice(0, -1);
  return clusters.flatMap((cluster) => readCapture(cluster.name)?.commands ?? []);
}
