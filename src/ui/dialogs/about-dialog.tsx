import { KUBERNETES_VERSION } from '../../engine/facts';
import { SIMPLIFICATIONS } from '../../engine/simplifications';
import { Dialog } from './dialog';

export function AboutDialog() {
  return (
    <Dialog title={`Simulated Kubernetes ${KUBERNETES_VERSION}`}>
      <p>
        Everything runs in this page: an API server with defaulting, admission and validation, the DaemonSet
        controller, node lifecycle and garbage collection, the scheduler and a kubelet for each node. They
        follow the algorithms of Kubernetes {KUBERNETES_VERSION.replace(/\.\d+$/, '')}. Nothing is sent
        anywhere.
      </p>
      <h3>What it leaves out or does otherwise</h3>
      <ul className="prose">
        {SIMPLIFICATIONS.map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ul>
    </Dialog>
  );
}
