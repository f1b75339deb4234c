/** The version that the simulated control plane and kubelets report. */
export const KUBERNETES_VERSION = 'v1.34.0';
