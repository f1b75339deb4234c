/** `sim …`: what happens outside the control plane, as commands of the page and of transcripts' `%` lines. */
import type { Input } from '../engine/index';
import { failure, isFailure, type Failure } from './failure';
import { parseFlags } from './flags';
import type { Shell } from './command';

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

/** What Kubernetes itself is tested with; more would only keep the page busy. */
const MOST_NODES = 5000;

const FLAGS = [
  { name: 'ready', type: 'bool' },
  { name: 'static-pods', type: 'bool' },
] as const;

/** Runs the words after `sim`. */
export function runSim(shell: Shell, words: readonly string[]): number {
  const [verb = '', ...rest] = words;
  const inputs = readInputs(verb, rest);
  const failed = isFailure(inputs) ? inputs : undefined;
  if (failed) {
    shell.err(`error: ${failed.error}\n`);
    return 1;
  }
  for (const input of inputs as Input[]) {
    const problem = refuse(shell, input);
    if (problem !== undefined) {
      shell.err(`error: ${problem}\n`);
      return 1;
    }
    shell.cluster.input(input);
    shell.out(`${said(input)}\n`);
  }
  return 0;
}

function readInputs(verb: string, words: readonly string[]): Input[] | Failure {
  const parsed = parseFlags(FLAGS, words);
  if (!parsed.ok) return failure(parsed.message);
  const { args, flags } = parsed;
  if (args.length === 0) return failure(`sim ${verb} needs a node`);
  switch (verb) {
    case 'add-node': {
      const inputs: Input[] = [];
      for (const spec of args) {
        const node = readNodeSpec(spec, !flags.bool('ready'));
        if (isFailure(node)) return node;
        inputs.push(flags.bool('static-pods') ? { ...node, staticPods: true } : node);
      }
      return inputs;
    }
    case 'stop-kubelet':
    case 'start-kubelet':
      return args.map((node) => ({ type: verb, node }));
    default:
      return failure(
        `unknown command ${JSON.stringify(verb)} for "sim"; there are add-node, stop-kubelet and start-kubelet`,
      );
  }
}

function refuse(shell: Shell, input: Input): string | undefined {
  if (input.type === 'add-node') {
    if (shell.cluster.read.list('Node').length >= MOST_NODES) {
      return `there are ${MOST_NODES} nodes already, as many as the simulation takes`;
    }
    return shell.api.get('Node', undefined, input.name).ok
      ? `node ${JSON.stringify(input.name)} already exists`
      : undefined;
  }
  if (input.type === 'request') return undefined;
  const found = shell.api.get('Node', undefined, input.node);
  return found.ok ? undefined : `node ${JSON.stringify(input.node)} does not exist`;
}

function said(input: Input): string {
  switch (input.type) {
    case 'add-node':
      return `node ${input.name} added`;
    case 'stop-kubelet':
      return `kubelet on ${input.node} stopped`;
    case 'start-kubelet':
      return `kubelet on ${input.node} started`;
    case 'request':
      return '';
  }
}
