import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../k8s/types';
import { must, serverFixture } from '../testing/server-fixture';
import type { ApiResult } from '../types';
import { changed, nameOf, NAMESPACE, objectOf, essenceOf, type Case } from './testing/case';
import { CASES } from './testing/validation-cases';

/** Answers of a kube-apiserver v1.34.0 to the same requests; `testing/capture-validation.ts` asks for them. */
const answers = JSON.parse(
  readFileSync(new URL('./testdata/validation.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

/** What is still answered otherwise. */
const DIFFERENT: ReadonlyMap<string, string> = new Map([
  ['create ConfigMap: VAL-24 no name', 'details.name is absent, not empty'],
  ['create DaemonSet: VAL-23 unknown fields', 'in order of the text'],
  ['create DaemonSet: VAL-53 a bad port name', 'an empty text is a bad name, not 0'],
  ['create Pod: VAL-53 a bad port name', 'the same'],
]);

function ask(one: Case): ApiResult {
  const { user, component } = serverFixture();
  must(component.create('Namespace', undefined, { metadata: { name: NAMESPACE } }));
  must(component.create('ServiceAccount', NAMESPACE, { metadata: { name: 'default' } }));
  const options = { dryRun: true, fieldValidation: 'strict' } as const;
  const { kind, update, subresource } = one;
  if (update === undefined) return user.create(kind, NAMESPACE, objectOf(one), options);
  const stored = must(user.create(kind, NAMESPACE, objectOf(one))) as unknown as JsonObject;
  return user.update(kind, NAMESPACE, 'x', changed(kind, stored, update), {
    ...options,
    ...(subresource ? { subresource } : {}),
  });
}

/** What the capture keeps of an answer. */
function essence(answer: ApiResult): unknown {
  if (!answer.ok) {
    const { message, reason, code, details } = answer.status;
    const { causes, ...about } = details ?? {};
    return {
      status: {
        message: message.split('\n')[0],
        reason,
        code,
        ...about,
        ...(causes ? { causes: causes.map((cause) => [cause.reason, cause.field]) } : {}),
      },
    };
  }
  return {
    stored: essenceOf(answer.object as unknown as JsonObject),
    ...(answer.warnings ? { warnings: answer.warnings } : {}),
  };
}

describe('requests are answered as the real API server answers them', () => {
  test('each case has a capture', () => {
    expect(Object.keys(answers).sort()).toEqual(CASES.map(nameOf).sort());
    expect([...DIFFERENT.keys()].filter((name) => !(name in answers))).toEqual([]);
  });

  test.each(CASES.map((one) => [nameOf(one), one] as const))('%s', (name, one) => {
    if (DIFFERENT.has(name)) {
      expect(essence(ask(one)), 'answered alike by now: take it off DIFFERENT').not.toEqual(answers[name]);
    } else expect(essence(ask(one))).toEqual(answers[name]);
  });
});
