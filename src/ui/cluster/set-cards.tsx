import { memo, type CSSProperties } from 'react';
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

/** More sets than this are told in a line each: the picture must not be pushed out of sight. */
const MOST_CARDS = 5;

export function SetCards() {
  const sets = useScene((s) => s.sets);
  const own = sets.filter((card) => !card.system);
  if (sets.length === 0) return <p className="empty">There is no DaemonSet. Apply one from the editor.</p>;
  if (own.length === 0)
    return (
      <p className="empty">
        There is no DaemonSet but those the cluster came with. Apply one from the editor.
      </p>
    );
  return (
    <ul className="set-cards" data-rows={own.length > MOST_CARDS || undefined} aria-label="DaemonSets">
      {own.map((card) => (
        <li key={card.uid}>
          <Card card={card} />
        </li>
      ))}
    </ul>
  );
}

function useChoose({ namespace, name }: SetCard): () => void {
  const { services } = usePage();
  return () => {
    const view = services.view.getState();
    view.select({ type: 'set', namespace, name });
    if (isNarrow()) view.setPane('inspector');
  };
}

/** The sets that the cluster came with, in a line. What is wrong is told by the tiles, and at length when one is selected. */
export function SystemSets() {
  const cards = useScene((s) => s.sets).filter((card) => card.system);
  if (cards.length === 0) return null;
  return (
    <ul className="workloads" aria-label="DaemonSets of kube-system">
      {cards.map((card) => (
        <li key={card.uid}>
          <SystemSet card={card} />
        </li>
      ))}
    </ul>
  );
}

function SystemSet({ card }: { card: SetCard }) {
  const { name, counters, trouble } = card;
  const { desired, ready, upToDate, misscheduled } = counters;
  const short = ready < desired || upToDate < desired || misscheduled > 0;
  return (
    <button
      type="button"
      className="workload"
      aria-pressed={card.selected}
      data-short={short || undefined}
      data-trouble={trouble !== undefined || undefined}
      title={trouble}
      onClick={useChoose(card)}
    >
      <span className="workload-name">{name}</span>{' '}
      <span className="workload-count">
        {ready}/{desired} ready
        {upToDate < desired && `, ${upToDate} up to date`}
        {misscheduled > 0 && `, ${misscheduled} misscheduled`}
      </span>{' '}
      <span className="visually-hidden">
        <Counters counters={counters} />
        {trouble}
      </span>
    </button>
  );
}

function Counters({ counters }: Pick<SetCard, 'counters'>) {
  return COLUMNS.map(([key, label]) => (
    <span className="counter" key={key} data-short={counters[key] < counters.desired || undefined}>
      <span className="counter-name">{label}</span>{' '}
      <span className="counter-value">{counters[key]}</span>{' '}
    </span>
  ));
}

/** Of many sets only those that have changed are drawn again. */
const Card = memo(function Card({ card }: { card: SetCard }) {
  const { namespace, name, counters } = card;
  return (
    <button
      type="button"
      className="set-card"
      aria-pressed={card.selected}
      style={{ '--c': `var(${colourToken(card.colour)})` } as CSSProperties}
      onClick={useChoose(card)}
    >
      <span className="set-head">
        <span className="set-name" title={name}>
          {name}
        </span>{' '}
        <span className="set-namespace">{namespace}</span>
        <span className="set-version mono">{card.versionText}</span>
      </span>
      <span className="counters">
        <Counters counters={counters} />
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
                '--c': `var(${colourToken(segment.colour)})`,
              } as CSSProperties
            }
          />
        ))}
      </span>
    </button>
  );
});
