/** What the tag of an image can ask for; the page says so in these words. */
export type ImageBehaviour =
  'works' | 'broken' | 'crash' | 'unready' | 'slow' | 'oom' | 'once' | 'nostart' | 'stubborn';

/** What a tag can ask for: the word that it contains and what then happens. The first that matches counts. */
export const IMAGE_BEHAVIOURS: readonly { tag: Exclude<ImageBehaviour, 'works'>; sentence: string }[] = [
  { tag: 'broken', sentence: 'The image cannot be pulled: the registry does not know it.' },
  { tag: 'crash', sentence: 'The container exits with code 1 two to three seconds after each start.' },
  { tag: 'unready', sentence: 'The container runs, but never becomes ready.' },
  { tag: 'slow', sentence: 'Pulling the image takes 45 seconds; then it works.' },
  {
    tag: 'oom',
    sentence: 'The container is killed for want of memory (OOMKilled) some seconds after each start.',
  },
  { tag: 'once', sentence: 'The container has done its work after some seconds and exits with code 0.' },
  { tag: 'nostart', sentence: 'The program of the image is missing: the container cannot be started.' },
  { tag: 'stubborn', sentence: 'The container ignores SIGTERM: it is killed when the grace period is over.' },
];
