// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { EditorHandle } from '../../editor/create-editor';
import { renderIn, testPage } from '../testing/render-page';
import { Problems } from './problems';

const BAD = `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: nginx
spec:
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: web
    spec:
      restartPolicy: Never
      containers:
      - name: nginx
        image: nginx
`;

test('nothing is shown for a text without problems', () => {
  renderIn(testPage(), <Problems />);
  expect(screen.queryByRole('list', { name: 'Problems' })).toBeNull();
});

test('the rejections of the API server stand in the order of their lines and lead there', () => {
  const page = testPage();
  const reveal = vi.fn();
  page.editor.fill({ reveal, focus: () => {} } as unknown as EditorHandle);
  page.services.text.setText(BAD);
  page.services.draft.getState().apply();
  renderIn(page, <Problems />);
  expect(screen.getByRole('heading', { name: '2 problems' })).toBeTruthy();
  const [labels, policy] = screen.getAllByRole('button');
  expect(labels?.textContent).toBe(
    'line 11spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
  );
  expect(policy?.textContent).toContain(
    'line 14spec.template.spec.restartPolicy: Unsupported value: "Never"',
  );
  if (policy) fireEvent.click(policy);
  expect(reveal).toHaveBeenCalledWith(14);
});
