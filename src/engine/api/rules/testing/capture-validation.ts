/**
 * Asks a real API server for the answers that `validation.test.ts` compares with:
 * `KUBE_SERVER=https://127.0.0.1:6443 KUBE_TOKEN=… tsx src/engine/api/rules/testing/capture-validation.ts`.
 * The namespace of the requests has to be there, with its service account.
 */
import { writeFileSync } from 'node:fs';
import { realServer, type Answer } from './real-server';
import { changed, essenceOf, nameOf, NAMESPACE, objectOf, type Case } from './case';
import { CASES } from './validation-cases';

const ROOTS: Readonly<Record<Case['kind'], string>> = {
  DaemonSet: `/apis/apps/v1/namespaces/${NAMESPACE}/daemonsets`,
  Deployment: `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`,
  ReplicaSet: `/apis/apps/v1/namespaces/${NAMESPACE}/replicasets`,
  Pod: `/api/v1/namespaces/${NAMESPACE}/pods`,
  ConfigMap: `/api/v1/namespaces/${NAMESPACE}/configmaps`,
  Node: '/api/v1/nodes',
  Namespace: '/api/v1/namespaces',
};

const send = realServer();
const STRICT = '?dryRun=All&fieldValidation=Strict';

async function ask(one: Case): Promise<Answer> {
  const root = ROOTS[one.kind];
  const object = objectOf(one);
  if (one.update === undefined) return send('POST', `${root}${STRICT}`, object);
  const { body: stored } = await send('POST', root, object);
  if (stored['kind'] === 'Status') throw new Error(`${nameOf(one)}: ${JSON.stringify(stored)}`);
  const path = `${root}/x`;
  const answer = await send(
    'PUT',
    `${path}${one.subresource ? `/${one.subresource}` : ''}${STRICT}`,
    changed(one.kind, stored, one.update),
  );
  await send('DELETE', `${path}?gracePeriodSeconds=0`);
  return answer;
}

/** What follows in a message is Go's difference of two pods. */
function firstLine(message: string): string {
  return message.split('\n')[0] ?? '';
}

const answers: Record<string, unknown> = {};
for (const one of CASES) {
  const { body, warnings } = await ask(one);
  const { kind, message, reason, code, details } = body;
  if (kind === 'Status') {
    const { causes, ...about } = (details ?? {}) as { causes?: { reason: string; field: string }[] };
    const listed = causes ? { causes: causes.map((cause) => [cause.reason, cause.field]) } : {};
    answers[nameOf(one)] = {
      status: { message: firstLine(message as string), reason, code, ...about, ...listed },
    };
    continue;
  }
  answers[nameOf(one)] = { stored: essenceOf(body), ...(warnings.length > 0 ? { warnings } : {}) };
}
const lines = Object.entries(answers).map(
  ([name, answer]) => `${JSON.stringify(name)}: ${JSON.stringify(answer)}`,
);
writeFileSync(new URL('../testdata/validation.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);
