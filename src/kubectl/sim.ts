/** `sim …`: what happens outside the control plane, as commands of the page and of transcripts' `%` lines. */
import {
  faultById,
  faultSentence,
  FAULTS,
  kindByWord,
  type FaultScope,
  type Input,
  type KindSource,
} from '../engine/index';
import { failure, isFailure, type Failure } from './failure';
import { globalFlags, parseFlags, type FlagSpec } from './flags';
import type { Run, Shell } from './command';
import { readSeries, type NodeSeries } from './node-series';

/** `worker-1`, `cp-1:control-plane`, `worker-1[disktype=ssd,zone=a]`. `boot`: NotReady first, as a real machine. */
export function readNodeSpec(spec: string, boot: boolean): AddNodeInput | Failure {
  const match = /^([^:[\]]+)(?::([a-z-]+))?(?:\[([^[\]]*)\])?$/.exec(spec);
  const role = match?.[2] ?? 'worker';
  if (!match || (role !== 'worker' && role !== 'control-plane')) {
    return failure(`invalid node ${JSON.stringify(spec)}, expected NAME[:control-plane][label=value,…]`);
  }
  const labels = new Map<string, string>();
  for (const pair of (match[3] ?? '').split(',').filter(Boolean)) {
    const equals = pair.indexOf('=');
    labels.set(
      equals < 0 ? pair.trim() : pair.slice(0, equals).trim(),
      equals < 0 ? '' : pair.slice(equals + 1).trim(),
    );
  }
  return { type: 'add-node', name: match[1] ?? '', role, labels: Object.fromEntries(labels), boot };
}

type AddNodeInput = Extract<Input, { type: 'add-node' }>;

/** Kubernetes itself is tested with 5,000; there may be as many besides those of the cluster one starts from. */
const MOST_NODES = 5_100;

const VERBS = ['add-node', 'break', 'mend', 'stop-kubelet', 'start-kubelet', 'place-daemon-pods'];
const NEEDS: Record<string, string> = {
  break: 'a fault',
  mend: 'a fault',
  'place-daemon-pods': 'one word: scheduler or controller',
};

const FLAGS: readonly FlagSpec[] = [
  { name: 'ready', type: 'bool' },
  { name: 'static-pods', type: 'bool' },
  ...globalFlags,
];

/** What happens, and what is said of it: by default each input has its own line. */
type Step = Input & { said?: string };

/** Runs the words after `sim`. */
export function* runSim(shell: Shell, words: readonly string[]): Run {
  const [verb = '', ...rest] = words;
  const steps = readInputs(verb, rest, shell);
  if (isFailure(steps)) {
    shell.err(`error: ${steps.error}\n`);
    return 1;
  }
  for (const [i, { said: words, ...input }] of steps.entries()) {
    if (i > 0) yield { type: 'breath', share: i / steps.length };
    const problem = refuse(shell, input);
    if (problem !== undefined) {
      shell.err(`error: ${problem}\n`);
      return 1;
    }
    shell.cluster.input(input);
    shell.out(words ?? `${said(input)}\n`);
  }
  return 0;
}

function readInputs(verb: string, words: readonly string[], shell: Shell): Step[] | Failure {
  const parsed = parseFlags(FLAGS, words);
  if (!parsed.ok) return failure(parsed.message);
  const { args, flags } = parsed;
  if (!VERBS.includes(verb))
    return failure(`unknown command ${JSON.stringify(verb)} for "sim"; there are ${VERBS.join(', ')}`);
  if (args.length === 0) return failure(`sim ${verb} needs ${NEEDS[verb] ?? 'a node'}`);
  switch (verb) {
    case 'add-node': {
      const steps: Step[] = [];
      for (const word of args) {
        const series = readSeries(word, MOST_NODES);
        if (isFailure(series)) return series;
        for (const spec of series?.specs ?? [word]) {
          const node = readNodeSpec(spec, !flags.bool('ready'));
          if (isFailure(node)) return node;
          const input = flags.bool('static-pods') ? { ...node, staticPods: true } : node;
          if (!series) steps.push(input);
          else steps.push({ ...input, said: node.name === series.last ? saidOfSeries(series) : '' });
        }
      }
      return steps;
    }
    case 'stop-kubelet':
      return args.map((target) => ({ type: 'break', fault: 'kubelet-stopped', target }));
    case 'start-kubelet':
      return args.map((target) => ({ type: 'mend', fault: 'kubelet-stopped', target }));
    case 'break':
    case 'mend':
      return readFaults(verb, args, flags.text('namespace') || 'default', shell);
    case 'place-daemon-pods': {
      const by = args[0];
      if (args.length === 1 && (by === 'scheduler' || by === 'controller')) return [{ type: verb, by }];
      return failure('sim place-daemon-pods needs one word: scheduler or controller');
    }
    default:
      return failure(`sim ${verb} is not known`);
  }
}

/** `break <fault> [target …]`: what a target is depends on the fault (FaultScope). */
function readFaults(
  type: 'break' | 'mend',
  [id = '', ...targets]: readonly string[],
  namespace: string,
  shell: Shell,
): Input[] | Failure {
  const fault = faultById(id);
  if (!fault)
    return failure(`unknown fault ${JSON.stringify(id)}; there are ${FAULTS.map((f) => f.id).join(', ')}`);
  if (type === 'mend' && fault.once) return failure(`${id} happens once, there is nothing to mend`);
  if (fault.scope === 'cluster')
    return targets.length === 0
      ? [{ type, fault: id, target: '' }]
      : failure(`${id} concerns the whole cluster and takes no target`);
  if (targets.length === 0) return failure(`sim ${type} ${id} needs a ${fault.scope}`);
  const inputs: Input[] = [];
  for (const word of targets) {
    const target = fault.scope === 'node' ? word : podTarget(word, namespace, shell.cluster.read);
    if (isFailure(target)) return target;
    inputs.push({ type, fault: id, target });
  }
  return inputs;
}

const BUILT_IN: KindSource = { list: () => [] };

/** `name`, `pod/name` or the controller of pods, `ds/name`, as a fault's target. `kinds`: knows custom kinds, which else are refused. */
export function podTarget(word: string, namespace: string, kinds = BUILT_IN): string | Failure {
  const [kindWord = '', name] = word.includes('/') ? word.split('/') : ['pod', word];
  const row = kindByWord(kindWord, kinds);
  if (!row || !name || !row.namespaced) return failure(`invalid target ${JSON.stringify(word)}`);
  return row.kind === 'Pod' ? `${namespace}/${name}` : `${namespace}/${row.kind.toLowerCase()}/${name}`;
}

function refuse(shell: Shell, input: Input): string | undefined {
  if (input.type === 'add-node') {
    if (shell.cluster.read.count('Node') >= MOST_NODES) {
      return `there are ${MOST_NODES} nodes already, as many as the simulation takes`;
    }
    return shell.api.get('Node', undefined, input.name).ok
      ? `node ${JSON.stringify(input.name)} already exists`
      : undefined;
  }
  if (input.type !== 'break' && input.type !== 'mend') return undefined;
  // What has been broken may be mended even when it is gone by now.
  if (input.type === 'mend' && shell.cluster.world.has(input.fault, input.target)) return undefined;
  return missingTarget(shell, faultById(input.fault)?.scope, input.target);
}

function missingTarget(shell: Shell, scope: FaultScope | undefined, target: string): string | undefined {
  if (scope === 'node')
    return shell.api.get('Node', undefined, target).ok
      ? undefined
      : `node ${JSON.stringify(target)} does not exist`;
  if (scope !== 'pod') return undefined;
  const [namespace, ...rest] = target.split('/');
  const [kindWord = 'pod', name = ''] = rest.length > 1 ? rest : ['pod', rest[0]];
  const kind = kindByWord(kindWord, shell.cluster.read)?.id;
  if (kind !== undefined && shell.api.get(kind, namespace, name).ok) return undefined;
  return `${kindWord} ${JSON.stringify(name)} does not exist in namespace ${namespace}`;
}

function saidOfSeries({ specs, first, last }: NodeSeries): string {
  return specs.length === 1 ? `node ${first} added\n` : `${specs.length} nodes added: ${first} … ${last}\n`;
}

function said(input: Input): string {
  switch (input.type) {
    case 'add-node':
      return `node ${input.name} added`;
    case 'break':
      return faultSentence(faultById(input.fault), 'broken', input.target);
    case 'mend':
      return faultSentence(faultById(input.fault), 'mended', input.target);
    case 'place-daemon-pods':
      return input.by === 'controller'
        ? 'daemon pods are placed by the DaemonSet controller, as before Kubernetes 1.12'
        : 'daemon pods are placed by the scheduler';
    case 'request':
      return '';
  }
}
