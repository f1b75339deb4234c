import { useId, type KeyboardEvent, type ReactNode } from 'react';

export interface Tab<K extends string> {
  key: K;
  label: string;
  content: ReactNode;
}

/** Tabs as WAI-ARIA describes them: arrows move, the chosen one alone is in the tab order. */
export function Tabs<K extends string>(props: {
  label: string;
  tabs: readonly Tab<K>[];
  chosen: K;
  onChoose: (key: K) => void;
}) {
  const { label, tabs, chosen, onChoose } = props;
  const id = useId();
  const index = Math.max(
    0,
    tabs.findIndex((tab) => tab.key === chosen),
  );
  const tab = tabs[index];

  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };
    const step = steps[event.key];
    const target = event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : step && index + step;
    const next = target === undefined ? undefined : tabs[(target + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChoose(next.key);
    event.currentTarget.querySelector<HTMLElement>(`[data-key="${next.key}"]`)?.focus();
  };

  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map(({ key, label: words }) => (
          <button
            key={key}
            type="button"
            role="tab"
            data-key={key}
            id={`${id}-${key}`}
            aria-selected={key === tab?.key}
            aria-controls={`${id}-panel`}
            tabIndex={key === tab?.key ? 0 : -1}
            onClick={() => onChoose(key)}
          >
            {words}
          </button>
        ))}
      </div>
      <div className="tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab?.key}`}>
        {tab?.content}
      </div>
    </>
  );
}
