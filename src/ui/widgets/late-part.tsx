import { useEffect, useState, type ComponentType } from 'react';
import { usePage } from '../page-context';

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
      const tell = (): void => {
        const retry = (): void => {
          view.getState().notify(undefined);
          void fetchPart();
        };
        const text = 'This part of the page could not be loaded.';
        view.getState().notify({ tone: 'error', text, action: { label: 'Retry', run: retry } });
      };
      if (!Part) void fetchPart();
      return () => {
        left = true;
      };
    }, [view]);
    return Part && <Part {...props} />;
  };
}
