/** Of lists of what a server serves: only what the simulation is to serve, without the widths of columns. */

const NOT_SERVED = new Set([
  'componentstatuses',
  'podtemplates',
  'replicationcontrollers',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'ingressclasses',
  'ipaddresses',
  'servicecidrs',
  'csinodes',
  'csistoragecapacities',
  'volumeattachments',
  'volumeattributesclasses',
]);

const GROUPS_NOT_SERVED =
  /(^|\s)(authentication\.k8s\.io|authorization\.k8s\.io|autoscaling|certificates\.k8s\.io|events\.k8s\.io|flowcontrol\.apiserver\.k8s\.io|resource\.k8s\.io)\/v\d(\s|$)/;

/** What `kubectl api-resources` and `kubectl api-versions` print; other texts as they are. */
export function servedRows(command: string, text: string): string {
  if (!/^kubectl api-(resources|versions)/.test(command)) return text;
  return text
    .split('\n')
    .filter((row) => !NOT_SERVED.has(row.split(' ', 1)[0] ?? '') && !GROUPS_NOT_SERVED.test(row))
    .map((row) => row.trim().replace(/ {2,}/g, '  '))
    .join('\n');
}
