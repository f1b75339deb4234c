/** GET pods/NAME/log, at once or as the container goes on printing (CLI-100). */
import type { Cluster, LogOptions } from '../engine/index';
import { addedText } from '../lib/text-growth';
import type { Call } from './call';
import { NO_CACHE } from './encode';
import type { Query } from './query';
import { isRefusal, refusal, type Refusal } from './statuses';
import type { Header, OpenStream, RestAnswer } from './types';

const HEADERS: readonly Header[] = [NO_CACHE, ['content-type', 'text/plain']];

export function logAnswer({ target, query, cluster }: Call, name: string): RestAnswer | Refusal {
  const options = readLogOptions(query);
  if (isRefusal(options)) return options;
  const { namespace = '' } = target;
  const result = cluster.api.log(namespace, name, options);
  if (!result.ok) return refusal(result.status);
  const { text } = result;
  if (!query.bool('follow')) return { type: 'response', code: 200, headers: HEADERS, body: text };
  return {
    type: 'stream',
    code: 200,
    headers: HEADERS,
    open: (send) => {
      if (text !== '') send(text);
      return new Following(cluster, namespace, name, options, send);
    },
  };
}

function readLogOptions(query: Query): LogOptions | Refusal {
  const options: LogOptions = {};
  for (const field of ['container', 'sinceTime'] as const) {
    const text = query.text(field);
    if (text !== undefined) options[field] = text;
  }
  for (const flag of ['follow', 'previous', 'timestamps'] as const) {
    const value = query.bool(flag);
    if (value !== undefined) options[flag] = value;
  }
  for (const field of ['tailLines', 'sinceSeconds', 'limitBytes'] as const) {
    const value = query.int(field);
    if (isRefusal(value)) return value;
    if (value !== undefined) options[field] = value;
  }
  return options;
}

/** Until the container stops, or is another one. */
class Following implements OpenStream {
  private readonly options: LogOptions;
  private readonly life: string | undefined;
  private sent: string;

  constructor(
    private readonly cluster: Cluster,
    private readonly namespace: string,
    private readonly pod: string,
    { container, timestamps, previous }: LogOptions,
    private readonly send: (chunk: string) => void,
  ) {
    // All that there is: what is cut off by a number of lines is no start for what follows.
    this.options = {
      ...(container !== undefined && { container }),
      ...(timestamps !== undefined && { timestamps }),
      ...(previous !== undefined && { previous }),
    };
    this.sent = this.text() ?? '';
    this.life = this.running();
  }

  pump(): boolean {
    const text = this.text();
    const added = text === undefined ? undefined : addedText(this.sent, text);
    if (text === undefined || added === undefined) return false;
    if (added !== '') this.send(added);
    this.sent = text;
    return this.life !== undefined && this.running() === this.life;
  }

  bookmark(): void {
    // A log has none.
  }

  close(): void {
    // Nothing is held.
  }

  private text(): string | undefined {
    const result = this.cluster.api.log(this.namespace, this.pod, this.options);
    return result.ok ? result.text : undefined;
  }

  /** The id of the running container. */
  private running(): string | undefined {
    const pod = this.cluster.read.get('Pod', this.namespace, this.pod);
    const { container = pod?.spec.containers[0]?.name } = this.options;
    const { containerStatuses = [], initContainerStatuses = [] } = pod?.status ?? {};
    const status = [...containerStatuses, ...initContainerStatuses].find((s) => s.name === container);
    return status?.state?.running ? status.containerID : undefined;
  }
}
