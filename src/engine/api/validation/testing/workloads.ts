/** Manifests of workloads as people write them, on their way to the checks: defaulted and prepared as the server does it. */
import type { JsonObject, KubeObject } from '../../../../k8s/types';
import { decode } from '../../decode';
import type { FieldError } from '../../field-error';
import type { KindDefinition, UpdateCheck } from '../../kinds/definition';
import { checkCommonMetaUpdate } from '../common-meta';
import { changed, lines, type Changes } from './objects';

const CONTAINERS = { containers: [{ name: 'nginx', image: 'nginx' }] };
export const SELECTOR = { matchLabels: { app: 'web' } };
export const TEMPLATE = { metadata: { labels: { app: 'web' } }, spec: CONTAINERS };
export const ENDING_TEMPLATE = { ...TEMPLATE, spec: { ...CONTAINERS, restartPolicy: 'Never' } };

/** What is wrong with a label key or annotation key that has a blank in it. */
export const QUALIFIED =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
/** What is wrong with a label value that has a blank in it. */
export const LABEL_VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
export const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
export const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
export const PERCENT =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
export const NOT_NEGATIVE = 'must be greater than or equal to 0';

/** One row of a table: what it is about, the changes to the manifest, what the server says. */
export type Row = [title: string, changes: Changes, refused: string[]];

/** The verbs of one kind, on the way from the decoder to the store. */
export class Writes<O extends KubeObject> {
  /** The manifest as stored. */
  readonly stored: O;

  constructor(
    private readonly kind: KindDefinition<O>,
    private readonly manifest: JsonObject,
  ) {
    this.stored = this.made({});
  }

  /** A new object, as it would be stored. */
  made(changes: Changes): O {
    const object = this.decoded(changed(this.manifest, changes));
    const { generation } = this.kind;
    const metadata = {
      ...object.metadata,
      namespace: 'default',
      uid: 'UID',
      ...(generation && { generation: 1 }),
    };
    const created = { ...object, metadata };
    const host = { read: undefined, random: undefined } as never;
    return this.kind.prepareCreate?.(created, host) ?? created;
  }

  create(changes: Changes): string[] {
    return faults((errors) => this.kind.check(errors, json(this.made(changes))));
  }

  /** The stored object with changes, as it would be stored again. */
  updated(changes: Changes): O {
    const next = this.decoded(changed(json(this.stored), changes));
    return this.kind.prepareUpdate?.(next, this.stored) ?? next;
  }

  update(changes: Changes): string[] {
    return this.compared(this.kind.checkUpdate, json(this.updated(changes)));
  }

  updateStatus(changes: Changes): string[] {
    return this.compared(this.kind.checkStatusUpdate, changed(json(this.stored), changes));
  }

  /** API-42: the server looks at the metadata before the kind does. */
  private compared(check: UpdateCheck | undefined, next: JsonObject): string[] {
    const old = json(this.stored);
    return faults((errors) => {
      checkCommonMetaUpdate(errors, next, old);
      check?.(errors, next, old);
    });
  }

  private decoded(manifest: JsonObject): O {
    const { kind } = this;
    const object = decode(kind, manifest).object as unknown as O;
    return kind.defaults?.(object) ?? object;
  }
}

function faults(check: (errors: FieldError[]) => void): string[] {
  const errors: FieldError[] = [];
  check(errors);
  return lines(errors);
}

function json(object: KubeObject): JsonObject {
  return object as unknown as JsonObject;
}
