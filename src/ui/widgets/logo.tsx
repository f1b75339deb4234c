/** Three nodes, and on each of them the pod of one set. */
export function Logo() {
  return (
    <svg className="logo" width="20" height="20" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" className="logo-ground" />
      <path d="M8.5 9v14M16 9v14M23.5 9v14" className="logo-node" />
      <path d="M8.5 20.5V23M16 20.5V23M23.5 20.5V23" className="logo-pod" />
    </svg>
  );
}
