/** What the programs in well-known images do and print. Everything else is taken for a program that ends well when it is told to. */
import { parseImage } from '../../k8s/image';
import { imageBehaviour } from './registry';

/** Milliseconds after the start, text. See `container-log.ts` for what stands in braces. */
type Line = readonly [number, string];

export interface Program {
  /** The last part of the image's name. */
  names: readonly string[];
  /** Exit code after SIGTERM. */
  stops?: number;
  /** A shell, or whatever runs as process 1 without a handler: it never hears of SIGTERM. */
  deaf?: boolean;
  starts?: readonly Line[];
  /** Printed again and again: every so many seconds, text. */
  repeats?: Line;
  /** Printed when it is told to stop. */
  stop?: readonly string[];
  /** Printed before it exits with code 1. */
  crash?: readonly string[];
}

const PROGRAMS: readonly Program[] = [
  // A shell prints what its script says.
  { names: ['busybox', 'alpine', 'ubuntu', 'debian', 'bash'], deaf: true, starts: [] },
  { names: ['pause'], starts: [], stop: ['Shutting down, got signal: Terminated'] },
  {
    names: ['nginx'],
    starts: [
      [0, '/docker-entrypoint.sh: Configuration complete; ready for start up'],
      [30, '{slashes} [notice] 1#1: using the "epoll" event method'],
      [30, '{slashes} [notice] 1#1: nginx/{version}'],
      [40, '{slashes} [notice] 1#1: start worker processes'],
    ],
    stop: [
      '{slashes} [notice] 1#1: signal 3 (SIGQUIT) received, shutting down',
      '{slashes} [notice] 1#1: exit',
    ],
    crash: ['{slashes} [emerg] 1#1: unexpected end of file, expecting "}" in /etc/nginx/nginx.conf:32'],
  },
  {
    names: ['fluentd', 'fluentd-elasticsearch', 'fluentd-kubernetes-daemonset'],
    starts: [
      [600, '{dashes} +0000 [info]: parsing config file is succeeded path="/etc/fluent/fluent.conf"'],
      [900, '{dashes} +0000 [info]: starting fluentd-{version} pid=7'],
      [1500, '{dashes} +0000 [info]: #0 fluentd worker is now running worker=0'],
    ],
    stop: [
      '{dashes} +0000 [info]: Received graceful stop',
      '{dashes} +0000 [info]: Worker 0 finished with status 0',
    ],
    crash: ['{dashes} +0000 [error]: config error file="/etc/fluent/fluent.conf" error="no output plugin"'],
  },
  {
    names: ['fluent-bit'],
    starts: [
      [0, 'Fluent Bit v{version}'],
      [20, '[{slashes}] [ info] [fluent bit] version={version}, pid=1'],
      [40, '[{slashes}] [ info] [sp] stream processor started'],
    ],
    stop: [
      '[{slashes}] [engine] caught signal (SIGTERM)',
      '[{slashes}] [ warn] [engine] service will shutdown in max 5 seconds',
    ],
    crash: ["[{slashes}] [error] [config] section 'output' is missing"],
  },
  {
    names: ['node-exporter', 'prometheus-node-exporter'],
    stops: 143,
    starts: [
      [
        0,
        'time={iso} level=INFO source=node_exporter.go:216 msg="Starting node_exporter" version="(version={version})"',
      ],
      [10, 'time={iso} level=INFO source=tls_config.go:347 msg="Listening on" address=[::]:9100'],
    ],
    crash: [
      'time={iso} level=ERROR source=node_exporter.go:235 msg="listen tcp :9100: bind: address already in use"',
    ],
  },
  {
    names: ['kube-proxy'],
    stops: 2,
    starts: [
      [100, 'I{klog} server_linux.go:53] "Using iptables proxy"'],
      [300, 'I{klog} server.go:234] "Successfully retrieved node IP(s)"'],
      [600, 'I{klog} shared_informer.go:356] "Caches are synced" controller="node config"'],
    ],
    crash: [
      'E{klog} run.go:72] "command failed" err="failed complete: open /var/lib/kube-proxy/config.conf"',
    ],
  },
  {
    names: ['kindnetd'],
    starts: [[200, 'I{klog} main.go:109] connected to apiserver']],
    repeats: [10_000, 'I{klog} main.go:301] handling current node'],
  },
  {
    names: ['coredns'],
    starts: [
      [300, '.:53'],
      [300, 'CoreDNS-{version}'],
    ],
    stop: ['[INFO] SIGTERM: Shutting down servers then terminating'],
    crash: ['/etc/coredns/Corefile:1 - Error during parsing: Unknown directive'],
  },
  {
    names: ['etcd'],
    starts: [
      [100, '{"level":"info","ts":"{iso}","caller":"etcdmain/etcd.go:64","msg":"Running: "}'],
      [
        900,
        '{"level":"info","ts":"{iso}","caller":"embed/serve.go:283","msg":"serving client traffic securely"}',
      ],
    ],
  },
  {
    names: ['kube-apiserver'],
    starts: [
      [200, 'I{klog} server.go:147] Version: {version}'],
      [1800, 'I{klog} secure_serving.go:211] Serving securely on [::]:6443'],
    ],
  },
  {
    names: ['kube-controller-manager'],
    starts: [
      [200, 'I{klog} controllermanager.go:192] "Starting" version="{version}"'],
      [
        1500,
        'I{klog} leaderelection.go:271] successfully acquired lease kube-system/kube-controller-manager',
      ],
    ],
  },
  {
    names: ['kube-scheduler'],
    starts: [
      [200, 'I{klog} server.go:175] "Starting Kubernetes Scheduler" version="{version}"'],
      [1500, 'I{klog} leaderelection.go:271] successfully acquired lease kube-system/kube-scheduler'],
    ],
  },
  {
    names: ['redis'],
    starts: [
      [0, '1:C {day} * Redis version={version}, bits=64, pid=1, just started'],
      [10, '1:M {day} * Ready to accept connections tcp'],
    ],
    stop: ['1:M {day} * User requested shutdown...', '1:M {day} # Redis is now ready to exit, bye bye...'],
  },
];

const OTHER: Program = { names: [] };

// A cache of a pure function: it cannot change any result.
const byImage = new Map<string, Program>();

export function programOf(image: string): Program {
  let program = byImage.get(image);
  if (!program) {
    const { repository } = parseImage(image);
    const name = repository.slice(repository.lastIndexOf('/') + 1);
    program = PROGRAMS.find((row) => row.names.includes(name)) ?? OTHER;
    if (byImage.size > 1000) byImage.clear();
    byImage.set(image, program);
  }
  return program;
}

export function ignoresSignals(image: string): boolean {
  return imageBehaviour(image) === 'stubborn' || (programOf(image).deaf ?? false);
}

export function stopCode(image: string): number {
  return programOf(image).stops ?? 0;
}
