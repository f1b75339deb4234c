/** Sends the recorded requests to the REST door of a cluster in which nobody works, and compares the answers. */
import { Cluster } from '../../src/engine/index';
import { customResourcesController } from '../../src/engine/controllers/custom-resources';
import { handle } from '../../src/rest/handle';
import type { Component } from '../../src/engine/component';
import type { OpenStream, RestAnswer, RestRequest } from '../../src/rest/types';
import {
  readCapture,
  TABLE_ACCEPT,
  type Capture,
  type CapturedCommand,
  type Exchange,
  type Json,
} from './capture';
import { plainJson, plainText } from './constants';
import { Bindings, differences, type Difference } from './matching';
import { withClusters } from './scenario';

const ACCEPTS: Readonly<Record<string, string>> = {
  table: TABLE_ACCEPT,
  protobuf: 'application/vnd.kubernetes.protobuf,application/json',
};

export interface Finding extends Difference {
  scenario: string;
  command: string;
  request: string;
}

/** What in upstream is part of the API server itself. */
export const SERVER = [customResourcesController] as Component[];

interface Watching {
  exchange: Exchange;
  command: CapturedCommand;
  text: string;
  stream: OpenStream;
}

/** A cluster as at the end of a scenario, with what was found on the way. */
export class Replay {
  readonly findings: Finding[] = [];
  readonly bindings = new Bindings();
  private watches: Watching[] = [];

  constructor(
    readonly cluster: Cluster,
    private readonly scenario: string,
  ) {}

  /** `before` sees each command before its requests are sent. */
  play(capture: Capture, before?: (command: CapturedCommand, index: number) => void): void {
    capture.commands.forEach((command, index) => {
      before?.(command, index);
      for (const exchange of command.exchanges) this.exchange(command, exchange);
      this.pass(command);
      this.pump();
      if (command.command === 'wait') this.endWatches();
      else if (!command.background) this.endWatches(command);
    });
    this.endWatches();
  }

  /** `sleep`: time that passes on both sides. */
  private pass({ command }: CapturedCommand): void {
    const seconds = /^sleep (\d+)$/.exec(command)?.[1];
    this.cluster.advanceTo(this.cluster.now + (seconds === undefined ? 0 : Number(seconds) * 1000));
  }

  private exchange(captured: CapturedCommand, exchange: Exchange): void {
    const { command } = captured;
    const { answer } = exchange;
    const found = (difference: Difference): void =>
      void this.findings.push({ scenario: this.scenario, command, request: exchange.request, ...difference });
    let request: RestRequest;
    try {
      request = this.requestOf(exchange);
    } catch (error) {
      return found({ path: 'request', expected: 'known', actual: (error as Error).message });
    }
    let response: RestAnswer;
    try {
      response = handle(this.cluster, request);
    } catch (error) {
      return found({
        path: 'code',
        expected: String(exchange.code),
        actual: `thrown: ${(error as Error).stack}`,
      });
    }
    this.cluster.settle();
    this.pump();
    if (response.code !== exchange.code) {
      const expected = `${exchange.code} ${answerText(answer)}`;
      const actual = `${response.code} ${response.type === 'response' ? answerText(answerOf(response.body)) : 'a stream'}`;
      return found({ path: 'code', expected, actual });
    }
    // What a dry run makes up is not seen again; here it is what the next request gets.
    const bindings = exchange.request.includes('dryRun=') ? this.bindings.scratch() : this.bindings;
    const warnings = response.headers
      .filter(([name]) => name.toLowerCase() === 'warning')
      .map(([, value]) => value);
    differences(exchange.warnings ?? [], warnings, bindings, 'warnings').forEach(found);
    if (response.type === 'stream') {
      if (exchange.frames === undefined)
        return found({ path: 'answer', expected: 'an answer', actual: 'a stream' });
      const watching = { exchange, command: captured, text: '' } as Watching;
      watching.stream = response.open((chunk) => (watching.text += chunk));
      this.watches.push(watching);
      return this.pump();
    }
    const type = response.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
    if (type !== (exchange.answerType ?? 'application/json') && request.method !== 'HEAD')
      found({ path: 'type', expected: exchange.answerType ?? 'application/json', actual: type });
    const expected = exchange.frames ?? answer;
    if (request.method !== 'HEAD')
      differences(expected, answerOf(response.body), bindings, 'answer').forEach(found);
  }

  private requestOf({ request, accept = 'application/json', type, body }: Exchange): RestRequest {
    const [method = '', url = ''] = this.bindings.fill(request).split(' ');
    const [path = '', query = ''] = url.split(/\?(.*)/s);
    const text =
      body === undefined
        ? ''
        : typeof body === 'string'
          ? this.bindings.fill(body)
          : JSON.stringify(this.bindings.fillJson(body));
    return {
      method,
      path,
      query: [...new URLSearchParams(query)],
      headers: {
        accept: ACCEPTS[accept] ?? accept,
        'user-agent': 'kubectl',
        ...(body !== undefined && { 'content-type': type ?? 'application/json' }),
      },
      body: text,
    };
  }

  private pump(): void {
    for (const { stream } of this.watches) stream.pump();
  }

  /** Those of one command, or all of them. */
  private endWatches(of?: CapturedCommand): void {
    const ended = this.watches.filter(({ command }) => of === undefined || command === of);
    this.watches = this.watches.filter((watching) => !ended.includes(watching));
    for (const { exchange, command, text, stream } of ended) {
      stream.close();
      const frames = text
        .split('\n')
        .filter((line) => line !== '')
        .map(answerOf) as Json[];
      const about = { scenario: this.scenario, command: command.command, request: exchange.request };
      for (const difference of differences(exchange.frames, frames, this.bindings, 'frames'))
        this.findings.push({ ...about, ...difference });
    }
  }
}

/** An answer of another code in few words. */
function answerText(answer: Json | undefined): string {
  const message =
    answer !== null && typeof answer === 'object' && !Array.isArray(answer) ? answer['message'] : undefined;
  return JSON.stringify(message ?? answer ?? '').slice(0, 600);
}

function answerOf(body: string): Json | undefined {
  if (body === '') return undefined;
  try {
    return plainJson(JSON.parse(body) as Json);
  } catch {
    return plainText(body);
  }
}

/** What a scenario starts from, in a new cluster in which nobody works; undefined where something was never recorded. */
export function startOf(name: string): { replay: Replay; capture: Capture } | undefined {
  const captures = withClusters(name).map((scenario) => readCapture(scenario.name));
  const capture = captures.pop();
  if (!capture) return undefined;
  const cluster = new Cluster({ seed: 1, startTime: Date.parse(capture.recorded), components: SERVER });
  const replay = new Replay(cluster, name);
  for (const earlier of captures) {
    if (!earlier) return undefined;
    replay.play(earlier);
  }
  // What the start shows is said by its own replay.
  replay.findings.splice(0);
  return { replay, capture };
}

/** All differences of a scenario. */
export function replayed(name: string): Finding[] | undefined {
  const start = startOf(name);
  start?.replay.play(start.capture);
  return start?.replay.findings;
}
