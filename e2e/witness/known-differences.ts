/** Where the simulation answers otherwise than Kubernetes v1.34.0, and why that is so. An entry that is not needed fails the tests. */
import type { Finding } from './replay';

export interface KnownDifference {
  /** Of the scenario; all of them when absent. */
  scenario?: string;
  /** Found in `METHOD /path?query`. */
  request: RegExp;
  /** Found in the path of the difference. */
  path: RegExp;
  reason: string;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    scenario: 'patch',
    request: /daemonsets\/fluentd/,
    path: /metadata\.resourceVersion$/,
    reason:
      'a patch that changes nothing but who manages a field is stored upstream: managed fields are left out here',
  },
  {
    scenario: 'watches',
    request: /watch=true/,
    path: /^frames\[1\]\.object\.columnDefinitions$/,
    reason: 'upstream tells the columns twice when another watch has encoded the first event already',
  },
  {
    request: /\/(replicationcontrollers|horizontalpodautoscalers)\?/,
    path: /^code$/,
    reason: 'these kinds are not served',
  },
  {
    scenario: 'apply',
    request: /^PATCH .*[?&]fieldManager=kubectl(-last-applied)?&/,
    path: /^code$/,
    reason: 'server-side apply is refused',
  },
  {
    scenario: 'create-raw',
    request: /^PATCH .*\?fieldManager=me$/,
    path: /^code$/,
    reason: 'server-side apply is refused, whatever the object',
  },
  {
    request: /^GET \/version$/,
    path: /^answer\.(gitCommit|goVersion|compiler)$/,
    reason: 'nothing was built with Go',
  },
  {
    scenario: 'kind-states',
    request: /\/apiservices\//,
    path: /^answer\.(rows\[0\]\.|metadata\.resourceVersion$|status\.conditions$)/,
    reason: 'nobody looks whether the service behind an APIService is there',
  },
  {
    request: /\/persistentvolume(claim)?s/,
    path: /\.finalizers$/,
    reason: 'nobody would take away the finalizers that protect volumes in use',
  },
  {
    scenario: 'writes-raw',
    request: /^PUT .*\/controllerrevisions\//,
    path: /^code$/,
    reason: 'the data of a revision is compared without the blanks of its JSON, which count upstream',
  },
];

/** Whether an entry speaks of a finding. */
export function isKnown({ scenario, request, path }: KnownDifference, finding: Finding): boolean {
  return (
    (scenario ?? finding.scenario) === finding.scenario &&
    request.test(finding.request) &&
    path.test(finding.path)
  );
}

export interface KnownOutput {
  scenario: string;
  /** A line of the scenario. */
  command: string;
  reason: string;
}

/** Lines whose output in a terminal is not compared. */
export const KNOWN_OUTPUTS: readonly KnownOutput[] = [
  {
    scenario: 'apply',
    command: 'kubectl apply --server-side -f ds.yaml',
    reason: 'server-side apply is refused',
  },
  {
    scenario: 'apply',
    command: 'kubectl apply -f ds.yaml --prune -l app=agent',
    reason: 'kubectl prunes kinds that are not served',
  },
  {
    scenario: 'edit-replace',
    command:
      "kubectl get pod fluentd-aaaaa -o yaml | sed 's/nodeName: .*/nodeName: node-3/' | kubectl replace -f -",
    reason: "upstream shows a difference of Go's internal structs",
  },
  {
    scenario: 'patch',
    command: `kubectl patch pod fluentd-aaaaa -p '{"spec":{"terminationGracePeriodSeconds":5}}'`,
    reason: "upstream shows a difference of Go's internal structs",
  },
  {
    scenario: 'get-tables',
    command: 'kubectl get ev -o wide',
    reason: 'kubectl warns of a second kind of events, which is not served',
  },
  {
    scenario: 'kind-states',
    command: 'kubectl get apiservice v1beta1.metrics.k8s.io',
    reason: 'nobody looks whether the service behind an APIService is there',
  },
  {
    scenario: 'kind-states',
    command: 'kubectl describe pvc claim',
    reason: 'nobody would take away the finalizers that protect volumes in use',
  },
  {
    scenario: 'kind-states',
    command: `kubectl patch pvc claim -p '{"spec":{"storageClassName":"other"}}'`,
    reason: "upstream shows a difference of Go's internal structs",
  },
  {
    scenario: 'inert-kinds',
    command: 'kubectl get pvc claim -o yaml',
    reason: 'nobody would take away the finalizers that protect volumes in use',
  },
  {
    scenario: 'inert-kinds',
    command: 'kubectl describe pv pv1',
    reason: 'nobody would take away the finalizers that protect volumes in use',
  },
  {
    scenario: 'inert-kinds',
    command: 'kubectl describe pvc claim',
    reason: 'nobody would take away the finalizers that protect volumes in use',
  },
];

export function isKnownOutput(scenario: string, command: string): boolean {
  return KNOWN_OUTPUTS.some((known) => known.scenario === scenario && known.command === command);
}
