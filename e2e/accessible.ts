/** What axe finds wrong with a page, by the rules of WCAG 2.2 AA: nothing. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Playground } from './page-object';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export async function expectAccessible({ page }: Playground): Promise<void> {
  // What is on its way is half transparent, and so has too little contrast for a moment.
  await page.waitForTimeout(500);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  expect(
    violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join('\n')}`,
    ),
  ).toEqual([]);
}
