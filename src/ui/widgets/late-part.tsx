import { useEffect, useState, type ComponentType } from 'react';
import { usePage } from '../page-context';

/** What could not be fetched: all of it is tried again at once. */
const failed = new Set<() => void>();

/**
 * A part of the page that is fetched when it is shown for the first time. Where it cannot be had the page says so, and it is fetched
 * again on request.
 */
export function latePart<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let Part: ComponentType<P> | undefined;
  return function LatePart(props: P) {
    const { view } = usePage().services;
    const [, setHere] = useState(Part !== undefined);
    useEffect(() => {
      let left = false;
      const fetchPart = async (): Promise<void> => {
        try {
          Part = await load();
          if (!left) setHere(true);
        } catch {
          if (!left) tell();
        }
      };
      const again = (): void => void fetchPart();
      const tell = (): void => {
        failed.add(again);
        const retry = (): void => {
          view.getState().notify(undefined);
          const all = [...failed];
          failed.clear();
          for (const one of all) one();
        };
        const text = 'This part of the page could not be loaded.';
        view.getState().notify({ tone: 'error', text, action: { label: 'Retry', run: retry } });
      };
      // What is shown answers before anything else is fetched.
      if (!Part) queueMicrotask(again);
      return () => {
        left = true;
        failed.delete(again);
      };
    }, [view]);
    return Part && <Part {...props} />;
  };
}
