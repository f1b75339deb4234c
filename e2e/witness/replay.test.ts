/** The REST door answers the recorded requests of the real kubectl as the real API server answered them. */
import { expect, describe, test } from 'vitest';
import { readCapture } from './capture';
import { isKnown, KNOWN_DIFFERENCES } from './known-differences';
import { replayed, type Finding } from './replay';
import { readScenario, scenarioNames } from './scenario';

const names = scenarioNames();
const found = new Map<string, Finding[]>();

function findingsOf(name: string): Finding[] {
  const findings = found.get(name) ?? replayed(name) ?? [];
  found.set(name, findings);
  return findings;
}

describe('answers of the API server', () => {
  test('there are at least 250 kubectl command lines', () => {
    const lines = names.flatMap((name) => readScenario(name).lines);
    expect(lines.filter((line) => line.script.includes('kubectl ')).length).toBeGreaterThanOrEqual(250);
  });

  test.each(names)('%s: the capture is of this scenario', (name) => {
    expect(readCapture(name)?.commands.map((c) => c.command)).toEqual(
      readScenario(name).lines.map((line) => line.command),
    );
  });

  test.each(names)('%s', (name) => {
    const unknown = findingsOf(name).filter(
      (finding) => !KNOWN_DIFFERENCES.some((known) => isKnown(known, finding)),
    );
    expect(unknown.map(textOf).join('\n')).toBe('');
  });

  test.each(KNOWN_DIFFERENCES.map((known) => [known.reason, known] as const))(
    'still differs: %s',
    (_, known) => {
      const searched = known.scenario === undefined ? names : [known.scenario];
      expect(searched.some((name) => findingsOf(name).some((finding) => isKnown(known, finding)))).toBe(true);
    },
  );
});

function textOf({ command, request, path, expected, actual }: Finding): string {
  return [
    `$ ${command}`,
    `  ${request}`,
    `  ${path}`,
    `    expected ${expected}`,
    `    got      ${actual}`,
  ].join('\n');
}
