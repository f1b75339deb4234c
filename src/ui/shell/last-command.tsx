import { useStore } from 'zustand';
import { usePage } from '../page-context';

/** On small screens, where the console is on another pane: the last command and what it printed, in one line. */
export function LastCommand() {
  const { commands } = usePage();
  const last = useStore(commands, (c) => c.entries.at(-1));
  if (!last) return null;
  const printed = last.output.lines.map((line) => line.text).join(' ');
  return (
    <section
      className="last-command"
      aria-label="Last command"
      data-failed={last.output.status !== 0 || undefined}
    >
      <span className="prompt">$</span> <b>{last.line}</b> {printed}
    </section>
  );
}
