/** DeleteOptions: from the body, or from the query when there is no body. */
import type { DeleteOptions, Propagation, StatusCause } from '../engine/index';
import type { Json } from '../k8s/types';
import { bodyText, goWord, overflowText, textOf, topLevelProblem } from './body';
import { readGoJson } from './go-json';
import { bodyFormat } from './negotiate';
import { dryRunProblems, notSupported } from './options';
import type { Query } from './query';
import { invalidOptions, isRefusal, unclassified, unknownFormat, type Refusal } from './statuses';
import type { RestRequest } from './types';
import { readYamlBody } from './yaml-body';

const POLICIES: readonly string[] = ['Foreground', 'Background', 'Orphan'];

interface RawDelete {
  dryRun: readonly string[];
  gracePeriodSeconds?: number;
  orphanDependents?: boolean;
  propagationPolicy?: string;
  preconditions?: { uid?: string; resourceVersion?: string };
}

export function readDeleteOptions(request: RestRequest, query: Query): DeleteOptions | Refusal {
  const text = bodyText(request);
  if (typeof text !== 'string') return text;
  const raw = text === '' ? deleteQuery(query) : deleteBody(request, text);
  return isRefusal(raw) ? raw : checkedDelete(raw);
}

function deleteQuery(query: Query): RawDelete | Refusal {
  const gracePeriodSeconds = query.int('gracePeriodSeconds');
  if (isRefusal(gracePeriodSeconds)) return gracePeriodSeconds;
  const orphanDependents = query.bool('orphanDependents');
  const propagationPolicy = query.text('propagationPolicy');
  return {
    dryRun: query.all('dryRun'),
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(orphanDependents !== undefined && { orphanDependents }),
    ...(propagationPolicy !== undefined && { propagationPolicy }),
  };
}

/** Go type of each field. */
const DELETE_FIELDS = {
  gracePeriodSeconds: ['number', 'int64'],
  orphanDependents: ['boolean', 'bool'],
  propagationPolicy: ['string', 'v1.DeletionPropagation'],
  preconditions: ['object', 'v1.Preconditions'],
  dryRun: ['array', '[]string'],
} as const;

function deleteBody(request: RestRequest, text: string): RawDelete | Refusal {
  const format = bodyFormat(request);
  if (!format) return unknownFormat();
  const read = format === 'json' ? readGoJson(text) : readYamlBody(text);
  if (!read.ok) {
    const lead = format === 'json' ? "couldn't get version/kind; json parse error: " : '';
    return unclassified(lead + read.message);
  }
  const { value } = read;
  const problem = topLevelProblem(value) ?? (read.overflow && overflowText(read.overflow));
  if (problem !== undefined) return unclassified(problem);
  const kind = textOf(value, 'kind') || 'DeleteOptions';
  if (kind !== 'DeleteOptions') {
    const apiVersion = textOf(value, 'apiVersion') || 'meta.k8s.io/v1';
    return unclassified(
      `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/apis/meta/internalversion/scheme/register.go:27"`,
    );
  }
  return deleteFields((value ?? {}) as Record<string, Json>);
}

function deleteFields(fields: Readonly<Record<string, Json>>): RawDelete | Refusal {
  for (const [name, [type, goType]] of Object.entries(DELETE_FIELDS)) {
    const value = fields[name];
    if (value === undefined || value === null) continue;
    const actual = Array.isArray(value) ? 'array' : typeof value;
    const fits = actual === type && (type !== 'number' || Number.isSafeInteger(value));
    if (!fits) return cannotUnmarshal(value, `DeleteOptions.${name}`, goType);
  }
  const dryRun = (fields['dryRun'] ?? []) as Json[];
  const odd = dryRun.find((item) => item !== null && typeof item !== 'string');
  if (odd !== undefined) return cannotUnmarshal(odd, 'DeleteOptions.dryRun', 'string');
  const preconditions = (fields['preconditions'] ?? {}) as Record<string, Json>;
  for (const [name, goType] of [
    ['uid', 'types.UID'],
    ['resourceVersion', 'string'],
  ] as const) {
    const value = preconditions[name];
    if (value !== undefined && value !== null && typeof value !== 'string')
      return cannotUnmarshal(value, `Preconditions.preconditions.${name}`, goType);
  }
  const given = (source: Readonly<Record<string, Json>>, names: readonly string[]): object =>
    Object.fromEntries(
      names.flatMap((name) =>
        source[name] === undefined || source[name] === null ? [] : [[name, source[name]]],
      ),
    );
  return {
    dryRun: dryRun.map((item) => (item ?? '') as string),
    ...given(fields, ['gracePeriodSeconds', 'orphanDependents', 'propagationPolicy']),
    preconditions: given(preconditions, ['uid', 'resourceVersion']),
  };
}

function cannotUnmarshal(value: Json, field: string, goType: string): Refusal {
  const word = typeof value === 'number' ? `number ${JSON.stringify(value)}` : goWord(value);
  return unclassified(`json: cannot unmarshal ${word} into Go struct field ${field} of type ${goType}`);
}

function checkedDelete(raw: RawDelete): DeleteOptions | Refusal {
  const causes: StatusCause[] = [];
  const { dryRun, orphanDependents, propagationPolicy: policy, gracePeriodSeconds, preconditions } = raw;
  if (policy !== undefined && orphanDependents !== undefined) {
    causes.push({
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(policy)}: orphanDependents and deletionPropagation cannot be both set`,
      field: 'propagationPolicy',
    });
  }
  if (policy !== undefined && !POLICIES.includes(policy))
    causes.push(notSupported('propagationPolicy', JSON.stringify(policy), [...POLICIES, 'nil']));
  causes.push(...dryRunProblems(dryRun));
  if (causes.length > 0) return invalidOptions('DeleteOptions', causes);
  const orphaned = orphanDependents === undefined ? undefined : orphanDependents ? 'Orphan' : 'Background';
  const propagationPolicy = (policy ?? orphaned) as Propagation | undefined;
  return {
    dryRun: dryRun.length > 0,
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(propagationPolicy !== undefined && { propagationPolicy }),
    ...(preconditions && { preconditions }),
  };
}
