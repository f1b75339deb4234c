import { useState } from 'react';
import type { Node } from '../../k8s/types';
import { usePage } from '../page-context';
import { shellWord } from '../shell-words';
import { Breakable } from '../widgets/breakable';
import { Icon } from '../widgets/icon';

/** Labels that every node has; they are rarely what one looks for. */
const STANDARD = /^(beta\.)?kubernetes\.io\/|^node-role\.kubernetes\.io\/|^node\.kubernetes\.io\//;

export function LabelsEditor({ node }: { node: Node }) {
  const { run } = usePage();
  const [text, setText] = useState('');
  const name = shellWord(node.metadata.name);
  const labels = Object.entries(node.metadata.labels ?? {});
  const own = labels.filter(([key]) => !STANDARD.test(key));
  const standard = labels.filter(([key]) => STANDARD.test(key));
  const remove = (key: string): void => void run(`kubectl label node ${name} ${shellWord(key)}-`);
  return (
    <section>
      <h3>
        Labels <span className="faint">{labels.length}</span>
      </h3>
      <ul className="edit-chips">
        {own.map(([key, value]) => (
          <LabelChip key={key} label={key} value={value} onRemove={remove} />
        ))}
      </ul>
      <form
        className="chip-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() === '') return;
          if (run(`kubectl label node ${name} ${shellWord(text.trim())} --overwrite`)) setText('');
        }}
      >
        <input
          className="field mono"
          aria-label="New label, key=value"
          placeholder="disktype=ssd"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="button small">
          Add label
        </button>
      </form>
      {standard.length > 0 && (
        <details className="more">
          <summary>{standard.length} standard labels</summary>
          <ul className="edit-chips">
            {standard.map(([key, value]) => (
              <LabelChip key={key} label={key} value={value} onRemove={remove} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function LabelChip(props: { label: string; value: string; onRemove: (key: string) => void }) {
  const { label, value, onRemove } = props;
  return (
    <li className="edit-chip">
      <span className="mono">
        <Breakable text={value === '' ? label : `${label}=${value}`} />
      </span>
      <button
        type="button"
        aria-label={`Remove label ${label}`}
        title="Remove"
        onClick={() => onRemove(label)}
      >
        <Icon name="close" size={12} />
      </button>
    </li>
  );
}
