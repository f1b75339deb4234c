import { useStore } from 'zustand';
import { openDialog } from '../shell/dialog-store';
import { isApple } from '../shell/platform';
import { singleKeys } from '../shell/shortcuts';
import { Dialog } from './dialog';

export function HelpDialog() {
  const on = useStore(singleKeys, (s) => s.on);
  const keys: readonly (readonly [string, string])[] = [
    [isApple() ? '⌘ ⏎' : 'Ctrl ⏎', 'apply the manifest'],
    ['Space', 'play or pause'],
    ['.', 'step to the next event'],
    ['?', 'this help'],
    ['← ↑ → ↓', 'move among nodes and pods in the grid, Enter selects'],
    [isApple() ? 'Ctrl ⇧ M' : 'Ctrl M', 'in the editor: let Tab move on instead of indenting'],
  ];
  return (
    <Dialog title="Help">
      <p>
        Edit the manifest on the left and apply it. The grid shows every node, with one place for each
        DaemonSet: filled by its pod, or empty with the reason. Select anything to see why. The clock below is
        the cluster’s own: pause it, step, speed it up or go back.
      </p>
      <h3>Keys</h3>
      <dl className="keys">
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <label className="check-line">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => singleKeys.setState({ on: event.target.checked })}
        />
        Single keys (Space, . and ?) work
      </label>
      <p>
        <button type="button" className="link" onClick={() => openDialog('about')}>
          What the simulation leaves out
        </button>
      </p>
    </Dialog>
  );
}
