/** What a user, or the world outside the control plane, does to a cluster. The input log and the scenario are lists of these. */
import type { ApiRequest, Manifest } from './api/types';
import type { Fault } from './faults/fault';
import { faultSentence } from './fault-target';
import { faultById } from './faults/registry';
import type { DaemonPlacement } from './world';

export interface AddNodeInput {
  type: 'add-node';
  name: string;
  role: 'worker' | 'control-plane';
  /** In addition to the standard labels (NODE-1). */
  labels?: Record<string, string>;
  /** true: registers NotReady and turns Ready some seconds later, as a real machine does (NODE-2); false: Ready at once. */
  boot: boolean;
  /** Pods that the kubelet runs from files (POD-44): kubeadm's etcd, kube-apiserver, … when set. */
  staticPods?: boolean;
}

export type Input =
  | { type: 'request'; request: ApiRequest }
  | AddNodeInput
  /** A fault begins, or happens when it happens once (faults/registry.ts); `target`: see FaultScope. */
  | { type: 'break'; fault: string; target: string }
  | { type: 'mend'; fault: string; target: string }
  | { type: 'place-daemon-pods'; by: DaemonPlacement };

/** What happens outside the API. */
export type WorldInput = Exclude<Input, { type: 'request' }>;

export interface LoggedInput {
  /** Virtual time, milliseconds since the Unix epoch. */
  at: number;
  input: Input;
}

/** The fault that an input is about. */
export function faultOf({ fault }: Extract<Input, { type: 'break' | 'mend' }>): Fault | undefined {
  return faultById(fault);
}

/** One line for the trace. */
export function describeInput(input: Input): string {
  switch (input.type) {
    case 'add-node':
      return `node ${input.name} added`;
    case 'break':
      return faultSentence(faultOf(input), 'broken', input.target);
    case 'mend':
      return faultSentence(faultOf(input), 'mended', input.target);
    case 'place-daemon-pods':
      return `daemon pods are placed by the ${input.by}`;
    case 'request': {
      const { request } = input;
      return `${request.verb} ${request.kind} ${request.namespace ? `${request.namespace}/` : ''}${aboutOf(request)}`;
    }
  }
}

/** The name of what a request is about; the selectors of a collection. */
function aboutOf(request: ApiRequest): string {
  if (request.verb === 'create') return nameOf(request.object);
  if (request.verb !== 'deleteCollection') return request.name;
  const { labelSelector, fieldSelector } = request.list;
  return [labelSelector, fieldSelector].filter(Boolean).join(' ') || '*';
}

function nameOf(object: Manifest): string {
  const meta = object['metadata'];
  const name = meta && typeof meta === 'object' && !Array.isArray(meta) ? meta['name'] : undefined;
  return typeof name === 'string' ? name : '';
}
