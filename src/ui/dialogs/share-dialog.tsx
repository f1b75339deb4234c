import { useEffect, useRef, useState } from 'react';
import { usePage } from '../page-context';
import { Dialog } from './dialog';

type Shared = { url: string; copied: boolean };

export function ShareDialog() {
  const { services, whenHere } = usePage();
  const [shared, setShared] = useState<Shared>();
  const [fingerprint, setFingerprint] = useState<string>();
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    let left = false;
    void services.share().then((made) => !left && setShared(made));
    return () => {
      left = true;
    };
  }, [services]);
  useEffect(() => {
    if (!shared) return;
    field.current?.focus();
    field.current?.select();
  }, [shared]);

  /** Of thousands of nodes it takes a while: only for those who ask. Time stands still meanwhile, for link and fingerprint to agree. */
  function takeFingerprint(): void {
    whenHere(({ session }) => {
      session.getState().pause();
      setFingerprint(session.getState().cluster.digest());
      void services.share().then(setShared);
    });
  }

  return (
    <Dialog title="Share this moment">
      <p>
        The link holds the cluster’s start, what was done to it and the text in the editor. Whoever opens it
        gets the very same state, paused at this moment. Nothing is stored on a server.
      </p>
      <div className="share-line">
        <input
          ref={field}
          className="field mono"
          readOnly
          aria-label="Link"
          value={shared?.url ?? ''}
          onFocus={(event) => event.target.select()}
        />
        <button
          type="button"
          className="button primary"
          disabled={!shared}
          onClick={() => {
            setShared(undefined);
            void services.share().then(setShared);
          }}
        >
          Copy
        </button>
      </div>
      <p role="status" className="muted">
        {shared &&
          `${shared.copied ? 'Copied.' : 'Copy it from the field.'} ${shared.url.length} characters.`}
      </p>
      <details
        onToggle={({ currentTarget }) => {
          if (currentTarget.open) takeFingerprint();
        }}
      >
        <summary>Fingerprint</summary>
        <p>
          Of all that the cluster is at this moment:{' '}
          <output aria-label="Fingerprint" className="mono">
            {fingerprint}
          </output>
          . Whoever opens the link finds the same here, in any browser, before pressing Play.
        </p>
      </details>
    </Dialog>
  );
}
