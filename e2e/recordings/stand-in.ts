/** What the stand-in kubelets do and say, on the real control plane (kubelets.ts) and on ours (stand-in-kubelets.ts). Milliseconds. */
export const HEARTBEAT = 10_000;
export const UNTIL_NETWORK = 2000;
export const UNTIL_SANDBOX = 200;
export const PULL = 1000;
export const SLOW_PULL = 45_000;
export const UNTIL_CRASH = 2500;
export const STOP = 1500;
/** A worker whose kubelet is silent looks again so often. */
export const PAUSE = 200;

const CAPACITY = { cpu: '4', 'ephemeral-storage': '104857600Ki', memory: '8388608Ki', pods: '110' };

/** The part of a node's status that never changes. */
export const MACHINE_STATUS = {
  capacity: CAPACITY,
  allocatable: { ...CAPACITY, 'ephemeral-storage': '96636764160', memory: '8286208Ki' },
  daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
  nodeInfo: {
    architecture: 'amd64',
    bootID: '',
    containerRuntimeVersion: 'containerd://2.1.4',
    kernelVersion: '6.1.0-37-amd64',
    kubeProxyVersion: '',
    kubeletVersion: 'v1.34.0',
    machineID: '',
    operatingSystem: 'linux',
    osImage: 'Debian GNU/Linux 12 (bookworm)',
    systemUUID: '',
  },
};

/** Type, status, reason and message of each condition. */
export function conditionRows(
  networkReady: boolean,
): readonly [type: string, status: string, reason: string, message: string][] {
  return [
    ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
    ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
    ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
    networkReady
      ? ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status']
      : ['Ready', 'False', 'KubeletNotReady', 'container runtime network not ready'],
  ];
}
