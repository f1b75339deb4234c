/** The user's manifest, as text with what a test wants to vary. */
export interface NginxOptions {
  name?: string;
  image?: string;
  /** Lines under `metadata`, below `name`. */
  metadata?: string;
  /** Lines of `spec`, without their two spaces. */
  spec?: string;
  /** Lines of the pod's spec, without their six spaces. */
  pod?: string;
}

export function nginx({
  name = 'nginx',
  image = 'nginx:1.28',
  metadata,
  spec,
  pod,
}: NginxOptions = {}): string {
  return `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: ${name}
${indent(metadata, 2)}spec:
${indent(spec, 2)}  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
${indent(pod, 6)}      containers:
      - name: ${name}
        image: ${image}
        ports:
        - containerPort: 80
`;
}

export const TOLERATE_CONTROL_PLANE = `tolerations:
- key: node-role.kubernetes.io/control-plane
  operator: Exists
  effect: NoSchedule`;

function indent(lines: string | undefined, by: number): string {
  if (lines === undefined) return '';
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => `${' '.repeat(by)}${line}\n`)
    .join('');
}
