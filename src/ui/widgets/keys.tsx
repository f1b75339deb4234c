import { isApple } from '../shell/platform';

/** Keys by the names they have on the user's machine. In the first picture index.html puts Apple's names in, by their attribute. */
export function Keys({ keys, apple }: { keys: string; apple: string }) {
  return <span data-apple={apple}>{isApple() ? apple : keys}</span>;
}
