/** The simulated image registry: the tag of an image decides what it does. */
import { parseImage } from '../../k8s/image';
import { fnv1a32 } from '../../lib/fnv';
import { hexText } from '../../lib/hex';
import { IMAGE_BEHAVIOURS, type ImageBehaviour } from './image-behaviours';

/** Words of the first links match anywhere in a tag; the others stand alone, so that `bloom` is no `oom`. */
const ANYWHERE: readonly string[] = ['broken', 'crash', 'unready', 'slow'];

function behaviourOf(tag: string): ImageBehaviour {
  const word = tag.toLowerCase();
  const parts = word.split(/[^a-z]+/);
  const found = IMAGE_BEHAVIOURS.find((row) =>
    ANYWHERE.includes(row.tag) ? word.includes(row.tag) : parts.includes(row.tag),
  );
  return found?.tag ?? 'works';
}

/** Milliseconds. */
const SLOW_PULL = 45_000;
/** A registry answers that an image is unknown, or that the one present is current, without sending any layer. */
const MANIFEST_ONLY = { least: 400, most: 1_000 };
const FULL_PULL = { least: 1_000, most: 4_000 };

interface Names {
  /** `docker.io/library/nginx:latest` */
  full: string;
  id: string;
  behaviour: ImageBehaviour;
}

// A cache of a pure function, asked for every status of every pod: it cannot change any result.
const known = new Map<string, Names>();
const KNOWN_LIMIT = 1000;

function namesOf(reference: string): Names {
  let names = known.get(reference);
  if (names) return names;
  const { digest, tag, tagOrLatest } = parseImage(reference);
  const repository = fullRepository(reference);
  const full = digest === undefined ? `${repository}:${tagOrLatest}` : `${repository}@${digest}`;
  names = {
    full,
    id: `${repository}@${digest ?? `sha256:${hex64(full)}`}`,
    behaviour: behaviourOf(tag ?? ''),
  };
  if (known.size >= KNOWN_LIMIT) known.clear();
  known.set(reference, names);
  return names;
}

/** What a container of this image will do. A reference by digest alone has no tag and works. */
export function imageBehaviour(reference: string): ImageBehaviour {
  return namesOf(reference).behaviour;
}

/** As the container runtime names it: `nginx` → `docker.io/library/nginx:latest`. */
export function fullImageName(reference: string): string {
  return namesOf(reference).full;
}

/** `docker.io/library/nginx@sha256:…`: the digest is made up from the name. */
export function imageId(reference: string): string {
  return namesOf(reference).id;
}

function fullRepository(reference: string): string {
  const { repository } = parseImage(reference);
  const slash = repository.indexOf('/');
  if (slash < 0) return `docker.io/library/${repository}`;
  const first = repository.slice(0, slash);
  return /[.:]/.test(first) || first === 'localhost' ? repository : `docker.io/${repository}`;
}

/** Bytes, made up from the name. */
export function imageSize(reference: string): number {
  return 20_000_000 + (fnv1a32(fullImageName(reference), 0x51ce) % 180_000_000);
}

/**
 * Milliseconds that a pull takes on a machine: no two pull at quite the same speed. `present`: the layers are already there
 * (POD-30, policy Always).
 */
export function pullDuration(reference: string, present: boolean, machine: string): number {
  const behaviour = imageBehaviour(reference);
  if (behaviour === 'slow' && !present) return SLOW_PULL;
  const { least, most } = present || behaviour === 'broken' ? MANIFEST_ONLY : FULL_PULL;
  const usual = fnv1a32(fullImageName(reference), 0x9011) % 800;
  const here = fnv1a32(machine, fnv1a32(reference)) % 200;
  return least + Math.floor(((usual + here) * (most - least)) / 1000);
}

/** What is in the way of a pull. */
export type PullProblem = 'unknown' | 'refused' | 'unreachable';

/** What containerd 2.1 says about a pull that fails; the kubelet adds the gRPC code (any but Unknown). */
export function pullError(reference: string, problem: PullProblem): string {
  const name = fullImageName(reference);
  const failed = `failed to pull and unpack image "${name}": failed to resolve image: `;
  if (problem === 'unknown') return `rpc error: code = NotFound desc = ${failed}${name}: not found`;
  const slash = name.indexOf('/');
  const host = name.slice(0, slash) === 'docker.io' ? 'registry-1.docker.io' : name.slice(0, slash);
  const { digest, tagOrLatest } = parseImage(reference);
  const path = fullRepository(reference).slice(slash + 1);
  const [, domain = '', port = '443'] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
  // Of the range that is kept free for examples.
  const address = domain === 'localhost' ? '127.0.0.1' : `192.0.2.${10 + (fnv1a32(domain) % 200)}`;
  const why = problem === 'refused' ? 'connect: connection refused' : 'i/o timeout';
  return `${failed}failed to do request: Head "https://${host}/v2/${path}/manifests/${digest ?? tagOrLatest}": dial tcp ${address}:${port}: ${why}`;
}

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const NAME = new RegExp(
  `^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?/)?${COMPONENT}(?:/${COMPONENT})*(?::\\w[\\w.-]{0,127})?(?:@[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,})?$`,
  'i',
);

/** The reason why the text is no image reference at all, in the words of the reference parser; undefined when it is one. */
export function referenceError(reference: string): string | undefined {
  if (!NAME.test(reference)) return 'invalid reference format';
  const { repository } = parseImage(reference);
  const slash = repository.indexOf('/');
  const host = slash < 0 ? '' : repository.slice(0, slash);
  const isHost = /[.:]/.test(host) || host === 'localhost' || host !== host.toLowerCase();
  const path = isHost ? repository.slice(slash + 1) : repository;
  if (path === path.toLowerCase()) return undefined;
  const full = slash < 0 ? `library/${path}` : path;
  return `invalid reference format: repository name (${full}) must be lowercase`;
}

/** 64 hexadecimal digits derived from a text: digests and container ids look real and never vary. */
export function hex64(text: string): string {
  let a = fnv1a32(text);
  let b = fnv1a32(text, a);
  const words: number[] = [];
  for (let i = 0; i < 8; i++) {
    a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d);
    b = Math.imul(b ^ (b >>> 13), 0x297a2d39) + i;
    words.push(a ^ b);
  }
  return hexText(words);
}
