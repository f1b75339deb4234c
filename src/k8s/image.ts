/** Image references. */

export interface ImageReference {
  /** With registry, as written, e.g. `registry.k8s.io/kube-proxy`. */
  repository: string;
  tag?: string;
  /** e.g. `sha256:…`. */
  digest?: string;
  /** The tag, or `latest` when there is neither tag nor digest; empty for a digest alone. */
  tagOrLatest: string;
}

/** Splits without judging: a reference that is malformed gives some parts of it. A colon before the last slash is a port. */
export function parseImage(reference: string): ImageReference {
  const at = reference.indexOf('@');
  const digest = at < 0 ? undefined : reference.slice(at + 1);
  const name = at < 0 ? reference : reference.slice(0, at);
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  const tag = hasTag ? name.slice(colon + 1) : undefined;
  return {
    repository: hasTag ? name.slice(0, colon) : name,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
    tagOrLatest: tag ?? (digest === undefined ? 'latest' : ''),
  };
}
