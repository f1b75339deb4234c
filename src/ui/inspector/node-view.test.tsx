// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { nextPicture, renderIn, testPage } from '../testing/render-page';
import { Selected } from './selected';

async function openNode(name: string) {
  const page = testPage();
  renderIn(page, <Selected selection={{ type: 'node', name }} />);
  const click = async (button: string): Promise<void> => {
    fireEvent.click(screen.getByRole('button', { name: button }));
    await nextPicture();
  };
  const type = (field: string, value: string): void => {
    fireEvent.change(screen.getByLabelText(field), { target: { value } });
  };
  const lines = (): string[] => page.commands.getState().entries.map(({ line }) => line);
  const node = () => page.services.session.getState().cluster.read.get('Node', undefined, name);
  return { page, click, type, lines, node };
}

test('cordon and uncordon are commands, and the button follows the node', async () => {
  const { click, lines, node } = await openNode('worker-1');
  await click('Cordon');
  expect(node()?.spec?.unschedulable).toBe(true);
  await click('Uncordon');
  expect(node()?.spec?.unschedulable).toBeUndefined();
  expect(lines()).toEqual(['kubectl cordon worker-1', 'kubectl uncordon worker-1']);
});

test('the kubelet is stopped and started again', async () => {
  const { page, click, lines } = await openNode('worker-1');
  const broken = (): unknown =>
    page.services.session.getState().cluster.world.faults.map(({ fault, target }) => [fault, target]);
  await click('Kubelet stopped');
  expect(broken()).toEqual([['kubelet-stopped', 'worker-1']]);
  await click('Mend: Kubelet stopped, worker-1');
  expect(lines()).toEqual(['sim break kubelet-stopped worker-1', 'sim mend kubelet-stopped worker-1']);
  expect(broken()).toEqual([]);
});

test('labels and taints are added and removed', async () => {
  const { click, type, lines, node } = await openNode('worker-2');
  type('New label, key=value', 'disktype=ssd');
  await click('Add label');
  expect(node()?.metadata.labels?.['disktype']).toBe('ssd');
  await click('Remove label disktype');
  expect(node()?.metadata.labels?.['disktype']).toBeUndefined();
  type('Key of the new taint', 'dedicated');
  type('Value of the new taint, may stay empty', 'gpu');
  await click('Add taint');
  expect(node()?.spec?.taints).toMatchObject([{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }]);
  await click('Remove taint dedicated:NoSchedule');
  expect(node()?.spec?.taints ?? []).toEqual([]);
  expect(lines()).toEqual([
    'kubectl label node worker-2 disktype=ssd --overwrite',
    'kubectl label node worker-2 disktype-',
    'kubectl taint node worker-2 dedicated=gpu:NoSchedule',
    'kubectl taint node worker-2 dedicated:NoSchedule-',
  ]);
});

test('a refusal becomes a notice in the words of kubectl and keeps what was typed', async () => {
  const { page, click, type } = await openNode('worker-1');
  type('New label, key=value', 'a=b c');
  await click('Add label');
  expect(page.services.view.getState().notice).toMatchObject({ tone: 'error' });
  expect(page.services.view.getState().notice?.text).toMatch(/invalid label(?: spec| value)|error/);
  expect((screen.getByLabelText('New label, key=value') as HTMLInputElement).value).toBe('a=b c');
});

test('a deleted node says so instead of vanishing', async () => {
  const { click, lines } = await openNode('worker-1');
  await click('Delete node');
  expect(lines()).toEqual(['kubectl delete node worker-1']);
  expect(screen.getByRole('heading', { name: 'Node worker-1' })).toBeTruthy();
});
