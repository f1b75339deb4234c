import type { CSSProperties } from 'react';
import { colourToken } from '../../scene/palette';
import type { SetCard } from '../../scene/types';
import { usePage, useScene } from '../page-context';
import { isNarrow } from '../shell/platform';

/** The columns of `kubectl get ds`. */
const COLUMNS = [
  ['desired', 'Desired'],
  ['current', 'Current'],
  ['ready', 'Ready'],
  ['upToDate', 'Up-to-date'],
  ['available', 'Available'],
] as const satisfies readonly (readonly [keyof SetCard['counters'], string])[];

export function SetCards() {
  const sets = useScene((s) => s.sets);
  if (sets.length === 0) return <p className="empty">There is no DaemonSet. Apply one from the editor.</p>;
  return (
    <div className="sets">
      <CardList label="DaemonSets" cards={sets.filter((card) => !card.system)} />
      <CardList label="DaemonSets of kube-system" system cards={sets.filter((card) => card.system)} />
    </div>
  );
}

function CardList({ label, cards, system }: { label: string; cards: readonly SetCard[]; system?: boolean }) {
  if (cards.length === 0) return null;
  return (
    <ul className="set-cards" data-system={system} aria-label={label}>
      {cards.map((card) => (
        <li key={card.uid}>
          <Card card={card} />
        </li>
      ))}
    </ul>
  );
}

function Card({ card }: { card: SetCard }) {
  const { services } = usePage();
  const { namespace, name, counters } = card;
  const choose = (): void => {
    const view = services.view.getState();
    view.select({ type: 'set', namespace, name });
    if (isNarrow()) view.setPane('inspector');
  };
  return (
    <button
      type="button"
      className="set-card"
      aria-pressed={card.selected}
      data-rolling={card.rolling || undefined}
      style={{ '--c': `var(${colourToken(card.colour)})` } as CSSProperties}
      onClick={choose}
    >
      <span className="set-head">
        <span className="set-name" title={name}>
          {name}
        </span>{' '}
        <span className="set-namespace">{namespace}</span>
        <span className="set-version mono">{card.versionText}</span>
      </span>
      <span className="counters">
        {COLUMNS.map(([key, label]) => (
          <span className="counter" key={key} data-short={counters[key] < counters.desired || undefined}>
            <span className="counter-name">{label}</span>{' '}
            <span className="counter-value">{counters[key]}</span>
          </span>
        ))}
        {counters.misscheduled > 0 && (
          <span className="counter" data-short>
            <span className="counter-name">Misscheduled</span>{' '}
            <span className="counter-value">{counters.misscheduled}</span>
          </span>
        )}
        <span className="set-summary">{card.summary}</span>
      </span>
      {card.trouble !== undefined && (
        <span className="set-trouble" title={card.trouble}>
          {card.trouble}
        </span>
      )}
      <span className="progress" aria-hidden="true">
        {card.segments.map((segment, i) => (
          <span
            key={i}
            data-kind={segment.kind}
            style={
              {
                flexGrow: segment.count,
                '--c': `var(${card.system && !card.rolling ? '--faint' : colourToken(segment.colour)})`,
              } as CSSProperties
            }
          />
        ))}
      </span>
    </button>
  );
}
