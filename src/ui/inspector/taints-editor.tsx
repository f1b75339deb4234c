import { useState } from 'react';
import { taintText } from '../../k8s/taints';
import type { Node } from '../../k8s/types';
import { usePage } from '../page-context';
import { shellWord } from '../shell-words';
import { Breakable } from '../widgets/breakable';
import { Icon } from '../widgets/icon';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function TaintsEditor({ node }: { node: Node }) {
  const { run } = usePage();
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const [effect, setEffect] = useState('NoSchedule');
  const name = shellWord(node.metadata.name);
  const taints = node.spec?.taints ?? [];
  return (
    <section>
      <h3>
        Taints <span className="faint">{taints.length}</span>
      </h3>
      <ul className="edit-chips">
        {taints.map((taint) => (
          <li className="edit-chip taint" key={`${taint.key}:${taint.effect}`}>
            <span className="mono">
              <Breakable text={taintText(taint)} />
            </span>
            <button
              type="button"
              aria-label={`Remove taint ${taint.key}:${taint.effect}`}
              title="Remove"
              onClick={() => run(`kubectl taint node ${name} ${shellWord(`${taint.key}:${taint.effect}`)}-`)}
            >
              <Icon name="close" size={12} />
            </button>
          </li>
        ))}
      </ul>
      <form
        className="chip-form taint-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (key.trim() === '') return;
          const taint = `${key.trim()}${value.trim() === '' ? '' : `=${value.trim()}`}:${effect}`;
          if (!run(`kubectl taint node ${name} ${shellWord(taint)}`)) return;
          setKey('');
          setValue('');
        }}
      >
        <input
          className="field mono"
          aria-label="Key of the new taint"
          placeholder="key"
          autoComplete="off"
          spellCheck={false}
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
        <input
          className="field mono"
          aria-label="Value of the new taint, may stay empty"
          placeholder="value"
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        <select
          className="field"
          aria-label="Effect of the new taint"
          value={effect}
          onChange={(event) => setEffect(event.target.value)}
        >
          {EFFECTS.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <button type="submit" className="button small">
          Add taint
        </button>
      </form>
    </section>
  );
}
