import { useStore } from 'zustand';
import type { Grouping } from '../../scene/types';
import type { Look } from '../../scene/cell-look';
import { usePage, useScene } from '../page-context';

const COLOURS: Record<Look['colour'], string> = {
  revision: 'Colour: revision',
  state: 'Colour: state',
};
const GROUPS: Record<Grouping, string> = {
  zone: 'Group: zone',
  role: 'Group: role',
  none: 'No groups',
};

/** How the cells of a large cluster are coloured and grouped. */
export function MapToolbar() {
  const { look } = usePage().feed;
  const { colour, group, set } = useStore(look);
  const sets = useScene((s) => s.sets);
  const own = sets.filter((card) => !card.system);
  const first = own.length > 0 ? own : sets;
  const everything = first.length === 1 ? (first[0]?.name ?? '') : `All ${first.length} DaemonSets`;
  return (
    <>
      {sets.length > 1 && (
        <Choice
          label="DaemonSet"
          value={sets.some((card) => card.uid === set) ? (set ?? '') : ''}
          options={[
            ['', everything],
            ...sets
              .filter((card) => first.length > 1 || card !== first[0])
              .map((card) => [card.uid, card.name] as const),
          ]}
          onChange={(value) => look.setState({ set: value === '' ? undefined : value })}
        />
      )}
      <Choice
        label="Colour"
        value={colour}
        options={Object.entries(COLOURS)}
        onChange={(value) => look.setState({ colour: value as Look['colour'] })}
      />
      <Choice
        label="Group"
        value={group}
        options={Object.entries(GROUPS)}
        onChange={(value) => look.setState({ group: value as Grouping })}
      />
    </>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, words: string])[];
  onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <select
      className="choice"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {options.map(([key, words]) => (
        <option key={key} value={key}>
          {words}
        </option>
      ))}
    </select>
  );
}
