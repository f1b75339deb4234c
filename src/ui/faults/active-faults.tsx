import { useEffect, useId, useRef, type ReactNode } from 'react';
import { faultById, type Fault } from '../../engine/facts';
import type { ActiveFault } from '../../engine/index';
import { usePage, useSession, useWorld } from '../page-context';
import { shortClockText } from '../time/time-words';
import { Icon } from '../widgets/icon';
import { faultCommand, readTarget, targetWords } from './fault-target';

/**
 * What is broken, newest first, each with its way back. `concerns`: which of it. `lessons`: for how many the lesson is shown;
 * the others tell it in a tooltip and to a screen reader. `children`: more of the same.
 */
export function ActiveFaults(props: {
  label: string;
  concerns?: (active: ActiveFault, fault: Fault) => boolean;
  lessons: number;
  /** The target that is shown beside: its name need not be told again. */
  here?: string;
  children?: ReactNode;
}) {
  const { label, concerns, lessons, here, children } = props;
  const faults = useWorld()
    .faults.flatMap((active) => {
      const fault = faultById(active.fault);
      return fault && (concerns?.(active, fault) ?? true) ? [{ active, fault }] : [];
    })
    .toReversed();
  const place = useRef<HTMLDivElement>(null);
  const mended = useRef(false);

  // The button that was pressed is gone with its fault: the keyboard goes on at the next one, or where one breaks things.
  useEffect(() => {
    if (!mended.current) return;
    mended.current = false;
    const { activeElement } = document;
    if (activeElement && activeElement !== document.body) return;
    const near = place.current?.parentElement;
    const next = place.current?.querySelector<HTMLElement>('button');
    (next ?? near?.querySelector<HTMLElement>('.menu.wide > summary'))?.focus();
  }, [faults.length]);

  return (
    <div ref={place} className="faults-place">
      {(faults.length > 0 || children) && (
        <ul className="faults" aria-label={label}>
          {children}
          {faults.map(({ active, fault }, i) => (
            <ActiveFaultRow
              key={`${active.fault} ${active.target}`}
              active={active}
              fault={fault}
              lesson={i < lessons}
              here={active.target === here}
              onMend={() => {
                mended.current = true;
              }}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function ActiveFaultRow(props: {
  active: ActiveFault;
  fault: Fault;
  lesson: boolean;
  here: boolean;
  onMend: () => void;
}) {
  const { active, fault, lesson, here, onMend } = props;
  const { run } = usePage();
  const origin = useSession((s) => s.origin);
  const id = useId();
  const target = readTarget(fault.scope, active.target);
  const words = targetWords(target);
  return (
    <li className="fault" data-lesson={lesson || undefined} title={fault.lesson}>
      <Icon name="bolt" size={14} />
      <span className="fault-title">
        <b>{fault.title}</b> {words !== '' && !here && <span className="fault-target">{words}</span>}{' '}
        <span className="faint">since {shortClockText(active.since - origin)}</span>
      </span>
      <button
        type="button"
        className="button small"
        aria-label={`Mend: ${fault.title}${words === '' ? '' : `, ${words}`}`}
        aria-describedby={`${id}-lesson`}
        onClick={() => {
          onMend();
          run(faultCommand('mend', fault.id, target));
        }}
      >
        Mend
      </button>
      <span id={`${id}-lesson`} className={lesson ? 'fault-lesson' : 'visually-hidden'}>
        {fault.lesson}
      </span>
    </li>
  );
}
