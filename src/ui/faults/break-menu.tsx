import { useState, type ReactNode } from 'react';
import { FAULTS, type Fault } from '../../engine/facts';
import { usePage, useWorld } from '../page-context';
import { Icon } from '../widgets/icon';
import { Menu } from '../widgets/menu';
import { faultCommand, targetText, type FaultTarget } from './fault-target';

/** All that can be broken at one place. `prevented`: why a fault can do nothing here, if so. */
export function BreakMenu(props: {
  target: FaultTarget;
  prevented?: (fault: Fault) => string | undefined;
  children?: ReactNode;
}) {
  const { target, prevented, children } = props;
  const { run } = usePage();
  const [happened, setHappened] = useState<Fault>();
  const world = useWorld();
  const items = FAULTS.filter(({ scope }) => scope === target.scope).map((fault) => {
    const active = world.has(fault.id, targetText(target));
    const why = active ? undefined : prevented?.(fault);
    return {
      label: active ? `Mend: ${fault.title}` : fault.title,
      description: why ?? fault.lesson,
      active,
      unavailable: why !== undefined,
      onChoose() {
        const done = run(faultCommand(active ? 'mend' : 'break', fault.id, target));
        setHappened(done && fault.once ? fault : undefined);
      },
    };
  });
  return (
    <>
      <Menu
        wide
        small={target.scope !== 'cluster'}
        label={
          <>
            <Icon name="bolt" size={14} />
            Break…
          </>
        }
        items={items}
      >
        {children}
      </Menu>
      <div role="status" className="happened">
        {happened && (
          <p>
            <b>{happened.title}:</b> {happened.lesson}
          </p>
        )}
      </div>
    </>
  );
}
