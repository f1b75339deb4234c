import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { decodeManifest } from '../src/engine/api/decode';
import { applyDefaults, validateCreate } from '../src/engine/api/testing/by-kind';

import { kindOf } from '../src/engine/api/kinds/registry';
import type { AnyObject, JsonObject } from '../src/k8s/types';

const MANIFESTS = new URL('./manifests/', import.meta.url);
const files = readdirSync(MANIFESTS).sort();

describe('manifests as people write them', () => {
  test('there are 17', () => expect(files).toHaveLength(17));

  test.each(files)('VAL-22 %s has no faults', (file) => {
    const manifest = parse(readFileSync(new URL(file, MANIFESTS), 'utf8')) as JsonObject;
    expect(decodeManifest(kindOf('DaemonSet'), manifest, 'strict')).toMatchObject({ ok: true, warnings: [] });
    const metadata = { namespace: 'default', ...(manifest.metadata as JsonObject) };
    const object = applyDefaults({ ...manifest, metadata } as unknown as AnyObject);
    expect(validateCreate('DaemonSet', object as unknown as JsonObject)).toEqual([]);
  });
});
