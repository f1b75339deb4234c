/** Line icons on a 16-pixel grid, drawn here: the page needs only these. */
const PATHS = {
  play: 'M5 3.2v9.6l7.6-4.8z',
  pause: 'M5.2 3.4v9.2M10.8 3.4v9.2',
  step: 'M3.6 3.6v8.8l6.4-4.4zM12.6 3.4v9.2',
  start: 'M12.4 3.6v8.8L6 8zM3.4 3.4v9.2',
  plus: 'M8 3.2v9.6M3.2 8h9.6',
  chevron: 'M4.4 6.4 8 10l3.6-3.6',
  close: 'M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.4v1.4M8 13.2v1.4M1.4 8h1.4M13.2 8h1.4M3.3 3.3l1 1M11.7 11.7l1 1M3.3 12.7l1-1M11.7 4.3l1-1',
  moon: 'M13 9.6A5.4 5.4 0 0 1 6.4 3a5.4 5.4 0 1 0 6.6 6.6z',
  system: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 2.2v11.6',
  help: 'M6 6.1a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4v.2M8 12v.1',
  restart: 'M3.2 8a4.8 4.8 0 1 0 1.5-3.5M3.2 2.8v2.4h2.4',
  share: 'M6.6 9.4 13 3M9 2.8h4.2V7M11.4 9.2v3.2a1 1 0 0 1-1 1H3.8a1 1 0 0 1-1-1V5.8a1 1 0 0 1 1-1H7',
  check: 'M3.4 8.4 6.6 11.6 12.6 4.8',
  cross: 'M4.4 4.4l7.2 7.2M11.6 4.4l-7.2 7.2',
  dash: 'M4.4 8h7.2',
  trash: 'M3.4 4.4h9.2M6.2 4.2V2.8h3.6v1.4M4.6 4.6l.6 8.6h5.6l.6-8.6M6.8 7v3.8M9.2 7v3.8',
  cordon: 'M8 2.4a5.6 5.6 0 1 0 0 11.2A5.6 5.6 0 0 0 8 2.4zM4.1 4.1l7.8 7.8',
  power: 'M8 2.2v5M5 4.2a4.8 4.8 0 1 0 6 0',
  bolt: 'M9.2 1.8 3.8 9h3.6l-.8 5.2L12.2 7H8.6z',
  info: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 7.2v3.6M8 5v.1',
  warn: 'M8 2.6 14 13H2zM8 6.6v3M8 11.2v.1',
} as const;

export type IconName = keyof typeof PATHS;

const FILLED = new Set<IconName>(['play', 'step', 'start']);

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      data-filled={FILLED.has(name) || undefined}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
