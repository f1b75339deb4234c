import type { Node } from '../../k8s/types';
import { usePage } from '../page-context';
import { Icon } from '../widgets/icon';
import { Menu } from '../widgets/menu';

export function AddNodeMenu() {
  const { run, whenHere } = usePage();
  const add = (prefix: string, count: number, role = ''): void =>
    whenHere(({ session }) => {
      const names = freeNames(session.getState().cluster.read.list('Node'), prefix, count);
      run(`sim add-node ${names.map((name) => name + role).join(' ')}`);
    });
  const addSeries = (count: number): void =>
    whenHere(({ session }) => {
      const [first = ''] = freeNames(session.getState().cluster.read.list('Node'), 'worker', 1);
      const from = Number(first.slice('worker-'.length));
      run(`sim add-node worker-{${from}..${from + count - 1}}`);
    });
  return (
    <Menu
      label={
        <>
          <Icon name="plus" size={14} />
          Add node
        </>
      }
      items={[
        { label: 'Worker', onChoose: () => add('worker', 1) },
        { label: 'Control plane', hint: 'tainted', onChoose: () => add('cp', 1, ':control-plane') },
        { label: 'Five workers', onChoose: () => add('worker', 5) },
        { label: 'Twenty workers', onChoose: () => add('worker', 20) },
        { label: '100 workers', hint: '+100', onChoose: () => addSeries(100) },
        { label: '1,000 workers', hint: '+1000', onChoose: () => addSeries(1000) },
      ]}
    />
  );
}

/** The next names of a series: numbers go on after the highest in use. */
export function freeNames(nodes: readonly Node[], prefix: string, count: number): string[] {
  const numbers = nodes.map(({ metadata }) =>
    metadata.name.startsWith(`${prefix}-`) ? Number(metadata.name.slice(prefix.length + 1)) : 0,
  );
  const last = Math.max(0, ...numbers.filter((n) => Number.isInteger(n)));
  return Array.from({ length: count }, (_, i) => `${prefix}-${last + 1 + i}`);
}
